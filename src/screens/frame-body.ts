/** What lies between the tabs and the footer: its area, its panes, and which of them has the focus. */
import { panes } from '../store/initial-ui-state.ts';
import type { Body, BodyArea, PaneSize } from './body.ts';
import { frameLayout, type FrameLayout } from './frame-layout.ts';
import { logsPane } from './logs/log-pane.ts';
import { isChoosing } from './choose/choose-body.ts';
import { hasNoEngine } from './no-engine-rows.ts';
import { screenBody } from './screen-body.ts';
import type { ScreenInput } from './screen-input.ts';

export interface FrameBody {
  readonly layout: FrameLayout;
  readonly area: BodyArea;
  readonly body: Body;
  /** Index of the pane with the focus. */
  readonly focus: number;
  /** Index of the pane that shows the log; null: none does. */
  readonly log: number | null;
}

export function frameBody(
  input: ScreenInput,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): FrameBody {
  const { screen, pane, logs } = input.ui;
  const choosing = isChoosing(input);
  const log = choosing || hasNoEngine(input) ? null : panes[screen].log;
  const fullScreen = logs.fullScreen && log !== null;
  const layout = frameLayout(columns, rows, fullScreen);
  const area = { width: columns, height: layout.bodyHeight, single: layout.single };
  if (!fullScreen)
    return { layout, area, body: screenBody(input, columns, layout.bodyHeight), focus: choosing ? 0 : pane, log };
  const body = { above: [], panes: [{ turn: 0, least: 1, want: 1, make: (size: PaneSize) => logsPane(input, size) }] };
  return { layout, area, body, focus: 0, log: 0 };
}
