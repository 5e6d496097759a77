/** Moving through rows: services, findings, and whatever scrolls. */
import type { ActionId } from '../model/actions.ts';

export interface Reach {
  /** Rows of the focused pane. */
  readonly page: number;
  /** The highest index. */
  readonly last: number;
}

/** Where a move leads from `index`, within 0..last; null: the action is no move. */
export function movedIndex(action: ActionId, index: number, { page, last }: Reach): number | null {
  const target = moveTarget(action, index, Math.max(1, page), last);
  return target === null ? null : Math.max(0, Math.min(last, target));
}

function moveTarget(action: ActionId, index: number, page: number, last: number): number | null {
  switch (action) {
    case 'cursor.down':
      return index + 1;
    case 'cursor.up':
      return index - 1;
    case 'cursor.top':
      return 0;
    case 'cursor.bottom':
      return last;
    case 'cursor.page-down':
      return index + page;
    case 'cursor.page-up':
      return index - page;
    case 'cursor.half-page-down':
      return index + Math.ceil(page / 2);
    case 'cursor.half-page-up':
      return index - Math.ceil(page / 2);
    default:
      return null;
  }
}
