/** The log pane of the overview, until src/screens/logs has its own. */
import type { PaneContent, PaneSize } from './body.ts';
import type { ScreenInput } from './screen-input.ts';

export function logPane({ logScope, logs }: ScreenInput, { height }: PaneSize): PaneContent {
  const lines = logs.lines(logScope).slice(-height);
  return { title: `Log: ${logScope ?? 'all services'}`, rows: lines.map(line => line.text), bottom: 'following' };
}
