/**
 * The seam of a log stream that is attached again: no line lost, none twice. The engine's `since` is inclusive, and its file
 * is not strictly in the order of the stamps (two copiers, and a long line is stamped at its beginning), so a new stream
 * begins a little before the newest line, and what was delivered from there on is known one by one.
 */
import type { LogRecord } from '../model/log-record.ts';
import type { Stamp } from './parse/log-stamp.ts';
import { engineTime } from './parse/log-stamp.ts';

type Moment = Pick<Stamp, 'atMs' | 'nanos'>;

export interface LogBorder {
  /**
   * Those that were not delivered before. `open`: stamp of a line still in pieces, which must be asked for again if the
   * stream is cut now.
   */
  take(records: readonly LogRecord[], open: Moment | null): readonly LogRecord[];
  /** The stream was cut; what comes now may have come already. Gives `since` for the next one, null: nothing came yet. */
  reattach(): string | null;
  /** Stamp of the newest line. */
  readonly newest: Moment | null;
}

/** How far back a line may be stamped against the one before it in the file. */
const overlapMs = 250;
const maxRecords = 20_000;
const maxCharacters = 4 * 1024 * 1024;

export function createLogBorder(): LogBorder {
  let recent: LogRecord[] = [];
  let head = 0;
  let characters = 0;
  /** All delivered records from here on are in `recent`. */
  let floor: Moment | null = null;
  let newest: Moment | null = null;
  /** Deliveries that may be repeated now, and until which stamp. */
  let repeats = new Map<string, number>();
  let repeatsUntil: Moment | null = null;

  const prune = (open: Moment | null): void => {
    for (; head < recent.length; head += 1) {
      const oldest = recent[head];
      if (oldest === undefined || newest === null) break;
      const tooMany = recent.length - head > maxRecords || characters > maxCharacters;
      const isOld = oldest.atMs < newest.atMs - overlapMs && (open === null || compare(oldest, open) < 0);
      if (!tooMany && !isOld) break;
      characters -= oldest.text.length;
      const after = justAfter(oldest);
      if (floor === null || compare(after, floor) > 0) floor = after;
    }
    // Cutting the front off each time would copy the whole array each time.
    if (head > 4096 && head * 2 > recent.length) {
      recent = recent.slice(head);
      head = 0;
    }
  };

  const isRepeat = (record: LogRecord): boolean => {
    if (repeatsUntil === null) return false;
    if (compare(record, repeatsUntil) > 0) return false;
    const key = keyOf(record);
    const count = repeats.get(key) ?? 0;
    if (count > 0) repeats.set(key, count - 1);
    return count > 0;
  };

  return {
    take(records, open) {
      const fresh = repeatsUntil === null ? records : records.filter(record => !isRepeat(record));
      for (const record of fresh) {
        recent.push(record);
        characters += record.text.length;
        if (newest === null || compare(record, newest) > 0) newest = record;
      }
      prune(open);
      return fresh;
    },
    reattach() {
      const kept = recent.slice(head);
      repeats = new Map();
      for (const record of kept) repeats.set(keyOf(record), (repeats.get(keyOf(record)) ?? 0) + 1);
      repeatsUntil = newest;
      if (newest === null) return null;
      // Nothing was pruned, so all that came is known; what is not in it may be stamped before the first of it.
      const from = floor ?? kept.reduce<Moment>((first, item) => (compare(item, first) < 0 ? item : first), newest);
      return engineTime(floor === null ? from.atMs - overlapMs : from.atMs, from.nanos);
    },
    get newest() {
      return newest;
    },
  };
}

export function compare(a: Moment, b: Moment): number {
  return a.atMs === b.atMs ? a.nanos - b.nanos : a.atMs - b.atMs;
}

function justAfter(moment: Moment): Moment {
  return moment.nanos === 999_999
    ? { atMs: moment.atMs + 1, nanos: 0 }
    : { atMs: moment.atMs, nanos: moment.nanos + 1 };
}

function keyOf(record: LogRecord): string {
  return `${record.atMs}.${record.nanos} ${record.stream} ${record.text}`;
}
