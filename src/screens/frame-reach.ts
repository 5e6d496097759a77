/** How far what has the focus reaches, for the keys that move through it. */
import type { ActionId } from '../model/actions.ts';
import type { LogFacts } from '../store/log-facts.ts';
import { paneSizes } from './body.ts';
import { layDialog } from './dialogs/dialog-content.ts';
import { frameBody } from './frame-body.ts';
import { logFacts } from './logs/log-pane.ts';
import { screenInput, type FrameInput } from './screen-input.ts';

export interface FrameReach {
  /** Rows of the focused pane or dialog. */
  readonly page: number;
  /** The farthest it can be scrolled, or the last index of a list. */
  readonly extent: number;
  /** Absent where no log is in sight. */
  readonly log?: LogFacts;
}

/** @param action what is about to be done: where it leads in a log depends on it. */
export function frameReach(frame: FrameInput, action: ActionId): FrameReach {
  const input = screenInput(frame);
  const dialog = layDialog(input, frame);
  if (dialog !== null) return { page: dialog.page, extent: dialog.extent };
  const { area, body, focus, log } = frameBody(input, frame);
  const sizes = paneSizes(body, area);
  const size = sizes[focus];
  const logSize = log === null ? undefined : sizes[log];
  const place = logSize === undefined ? {} : { log: logFacts(input, logSize, action) };
  if (size === undefined) return { page: 1, extent: 0, ...place };
  return { page: Math.max(1, size.height), extent: body.panes[focus]?.make(size).extent ?? 0, ...place };
}
