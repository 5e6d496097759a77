/** Log lines, outside the state: bounded rings by container and one merged order. Owned by the log work. */
import type { LogCounters, LogLine } from '../model/log-line.ts';

export interface LogStore {
  /** Grows with every change; the state's `logVersion` follows it at most once a frame. */
  readonly version: number;
  /** Merged order over all services, oldest first. */
  lines(service: string | null): readonly LogLine[];
  counters(service: string | null): LogCounters;
}
