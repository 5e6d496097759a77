/** Which part of a list is visible. */

export interface VisibleWindow {
  readonly start: number;
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/** The window of `height` rows that begins at `offset`, moved so that it lies within the list. */
export function visibleWindow(count: number, height: number, offset: number): VisibleWindow {
  const room = Math.max(0, height);
  const start = Math.min(Math.max(0, offset), Math.max(0, count - room));
  const end = Math.min(count, start + room);
  return { start, end, above: start, below: count - end };
}

/** The window that keeps `cursor` in sight, in the middle where the list is long. */
export function windowAround(count: number, height: number, cursor: number): VisibleWindow {
  return visibleWindow(count, height, cursor - Math.floor(Math.max(0, height - 1) / 2));
}
