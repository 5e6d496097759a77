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
  return walk(segments, -1, segment =>
    start === null ? segment.size - 1 : firstBeyond(segment, start, start.inclusive) - 1,
  );
}

/** Towards newer lines; from the oldest where `start` is null. */
export function walkForward(segments: readonly LogSegment[], start: WalkStart | null): OrderWalk {
  return walk(segments, 1, segment => (start === null ? 0 : firstBeyond(segment, start, !start.inclusive)));
}

/** Index of the first line behind the place, or from it on where the place itself does not count as before. */
function firstBeyond(segment: LogSegment, { atMs, nanos, sequence }: WalkStart, behind: boolean): number {
  return segment.firstAfter(atMs, nanos, behind ? sequence : sequence - 0.25);
}

/**
 * The times of the next lines are kept beside each other: of sixty containers the one that is next is found among
 * numbers, and only where two are equal are the lines themselves asked.
 */
function walk(segments: readonly LogSegment[], step: 1 | -1, firstOf: (segment: LogSegment) => number): OrderWalk {
  const places = segments.map(firstOf);
  const none = step * Infinity;
  const timeOf = (segment: LogSegment, index: number): number =>
    index < 0 || index >= segment.size ? none : segment.atMs(index);
  const times = Float64Array.from(segments, (segment, source) => timeOf(segment, places[source] ?? -1));

  const isBefore = (one: number, other: number): boolean => {
    const rival = segments[other];
    const index = places[other] ?? 0;
    if (rival === undefined) return false;
    const order = segments[one]?.compareTo(
      places[one] ?? 0,
      rival.atMs(index),
      rival.nanos(index),
      rival.sequence(index),
    );
    return (order ?? 0) * step < 0;
  };

  return {
    next() {
      let best = 0;
      for (let source = 1; source < times.length; source += 1) {
        const ahead = ((times[source] ?? none) - (times[best] ?? none)) * step;
        if (ahead < 0 || (ahead === 0 && isBefore(source, best))) best = source;
      }
      const segment = segments[best];
      const index = places[best];
      if (segment === undefined || index === undefined || times[best] === none) return null;
      places[best] = index + step;
      times[best] = timeOf(segment, index + step);
      return { segment, index };
    },
  };
}
