import { describe, expect, it } from 'vitest';
import type { StackEvent } from '../../src/model/stack-event.ts';
import { pump, pumpAll, pumpCapacity, type PumpClock } from '../../src/store/pump.ts';

const event = (at: number): StackEvent => ({ type: 'engine-answered', at });

/** A clock whose hands the test turns. */
function handClock(): PumpClock & { advance(ms: number): Promise<void>; readonly sleepers: number } {
  let time = 0;
  let waiting: { readonly until: number; readonly wake: () => void }[] = [];
  return {
    now: () => time,
    get sleepers() {
      return waiting.length;
    },
    sleep(ms, signal) {
      return new Promise(resolve => {
        if (signal.aborted) {
          resolve();
          return;
        }
        waiting.push({ until: time + ms, wake: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    async advance(ms) {
      time += ms;
      const due = waiting.filter(({ until }) => until <= time);
      waiting = waiting.filter(({ until }) => until > time);
      for (const { wake } of due) wake();
      await settle();
    },
  };
}

/** Lets every promise that is ready run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

function nothing(): void {}

function broken(): never {
  throw new Error('broken reducer');
}

/** A source that yields what the test gives it. */
function handSource(): AsyncIterable<StackEvent> & {
  give(...events: readonly StackEvent[]): void;
  end(): void;
  fail(error: Error): void;
  readonly taken: number;
  readonly closed: boolean;
} {
  const queue: StackEvent[] = [];
  let ended = false;
  let failure: Error | null = null;
  let taken = 0;
  let closed = false;
  let wake = nothing;
  return {
    give(...events) {
      queue.push(...events);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
    get taken() {
      return taken;
    },
    get closed() {
      return closed;
    },
    [Symbol.asyncIterator]: () => ({
      async next() {
        for (;;) {
          if (failure !== null) throw failure;
          const value = queue.shift();
          if (value !== undefined) {
            taken += 1;
            return { value, done: false };
          }
          if (ended) return { value: undefined, done: true };
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        }
      },
      async return() {
        closed = true;
        return { value: undefined, done: true };
      },
    }),
  };
}

function stage(): {
  readonly clock: ReturnType<typeof handClock>;
  readonly source: ReturnType<typeof handSource>;
  readonly abort: AbortController;
  readonly batches: (readonly StackEvent[])[];
  readonly done: Promise<void>;
} {
  const clock = handClock();
  const source = handSource();
  const abort = new AbortController();
  const batches: (readonly StackEvent[])[] = [];
  const done = pump(source, events => batches.push(events), { signal: abort.signal, frameMs: 200, clock });
  return { clock, source, abort, batches, done };
}

describe('the pump', () => {
  it('dispatches the first event after a quiet time at once, with the rest of its burst', async () => {
    const { source, batches, abort, done } = stage();
    source.give(event(1));
    await settle();
    expect(batches).toEqual([[event(1)]]);
    abort.abort();
    await done;
  });

  it('dispatches at most once a frame, everything that came meanwhile, in order', async () => {
    const { source, batches, clock, abort, done } = stage();
    source.give(event(1));
    await settle();
    source.give(event(2), event(3));
    await settle();
    await clock.advance(100);
    source.give(event(4));
    await settle();
    expect(batches).toHaveLength(1);
    await clock.advance(100);
    expect(batches).toEqual([[event(1)], [event(2), event(3), event(4)]]);
    abort.abort();
    await done;
  });

  it('keeps no timer while nothing comes', async () => {
    const { source, clock, abort, done } = stage();
    source.give(event(1));
    await settle();
    expect(clock.sleepers).toBe(0);
    abort.abort();
    await done;
  });

  it('lets a source wait that brings more than fits', async () => {
    const { source, batches, clock, abort, done } = stage();
    source.give(event(0));
    await settle();
    source.give(...Array.from({ length: pumpCapacity * 3 }, (_, index) => event(index + 1)));
    for (let turn = 0; turn < pumpCapacity; turn += 1) await settle();
    expect(source.taken).toBe(pumpCapacity + 1);
    for (let frame = 0; frame < 3; frame += 1) {
      await clock.advance(200);
      for (let turn = 0; turn < pumpCapacity; turn += 1) await settle();
    }
    expect(batches.map(batch => batch.length)).toEqual([1, pumpCapacity, pumpCapacity, pumpCapacity]);
    abort.abort();
    await done;
  });

  it('dispatches what is left when the source ends', async () => {
    const { source, batches, done } = stage();
    source.give(event(1));
    await settle();
    source.give(event(2));
    await settle();
    source.end();
    await done;
    expect(batches.flat()).toEqual([event(1), event(2)]);
  });

  it('ends on abort though the source hangs, closes it, and loses nothing it had brought', async () => {
    const { source, batches, abort, done } = stage();
    source.give(event(1));
    await settle();
    source.give(event(2));
    await settle();
    abort.abort();
    await done;
    expect(batches.flat()).toEqual([event(1), event(2)]);
    expect(source.closed).toBe(true);
  });

  it('does nothing with a signal that has already fired', async () => {
    const abort = new AbortController();
    abort.abort();
    const source = handSource();
    source.give(event(1));
    const batches: (readonly StackEvent[])[] = [];
    await pump(source, events => batches.push(events), { signal: abort.signal, frameMs: 200, clock: handClock() });
    expect(batches).toEqual([]);
  });

  it('rejects with the source’s own error, after what it had brought', async () => {
    const { source, batches, done } = stage();
    source.give(event(1));
    await settle();
    source.give(event(2));
    await settle();
    source.fail(new Error('unreadable answer'));
    await expect(done).rejects.toThrow('unreadable answer');
    expect(batches.flat()).toEqual([event(1), event(2)]);
  });

  it('rejects with what the dispatch throws, instead of an unhandled rejection', async () => {
    const source = handSource();
    const done = pump(source, broken, { signal: new AbortController().signal, frameMs: 200, clock: handClock() });
    source.give(event(1));
    await expect(done).rejects.toThrow('broken reducer');
  });

  it('waits no longer than a frame when the clock is set back', async () => {
    const { source, batches, clock, abort, done } = stage();
    await clock.advance(1_000_000);
    source.give(event(1));
    await settle();
    await clock.advance(-900_000);
    source.give(event(2));
    await settle();
    await clock.advance(200);
    expect(batches.flat()).toEqual([event(1), event(2)]);
    abort.abort();
    await done;
  });
});

describe('several sources', () => {
  it('share one frame', async () => {
    const clock = handClock();
    const abort = new AbortController();
    const [one, two] = [handSource(), handSource()];
    const batches: (readonly StackEvent[])[] = [];
    const done = pumpAll([one, two], events => batches.push(events), { signal: abort.signal, frameMs: 200, clock });
    one.give(event(1));
    await settle();
    one.give(event(2));
    two.give(event(3));
    await settle();
    expect(batches).toHaveLength(1);
    await clock.advance(200);
    expect(batches).toEqual([[event(1)], [event(2), event(3)]]);
    abort.abort();
    await done;
  });

  it('one that fails ends the others', async () => {
    const [one, two] = [handSource(), handSource()];
    const done = pumpAll([one, two], () => undefined, {
      signal: new AbortController().signal,
      frameMs: 200,
      clock: handClock(),
    });
    await settle();
    one.fail(new Error('first'));
    await expect(done).rejects.toThrow('first');
    expect(two.closed).toBe(true);
  });

  it('one that ends leaves the others running', async () => {
    const clock = handClock();
    const [one, two] = [handSource(), handSource()];
    const batches: (readonly StackEvent[])[] = [];
    const done = pumpAll([one, two], events => batches.push(events), {
      signal: new AbortController().signal,
      frameMs: 200,
      clock,
    });
    one.end();
    await settle();
    two.give(event(7));
    await settle();
    two.end();
    await done;
    expect(batches).toEqual([[event(7)]]);
  });
});
