/** How the person looks at the logs: which services, from where, filtered by what. */
import type { LogLevel } from '../model/log-line.ts';

/** Minutes to look back; null = the tail the console keeps. */
export type LogRangeMinutes = null | 1 | 5 | 15 | 30 | 60;

export interface LogView {
  /** Service shown; null = all merged. */
  readonly service: string | null;
  readonly follow: boolean;
  /** Sequence of the line at the bottom while paused; null while following. */
  readonly anchor: number | null;
  /** Sequence of the marked line while paused, the one that `m` acts on; null while following. */
  readonly cursor: number | null;
  /** What the store had counted in this scope when the reading was paused: what came since is "new". */
  readonly pausedAt: { readonly received: number; readonly trimmed: number } | null;
  readonly search: string;
  /** True for `/!…`: hide what matches. */
  readonly inverse: boolean;
  /** Why the regex can't be used, told in the prompt. */
  readonly searchProblem: string | null;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly fullScreen: boolean;
  readonly range: LogRangeMinutes;
  /** Lines below this level are hidden; null = all. */
  readonly minimumLevel: LogLevel | null;
  /** Sequences of marked lines. */
  readonly marks: readonly number[];
  /** Lines with a sequence up to this were cleared from view (not from the ring). */
  readonly clearedUpTo: number;
}

export const initialLogView: LogView = {
  service: null,
  follow: true,
  anchor: null,
  cursor: null,
  pausedAt: null,
  search: '',
  inverse: false,
  searchProblem: null,
  wrap: false,
  timestamps: true,
  fullScreen: false,
  range: null,
  minimumLevel: null,
  marks: [],
  clearedUpTo: 0,
};
