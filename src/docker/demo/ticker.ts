/** One timer for all streams of the demo: they wake up together, four times a second, and only while there are any. */
import type { Clock } from '../../system/clock.ts';

export interface Ticker {
  /** Resolves at the next tick, or at once when the signal fires. */
  next(signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createTicker(clock: Clock, periodMs: number): Ticker {
  const end = new AbortController();
  const waiting = new Set<() => void>();
  let isTicking = false;
  const tick = async (): Promise<void> => {
    isTicking = true;
    await clock.sleep(periodMs, end.signal);
    isTicking = false;
    const woken = [...waiting];
    waiting.clear();
    for (const wake of woken) wake();
  };
  return {
    next(signal) {
      return new Promise(resolve => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (signal.aborted) {
          resolve();
          return;
        }
        signal.addEventListener('abort', wake, { once: true });
        waiting.add(wake);
        if (!isTicking) void tick();
      });
    },
    close: () => end.abort(),
  };
}
