/** The rings by container and what comes into them. */
import type { LogCounters } from '../model/log-line.ts';
import type { LogNote, LogRecord } from '../model/log-record.ts';
import { LogRing, type RingBounds } from './log-ring.ts';
import { LogSegment } from './log-segment.ts';

export interface IntakeOptions {
  readonly clock: { now(): number };
  /** Of each container. */
  readonly bounds: RingBounds;
  /** Of all containers together. */
  readonly totalBytes: number;
  readonly reorderMs: number;
}

export interface HistoryTaken {
  /** Older than what is held, and kept now. */
  readonly lines: number;
  /** Older as well, but beyond the bounds of a container. */
  readonly trimmed: number;
}

/** Of containers that are gone the oldest are given up. */
const mostRings = 128;

export class LogIntake {
  #options: IntakeOptions;
  #rings = new Map<string, LogRing>();
  /** By service: what was counted of rings that were given up. */
  #gone = new Map<string, LogCounters>();
  #newestMs = -Infinity;
  #held = false;
  #reading: number | null = null;
  /** The highest sequence given so far. */
  sequence = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  take(item: LogRecord | LogNote): void {
    const ring = this.#ringOf(item);
    const { bounds, reorderMs } = this.#options;
    const { atMs, text } = item;
    this.sequence += 1;
    ring.lastAppend = this.sequence;
    const place = { sequence: this.sequence, atMs, text };
    if (item.kind === 'note') {
      ring.add({ ...place, nanos: 0, stream: 'stdout', late: false, kind: 'note' }, bounds);
      return;
    }
    const late = atMs < this.#newestMs - reorderMs && atMs > ring.openedAt;
    if (atMs > this.#newestMs) this.#newestMs = atMs;
    ring.add({ ...place, nanos: item.nanos, stream: item.stream, late, kind: 'line' }, bounds);
  }

  /** Brings all rings together under the total; to be called after each batch. */
  trim(): void {
    const rings = [...this.#rings.values()];
    let total = rings.reduce((sum, ring) => sum + ring.bytes, 0);
    while (total > this.#options.totalBytes) {
      const largest = rings.reduce((one, other) => (other.bytes > one.bytes ? other : one));
      if (largest.live.size <= 1) return;
      const before = largest.bytes;
      largest.trimFirst();
      total -= before - largest.bytes;
    }
  }

  rings(service: string | null): LogRing[] {
    return [...this.#rings.values()].filter(ring => service === null || ring.service === service);
  }

  counters(service: string | null): LogCounters {
    const lost = [...this.#gone].filter(([name]) => service === null || name === service);
    return addUp([...lost.map(([, counters]) => counters), ...this.rings(service).map(ring => ring.counters())]);
  }

  /**
   * @param reading the line that is read now; where it came after the hold began, the hold begins anew.
   * @returns false where nothing changed.
   */
  hold(on: boolean, reading: number | null): boolean {
    if (on === this.#held && (!on || reading === this.#reading)) return false;
    this.#reading = reading;
    if (on === this.#held && !this.#isUnheld(reading)) return false;
    for (const ring of this.#rings.values()) {
      ring.release(this.#options.bounds);
      if (on) ring.hold();
    }
    this.#held = on;
    return true;
  }

  setHistory(containerId: string, records: readonly LogRecord[]): HistoryTaken {
    const [first] = records;
    const ring = this.#rings.get(containerId) ?? (first === undefined ? null : this.#ringOf(first));
    if (ring === null) return { lines: 0, trimmed: 0 };
    const { bounds } = this.#options;
    const oldest = ring.frozen ?? ring.live;
    const history = new LogSegment(ring.containerId, ring.service);
    let trimmed = 0;
    for (const { atMs, nanos, stream, text } of records) {
      if (oldest.size > 0 && oldest.compareTo(0, atMs, nanos, Infinity) <= 0) continue;
      this.sequence += 1;
      history.insert({ sequence: this.sequence, atMs, nanos, stream, text, late: false, kind: 'line' });
      while (history.size > bounds.lines || history.bytes > bounds.bytes) {
        history.dropFirst();
        trimmed += 1;
      }
    }
    ring.history = history.size === 0 ? null : history;
    return { lines: history.size, trimmed };
  }

  #isUnheld(sequence: number | null): boolean {
    return sequence !== null && this.rings(null).some(ring => ring.live.indexOfSequence(sequence) >= 0);
  }

  #ringOf({ containerId, service }: LogRecord | LogNote): LogRing {
    const known = this.#rings.get(containerId);
    if (known !== undefined) return known;
    // A remote engine's clock may be ahead of ours: what it has told already is no future.
    const ring = new LogRing(containerId, service, Math.max(this.#newestMs, this.#options.clock.now()));
    ring.lastAppend = this.sequence + 1;
    this.#rings.set(containerId, ring);
    if (this.#held) ring.hold();
    if (this.#rings.size > mostRings) this.#giveUpOldest();
    return ring;
  }

  #giveUpOldest(): void {
    const oldest = [...this.#rings.values()].reduce((one, other) => (other.lastAppend < one.lastAppend ? other : one));
    this.#rings.delete(oldest.containerId);
    const { received, late } = oldest.counters();
    const before = this.#gone.get(oldest.service);
    const lost = { received, trimmed: received, late };
    this.#gone.set(oldest.service, before === undefined ? lost : addUp([lost, before]));
  }
}

function addUp(all: readonly LogCounters[]): LogCounters {
  return all.reduce(
    (sum, one) => ({
      received: sum.received + one.received,
      trimmed: sum.trimmed + one.trimmed,
      late: sum.late + one.late,
    }),
    { received: 0, trimmed: 0, late: 0 },
  );
}
