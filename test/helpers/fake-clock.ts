import type { Clock } from '../../src/system/clock.ts';

/** A clock whose hands only the test turns. */
export interface FakeClock extends Clock {
  /** Moves the time on, waking each sleeper at its own moment and letting what it does settle. */
  advance(ms: number): Promise<void>;
  /** How many wait on it now. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function createFakeClock(start = Date.parse('2026-11-25T01:00:00Z')): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise(resolve => {
        const done = (): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const sleeper = { at: now + Math.max(0, ms), wake: done };
        sleepers.add(sleeper);
        signal.addEventListener('abort', done, { once: true });
      });
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = end;
      await settle();
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}

function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
