/** One walk through several segments in the merged order, without copying them together. */
import type { LogSegment } from './log-segment.ts';

/** A line in its segment. */
export interface LinePlace {
  readonly segment: LogSegment;
  readonly index: number;
}

export interface OrderWalk {
  /** The next line in the direction of the walk; null at its end. */
  next(): LinePlace | null;
}

/** Where a walk begins. */
export interface WalkStart {
  readonly atMs: number;
  readonly nanos: number;
  readonly sequence: number;
  /** The line of that place belongs to the walk. */
  readonly inclusive: boolean;
}

/** Towards older lines; from the newest where `start` is null. */
export function walkBack(segments: readonly LogSegment[], start: WalkStart | null): OrderWalk {
  const ends = segments.map(segment => (start === null ? segment.size : firstBeyond(segment, start, start.inclusive)));
  return {
    next() {
      let best = -1;
      for (let source = 0; source < segments.length; source += 1) {
        if ((ends[source] ?? 0) === 0) continue;
        if (best < 0 || compare(segments, ends, source, best, -1) > 0) best = source;
      }
      const segment = segments[best];
      if (segment === undefined) return null;
      const index = (ends[best] ?? 0) - 1;
      ends[best] = index;
      return { segment, index };
    },
  };
}

/** Towards newer lines; from the oldest where `start` is null. */
export function walkForward(segments: readonly LogSegment[], start: WalkStart | null): OrderWalk {
  const heads = segments.map(segment => (start === null ? 0 : firstBeyond(segment, start, !start.inclusive)));
  return {
    next() {
      let best = -1;
      for (let source = 0; source < segments.length; source += 1) {
        if ((heads[source] ?? 0) >= (segments[source]?.size ?? 0)) continue;
        if (best < 0 || compare(segments, heads, source, best, 0) < 0) best = source;
      }
      const segment = segments[best];
      if (segment === undefined) return null;
      const index = heads[best] ?? 0;
      heads[best] = index + 1;
      return { segment, index };
    },
  };
}

/** Index of the first line behind the place, or from it on where the place itself does not count as before. */
function firstBeyond(segment: LogSegment, { atMs, nanos, sequence }: WalkStart, behind: boolean): number {
  return segment.firstAfter(atMs, nanos, behind ? sequence : sequence - 0.5);
}

function compare(
  segments: readonly LogSegment[],
  places: readonly number[],
  one: number,
  other: number,
  shift: number,
): number {
  const rival = segments[other];
  const index = (places[other] ?? 0) + shift;
  if (rival === undefined) return 0;
  return (
    segments[one]?.compareTo(
      (places[one] ?? 0) + shift,
      rival.atMs(index),
      rival.nanos(index),
      rival.sequence(index),
    ) ?? 0
  );
}
