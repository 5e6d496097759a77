/** Events of the adapters into the store: batched, so that a burst costs one reduction and one frame. */
import type { StackEvent } from '../model/stack-event.ts';

/** The part of a clock that the pump needs (src/system/clock.ts has it). */
export interface PumpClock {
  now(): number;
  /** Resolves after `ms`, or at once when the signal fires; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export type Dispatch = (events: readonly StackEvent[]) => void;

export interface PumpOptions {
  readonly signal: AbortSignal;
  /** ms: at most one dispatch in this time. */
  readonly frameMs: number;
  readonly clock: PumpClock;
}

/** Events waiting for their frame; a source that brings more waits. */
export const pumpCapacity = 2_000;

/**
 * Pumps one source until it ends or the signal fires. The first event after a quiet time is dispatched at once.
 * Rejects with the source's own error after what it had brought was dispatched; an abort is no error.
 */
export async function pump(source: AsyncIterable<StackEvent>, dispatch: Dispatch, options: PumpOptions): Promise<void> {
  await pumpAll([source], dispatch, options);
}

/** Pumps several sources that share one frame. One that fails ends the others; its error is the one that rejects. */
export async function pumpAll(
  sources: readonly AsyncIterable<StackEvent>[],
  dispatch: Dispatch,
  { signal, frameMs, clock }: PumpOptions,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    // What the others throw while they are being ended is no reason of its own.
    if (!either.aborted) failures.push(error);
    stop.abort();
  };
  const batch = createFrameBatch(dispatch, { signal: either, frameMs, clock }, fail);
  await Promise.all(sources.map(source => drain(source, batch, either).catch(fail)));
  stop.abort();
  batch.flush();
  if (failures.length > 0) throw failures[0];
}

async function drain(source: AsyncIterable<StackEvent>, batch: FrameBatch, signal: AbortSignal): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const result = await nextOrAbort(iterator, signal);
      if (result === null || result.done === true) return;
      const room = batch.push(result.value);
      if (room !== null) await room;
    }
  } finally {
    // Not awaited: a source that hangs in its own wait must not hold up the end; it heard the same signal.
    iterator.return?.().catch(() => undefined);
  }
}

/** Null on abort. Not `Promise.race` with one abort promise: its list of reactions would grow with every event. */
function nextOrAbort(
  iterator: AsyncIterator<StackEvent>,
  signal: AbortSignal,
): Promise<IteratorResult<StackEvent, unknown> | null> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(null);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

interface FrameBatch {
  /** Null: taken. A promise: taken, but the batch is full; go on when it resolves. */
  push(event: StackEvent): Promise<void> | null;
  /** Dispatches what waits, now. */
  flush(): void;
}

/** Collects events and dispatches them at most once in `frameMs`; what dispatch throws goes to `fail`. */
function createFrameBatch(
  dispatch: Dispatch,
  { signal, frameMs, clock }: PumpOptions,
  fail: (error: unknown) => void,
): FrameBatch {
  let waiting: StackEvent[] = [];
  let lastFlush = -Infinity;
  let frame: Promise<void> | null = null;
  const flush = (): void => {
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    lastFlush = clock.now();
    try {
      dispatch(events);
    } catch (error) {
      fail(error);
    }
  };
  const nextFrame = async (): Promise<void> => {
    // A clock that was set back must not make the wait longer than a frame.
    const wait = Math.min(frameMs, Math.max(0, lastFlush + frameMs - clock.now()));
    // Even without a wait the rest of the same turn joins in.
    if (wait > 0) await clock.sleep(wait, signal);
    else await Promise.resolve();
    frame = null;
    flush();
  };
  return {
    push(event) {
      waiting.push(event);
      frame ??= nextFrame();
      return waiting.length >= pumpCapacity ? frame : null;
    },
    flush,
  };
}
