/** Lines of several live streams, held for a moment so that they come out in the order of their time; pure. */
import { compareTimes, type Timed } from './merge-by-time.ts';

export interface ReorderWindow<T> {
  push(items: readonly T[], now: number): void;
  /** What has been held long enough, and everything older than that, oldest first. */
  take(now: number): readonly T[];
  /** When the next item is due, ms; null when nothing is held. */
  dueAt(): number | null;
  /** All that is held, oldest first. */
  drain(): readonly T[];
}

interface Held<T> {
  readonly item: T;
  readonly due: number;
}

/** @param maxHeld More than this is not held: under a flood order across streams gives way to memory. */
export function createReorderWindow<T extends Timed>(windowMs: number, maxHeld = 20_000): ReorderWindow<T> {
  let held: Held<T>[] = [];
  const release = (isReleased: (entry: Held<T>) => boolean): readonly T[] => {
    const released = held.filter(isReleased);
    held = held.filter(entry => !isReleased(entry));
    return released.map(({ item }) => item).sort(compareTimes);
  };
  return {
    push(items, now) {
      for (const item of items) held.push({ item, due: now + windowMs });
    },
    take(now) {
      if (held.length > maxHeld) return release(() => true);
      const due = held.filter(entry => entry.due <= now).map(({ item }) => item);
      const [first] = due;
      if (first === undefined) return [];
      const newest = due.reduce((latest, item) => (compareTimes(item, latest) > 0 ? item : latest), first);
      return release(entry => entry.due <= now || compareTimes(entry.item, newest) <= 0);
    },
    // Pushed in the order of their arrival, so the first is due first.
    dueAt: () => held[0]?.due ?? null,
    drain: () => release(() => true),
  };
}
