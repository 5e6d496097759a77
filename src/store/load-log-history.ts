/** Looking farther back than the console has read: the engine is asked once more, into a place of its own. */
import type { LogRecord } from '../model/log-record.ts';
import type { LogStore } from './log-store.ts';

export interface LogHistoryQuery {
  readonly containerIds: readonly string[];
  /** ms since the epoch. */
  readonly sinceMs: number;
  readonly signal: AbortSignal;
}

/** The records of a container from `sinceMs` up to `untilMs` (null: now), oldest first. */
export type ReadLogHistory = (
  containerId: string,
  range: { readonly sinceMs: number; readonly untilMs: number | null },
  signal: AbortSignal,
) => AsyncIterable<readonly LogRecord[]>;

export interface LogHistoryResult {
  readonly lines: number;
  /** A line by container that could not be read. */
  readonly problems: readonly string[];
  /** The stretch had more lines than are kept: the newest of them are. */
  readonly cut: boolean;
}

/** Kept of each container's stretch. */
const mostLines = 10_000;

/** One container after the other: at 3 a.m. the engine has other things to do. An abort ends it without a word. */
export async function loadLogHistory(
  logs: LogStore,
  { containerIds, sinceMs, signal }: LogHistoryQuery,
  read: ReadLogHistory,
): Promise<LogHistoryResult> {
  const problems: string[] = [];
  let lines = 0;
  let cut = false;
  for (const containerId of containerIds) {
    if (signal.aborted) break;
    const untilMs = logs.oldestMs(containerId);
    if (untilMs !== null && untilMs <= sinceMs) continue;
    try {
      const { kept, dropped } = await readNewest(read(containerId, { sinceMs, untilMs }, signal));
      const taken = logs.setHistory(containerId, kept);
      lines += taken.lines;
      cut ||= dropped || taken.trimmed > 0;
    } catch (error) {
      if (!signal.aborted) problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { lines, problems, cut };
}

async function readNewest(
  pieces: AsyncIterable<readonly LogRecord[]>,
): Promise<{ readonly kept: readonly LogRecord[]; readonly dropped: boolean }> {
  let kept: LogRecord[] = [];
  let dropped = false;
  for await (const piece of pieces) {
    kept.push(...piece);
    if (kept.length < mostLines * 2) continue;
    kept = kept.slice(-mostLines);
    dropped = true;
  }
  return { kept: kept.slice(-mostLines), dropped: dropped || kept.length > mostLines };
}
