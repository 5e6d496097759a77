/** One log line, already safe to show. */

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'unknown';
export type LogStream = 'stdout' | 'stderr';

export interface LogLine {
  /** Grows by one with each line the process has seen; a stable key for marks and the scroll position. */
  readonly sequence: number;
  /** ms since the epoch, with `nanos` (0..999,999) the rest: the engine's own nanosecond order. */
  readonly atMs: number;
  readonly nanos: number;
  readonly containerId: string;
  readonly service: string;
  readonly stream: LogStream;
  /** Only SGR colours are left in it; other control characters are shown as ␛ or escapes (src/model/sanitize.ts). */
  readonly text: string;
  /** Characters that were cut from the end, 0 normally (display cut at 16 KiB). */
  readonly cut: number;
  readonly level: LogLevel;
  /** True where it arrived after the reorder window: shown in place, marked late. */
  readonly late: boolean;
  /** A line of the console itself: "stream re-attached", "container restarted". */
  readonly kind: 'line' | 'note';
}

export type LogStreamPhase = 'connecting' | 'following' | 'ended' | 'lost' | 'unreadable';

/** How the stream of one container stands; a lost stream is a badge, never silence. */
export interface LogStreamStatus {
  readonly containerId: string;
  readonly service: string;
  readonly phase: LogStreamPhase;
  /** "driver none can't be read", "re-attaching in 2 s" … */
  readonly reason: string | null;
  readonly since: number;
  readonly received: number;
}

/** What the rings hold, told honestly: received = held + trimmed. */
export interface LogCounters {
  readonly received: number;
  readonly trimmed: number;
  readonly late: number;
}
