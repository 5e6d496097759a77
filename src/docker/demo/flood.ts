/**
 * The lines of the scenario `log-flood` as numbers: line k was written at a time that follows from k, so that a million of
 * them take no memory, and `since` and `tail` find theirs at once. A reader that does not keep up blocks the writer, as
 * a full pipe does: no line is lost, and the ones written later carry the later time.
 */
import { isBefore, type Moment } from './stamp.ts';

interface Segment {
  readonly fromMs: number;
  readonly first: number;
  count: number;
}

/** Somebody who follows; `cursor` is the next line it wants. */
export interface FloodReader {
  cursor: number;
}

export interface Flood {
  /** Lines per second. */
  readonly rate: number;
  isRunning(): boolean;
  start(at: number): void;
  stop(at: number): void;
  /** Writes what is due by `now`, but no more than half a second ahead of the slowest reader. */
  produce(now: number): void;
  /** The process is gone or paused: nothing is written until the next `produce`. */
  hold(): void;
  /** Number of the oldest line that rotation has left. */
  oldest(): number;
  /** All lines ever written; the next gets this number. */
  produced(): number;
  /** Milliseconds in which the writer was held up. */
  blockedMs(): number;
  timeOf(line: number): Moment;
  /** The first line written at or after a moment; `produced()` if none is. */
  firstSince(moment: Moment): number;
  /** Counts as a reader until the returned function is called. */
  follow(reader: FloodReader): () => void;
}

/** About what json-file keeps with max-size 20m and max-file 5. */
const linesKept = 800_000;
const segmentsKept = 256;
const aheadSeconds = 0.5;

/** Its functions are used as they are, never as methods. */
export function createFlood(rate: number): Flood {
  const segments: Segment[] = [];
  const readers = new Set<FloodReader>();
  let open: Segment | null = null;
  let running = false;
  let writtenAt = 0;
  let blockedMs = 0;
  const produced = (): number => endOf(segments.at(-1));
  const segmentFor = (now: number): Segment => {
    if (open !== null) return open;
    if (segments.length > 0) blockedMs += Math.max(0, now - writtenAt);
    const segment = { fromMs: now, first: produced(), count: 0 };
    segments.push(segment);
    if (segments.length > segmentsKept) segments.shift();
    open = segment;
    return segment;
  };
  const mostAllowed = (): number => {
    let slowest = Number.POSITIVE_INFINITY;
    for (const reader of readers) slowest = Math.min(slowest, reader.cursor);
    return slowest + Math.ceil(rate * aheadSeconds);
  };
  const produce = (now: number): void => {
    if (!running) return;
    const segment = segmentFor(now);
    const due = Math.floor(((now - segment.fromMs) * rate) / 1000);
    const allowed = mostAllowed() - segment.first;
    segment.count = Math.max(segment.count, Math.min(due, allowed));
    writtenAt = segment.fromMs + (segment.count * 1000) / rate;
    if (due <= allowed) return;
    open = null;
    blockedMs += Math.max(0, now - writtenAt);
    writtenAt = now;
  };
  const hold = (): void => {
    open = null;
  };
  return {
    rate,
    isRunning: () => running,
    start(at) {
      running = true;
      writtenAt = at;
      segmentFor(at);
    },
    stop(at) {
      produce(at);
      running = false;
      hold();
    },
    produce,
    hold,
    oldest: () => Math.max(segments[0]?.first ?? 0, produced() - linesKept),
    produced,
    blockedMs: () => Math.round(blockedMs),
    timeOf: line => timeIn(segmentOf(segments, line), line, rate),
    firstSince: moment => firstSince(segments, moment, rate),
    follow(reader) {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}

function endOf(segment: Segment | undefined): number {
  return segment === undefined ? 0 : segment.first + segment.count;
}

function timeIn(segment: Segment, line: number, rate: number): Moment {
  const exact = segment.fromMs + ((line - segment.first) * 1000) / rate;
  const ms = Math.floor(exact);
  return { ms, nanos: Math.floor((exact - ms) * 1e6) };
}

function segmentOf(segments: readonly Segment[], line: number): Segment {
  for (let i = segments.length - 1; i >= 0; i--) {
    const segment = segments[i];
    if (segment !== undefined && segment.first <= line) return segment;
  }
  throw new RangeError(`The flood has not written line ${line} yet, or it is rotated away`);
}

function firstSince(segments: readonly Segment[], moment: Moment, rate: number): number {
  for (const segment of segments) {
    const end = endOf(segment);
    if (segment.count === 0 || isBefore(timeIn(segment, end - 1, rate), moment)) continue;
    // The reckoning may be a line off, since a number holds no nanoseconds; the times of the lines themselves decide.
    const reckoned = segment.first + Math.floor(((moment.ms - segment.fromMs) * rate) / 1000) - 1;
    let line = Math.min(end - 1, Math.max(segment.first, reckoned));
    while (line > segment.first && !isBefore(timeIn(segment, line - 1, rate), moment)) line--;
    while (isBefore(timeIn(segment, line, rate), moment)) line++;
    return line;
  }
  return endOf(segments.at(-1));
}
