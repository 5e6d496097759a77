/** A frame of a state, as the console would draw it. */
import { frameRows, type FrameInput } from '../../src/screens/frame-rows.ts';
import type { ConsoleState } from '../../src/store/create-stack-store.ts';
import { createLogStore } from '../../src/store/log-store.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { now } from './state-factory.ts';

export const noColor = createTheme({ color: false, ascii: false });

/** @param size `120x36` */
export function frameInput(state: ConsoleState, size: string, changes: Partial<FrameInput> = {}): FrameInput {
  const [columns = 0, rows = 0] = size.split('x').map(Number);
  return {
    state,
    logs: createLogStore({ clock: { now: () => now } }),
    theme: noColor,
    columns,
    rows,
    now,
    utcOffsetMinutes: 120,
    ...changes,
  };
}

export function drawFrame(state: ConsoleState, size: string, changes: Partial<FrameInput> = {}): string[] {
  return frameRows(frameInput(state, size, changes));
}

/** Reverse video taken away: what NO_COLOR leaves. */
export function plainFrame(state: ConsoleState, size: string, changes: Partial<FrameInput> = {}): string {
  return drawFrame(state, size, changes)
    .map(row => row.replaceAll(/\u001B\[2?7m/g, '').trimEnd())
    .join('\n');
}
