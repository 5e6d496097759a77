/** How far what has the focus reaches, for the keys that move through it. */
import { frameLayout } from './frame-layout.ts';
import { overviewHeights } from './overview/overview-rows.ts';
import { screenInput, type FrameInput } from './screen-input.ts';

export interface FrameReach {
  /** Rows of the focused pane or dialog. */
  readonly page: number;
  /** The farthest it can be scrolled, or the last index of a list. */
  readonly extent: number;
}

export function frameReach(frame: FrameInput): FrameReach {
  const input = screenInput(frame);
  const layout = frameLayout(frame.columns, frame.rows, false);
  const heights = overviewHeights(input, { width: frame.columns, height: layout.bodyHeight, single: layout.single });
  return { page: Math.max(1, heights[input.ui.pane] ?? 1), extent: 0 };
}
