/** One row of independent parts that get shorter, the least important ones first, until they fit. */
import { cells, fit } from './text.ts';

export interface Segment {
  /** From long to short; the shortest may be empty: then the part is left out. */
  readonly variants: readonly string[];
  /** 0 = the most important: shortened last. */
  readonly rank: number;
}

/** The parts in their order with `gap` between them, exactly `width` cells. */
export function segmentRow(segments: readonly Segment[], width: number, gap = '   ', ellipsis = '…'): string {
  const levels = segments.map(() => 0);
  const order = segments
    .map((_, index) => index)
    .toSorted((a, b) => (segments[b]?.rank ?? 0) - (segments[a]?.rank ?? 0));
  const line = (): string =>
    segments
      .map(({ variants }, index) => variants[Math.min(levels[index] ?? 0, variants.length - 1)] ?? '')
      .filter(text => text !== '')
      .join(gap);
  const deepest = Math.max(1, ...segments.map(({ variants }) => variants.length));
  for (let level = 1; level < deepest && cells(line()) > width; level += 1) {
    for (const index of order) {
      levels[index] = level;
      if (cells(line()) <= width) break;
    }
  }
  return fit(line(), width, 'left', ellipsis);
}
