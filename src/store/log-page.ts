/** What can be asked of the held lines, and the answers. */
import type { LogLevel, LogLine } from '../model/log-line.ts';
import type { LineMatcher } from './log-search.ts';

/** From where on lines are shown. */
export interface LogSpan {
  /** Lines up to this sequence are not shown. */
  readonly clearedUpTo: number;
  /** ms: older lines are not shown, and those read again from the engine are; null: all that came. */
  readonly sinceMs: number | null;
}

/** What of the lines is shown. */
export interface LogFilter extends LogSpan {
  readonly minimumLevel: LogLevel | null;
  /** Lines that match are not shown. */
  readonly hide: LineMatcher | null;
}

export interface LogPageQuery {
  /** null = all merged. */
  readonly service: string | null;
  readonly filter: LogFilter;
  /** Sequence of the line to begin at; null: from the end of what is held, seen in the direction of the walk. */
  readonly start: number | null;
  /** The line at `start` itself is part of the page. */
  readonly inclusive: boolean;
  readonly direction: 'back' | 'forward';
  readonly count: number;
  /** Only errors (of a stack trace its first line), or only what matches. */
  readonly only?: 'errors' | LineMatcher;
  /** False: JSON lines as they came. Default true. */
  readonly readable?: boolean;
}

export interface LogPage {
  /** Oldest first, at most `count`. */
  readonly lines: readonly LogLine[];
  /** There is nothing more in this direction. False with fewer lines than asked: the walk was broken off. */
  readonly ended: boolean;
}

export type LevelCounts = Readonly<Record<LogLevel, number>>;
