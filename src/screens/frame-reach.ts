/** How far what has the focus reaches, for the keys that move through it. */
import { paneSizes } from './body.ts';
import { layDialog } from './dialogs/dialog-content.ts';
import { frameLayout } from './frame-layout.ts';
import { screenBody } from './screen-body.ts';
import { screenInput, type FrameInput } from './screen-input.ts';

export interface FrameReach {
  /** Rows of the focused pane or dialog. */
  readonly page: number;
  /** The farthest it can be scrolled, or the last index of a list. */
  readonly extent: number;
}

export function frameReach(frame: FrameInput): FrameReach {
  const input = screenInput(frame);
  const dialog = layDialog(input, frame);
  if (dialog !== null) return { page: dialog.page, extent: dialog.extent };
  const layout = frameLayout(frame.columns, frame.rows, false);
  const body = screenBody(input, frame.columns, layout.bodyHeight);
  const size = paneSizes(body, { width: frame.columns, height: layout.bodyHeight, single: layout.single })[
    input.ui.pane
  ];
  if (size === undefined) return { page: 1, extent: 0 };
  return { page: Math.max(1, size.height), extent: body.panes[input.ui.pane]?.make(size).extent ?? 0 };
}
