/** Several finite log reads as one, by the engine's own time, without holding more than one piece of each. */

export interface Timed {
  readonly atMs: number;
  readonly nanos: number;
}

interface Lane<T> {
  readonly iterator: AsyncIterator<readonly T[]>;
  piece: readonly T[];
  next: number;
}

/** Negative where `a` is the older. */
export function compareTimes(a: Timed, b: Timed): number {
  return a.atMs - b.atMs || a.nanos - b.nanos;
}

/**
 * All items of the sources, oldest first; each source must have its own in order. Gives them in pieces that fit one
 * write. Where the reader stops early, the sources are closed.
 */
export async function* mergeByTime<T extends Timed>(
  sources: readonly AsyncIterable<readonly T[]>[],
  pieceSize = 500,
): AsyncGenerator<readonly T[], void> {
  const lanes = sources.map((source): Lane<T> => ({ iterator: source[Symbol.asyncIterator](), piece: [], next: 0 }));
  try {
    const open = new Set<Lane<T>>();
    await Promise.all(
      lanes.map(async lane => {
        if (await refill(lane)) open.add(lane);
      }),
    );
    let out: T[] = [];
    while (open.size > 0) {
      const lane = oldest(open);
      const item = lane?.piece[lane.next];
      if (lane === null || item === undefined) break;
      out.push(item);
      lane.next += 1;
      if (lane.next >= lane.piece.length && !(await refill(lane))) open.delete(lane);
      if (out.length >= pieceSize) {
        yield out;
        out = [];
      }
    }
    if (out.length > 0) yield out;
  } finally {
    await Promise.all(lanes.map(lane => lane.iterator.return?.()));
  }
}

/** False at the end of the source. */
async function refill<T>(lane: Lane<T>): Promise<boolean> {
  for (;;) {
    const result = await lane.iterator.next();
    if (result.done === true) return false;
    if (result.value.length === 0) continue;
    lane.piece = result.value;
    lane.next = 0;
    return true;
  }
}

function oldest<T extends Timed>(lanes: Iterable<Lane<T>>): Lane<T> | null {
  let best: Lane<T> | null = null;
  let bestItem: T | undefined;
  for (const lane of lanes) {
    const item = lane.piece[lane.next];
    if (item !== undefined && (bestItem === undefined || compareTimes(item, bestItem) < 0))
      [best, bestItem] = [lane, item];
  }
  return best;
}
