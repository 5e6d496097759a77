/** Several log streams as one, by the engine's own time, without holding more than one item of each. */
import type { Clock } from '../system/clock.ts';

export interface Timed {
  readonly atMs: number;
  readonly nanos: number;
}

interface Lane<T> {
  readonly iterator: AsyncIterator<T>;
  /** The item that is next in this stream; null while it is being waited for. */
  head: T | null;
  pending: Promise<void> | null;
  ended: boolean;
  /** It has kept the others waiting once: it no longer does until it speaks again. */
  quiet: boolean;
}

/**
 * Items in the order of their time. A stream that has nothing to say holds the others back for at most `patienceMs`,
 * then they go on without it; what it brings later comes in its place among what is left. Pulls as fast as it is read.
 * @param patienceMs null: wait for every stream (finite reads), which gives the exact order.
 * @throws what a stream throws; all streams are closed then, as when the reader stops.
 */
export async function* mergeByTime<T extends Timed>(
  sources: readonly AsyncIterable<T>[],
  options: { readonly clock: Clock; readonly patienceMs: number | null },
): AsyncGenerator<T, void> {
  const lanes = sources.map((source): Lane<T> => ({
    iterator: source[Symbol.asyncIterator](),
    head: null,
    pending: null,
    ended: false,
    quiet: false,
  }));
  const failures: unknown[] = [];
  const pullAll = (): void => {
    for (const lane of lanes) {
      if (lane.head === null && !lane.ended && lane.pending === null) lane.pending = pull(lane, failures);
    }
  };
  try {
    for (;;) {
      pullAll();
      await waitForHeads(lanes, options);
      if (failures.length > 0) throw failures[0];
      const first = earliest(lanes);
      if (first === null) return;
      const item = first.head;
      first.head = null;
      if (item !== null) yield item;
    }
  } finally {
    // A stream that waits in `next` answers `return` only when its own signal fires: not awaited here.
    for (const lane of lanes) lane.iterator.return?.().catch(() => {});
  }
}

async function pull<T>(lane: Lane<T>, failures: unknown[]): Promise<void> {
  try {
    const result = await lane.iterator.next();
    if (result.done === true) lane.ended = true;
    else lane.head = result.value;
    lane.quiet = false;
  } catch (error) {
    lane.ended = true;
    failures.push(error);
  } finally {
    lane.pending = null;
  }
}

async function waitForHeads<T>(
  lanes: readonly Lane<T>[],
  { clock, patienceMs }: { clock: Clock; patienceMs: number | null },
): Promise<void> {
  const waitedFor = (): Lane<T>[] =>
    lanes.filter(lane => lane.pending !== null && !(lane.quiet && patienceMs !== null));
  const hasHead = (): boolean => lanes.some(lane => lane.head !== null);
  // Nobody has anything: wait for whoever speaks first.
  while (!hasHead() && lanes.some(lane => lane.pending !== null)) await Promise.race(pendingOf(lanes));
  if (patienceMs === null) {
    await Promise.all(pendingOf(lanes));
    return;
  }
  if (waitedFor().length === 0) return;
  const patience = new AbortController();
  const timer = clock.sleep(patienceMs, patience.signal);
  try {
    await Promise.race([Promise.all(pendingOf(waitedFor())), timer]);
  } finally {
    patience.abort();
  }
  for (const lane of waitedFor()) lane.quiet = true;
}

function pendingOf<T>(lanes: readonly Lane<T>[]): Promise<void>[] {
  return lanes.flatMap(lane => (lane.pending === null ? [] : [lane.pending]));
}

function earliest<T extends Timed>(lanes: readonly Lane<T>[]): Lane<T> | null {
  let first: Lane<T> | null = null;
  for (const lane of lanes) {
    const { head } = lane;
    if (head === null) continue;
    const best = first?.head ?? null;
    if (best === null || head.atMs < best.atMs || (head.atMs === best.atMs && head.nanos < best.nanos)) first = lane;
  }
  return first;
}
