/** The log pane of the overview, until src/screens/logs has its own. */
import type { Pane } from '../ui/pane.ts';
import type { ScreenInput } from './screen-input.ts';

export interface LogPaneArea {
  readonly width: number;
  readonly height: number;
  readonly focused: boolean;
}

export function logPane(input: ScreenInput, { height, focused }: LogPaneArea): Pane & { bottom: string } {
  const { logScope, logs } = input;
  const lines = logs.lines(logScope).slice(-height);
  return {
    title: `Log: ${logScope ?? 'all services'}`,
    rows: lines.map(line => line.text),
    height,
    focused,
    bottom: 'following',
  };
}
