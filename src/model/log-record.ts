/** What the log adapters tell of a container's log: raw text with the engine's own time, not yet safe to show. */
import type { LogStream, LogStreamStatus } from './log-line.ts';

/** One line as the container wrote it, partials of the log driver joined, without its line end. */
export interface LogRecord {
  readonly kind: 'record';
  readonly containerId: string;
  readonly service: string;
  readonly stream: LogStream;
  /** ms since the epoch, with `nanos` (0..999,999) the rest of the engine's nanosecond stamp. */
  readonly atMs: number;
  readonly nanos: number;
  /** Hostile: control characters, escape sequences and CR are still in it; invalid UTF-8 is U+FFFD. */
  readonly text: string;
  /**
   * Absent: a whole line. True: cut, because it is longer than the adapter's bound (1 MiB) or because the stream
   * ended in its middle; the rest follows as a record of its own or never comes.
   */
  readonly partial?: boolean;
}

/** A line of the console itself, in its place among the records: "stream re-attached". */
export interface LogNote {
  readonly kind: 'note';
  readonly containerId: string;
  readonly service: string;
  readonly atMs: number;
  readonly text: string;
}

/** How the container's stream stands now; told on each change. */
interface LogStatusChange {
  readonly kind: 'status';
  readonly status: LogStreamStatus;
}

export type LogStreamItem = LogRecord | LogNote | LogStatusChange;

/** What came in one piece from the engine, in the engine's order; the followers yield these, never single items. */
export type LogBatch = readonly LogStreamItem[];
