/** A stretch of the past out of a container's log. */
import type { LogRecord } from '../model/log-record.ts';
import type { Engine } from './engine.ts';
import { EngineError, notAnswering } from './engine-error.ts';
import { createLogParser } from './parse/log-record.ts';
import { engineTime } from './parse/log-stamp.ts';

/** Whose log it is; `tty` from the container's `detail.log`. */
export interface LogOwner {
  readonly containerId: string;
  readonly service: string;
  readonly tty: boolean;
}

export interface ReadLogsQuery {
  /** ms since the epoch, inclusive; or the engine's own `seconds.nanoseconds`. */
  readonly since?: number | string;
  readonly until?: number | string;
  /** The newest so many messages; default all of the stretch. */
  readonly tail?: number | 'all';
  /** ms for the whole; default 60 s. */
  readonly limitMs?: number;
}

const defaultLimitMs = 60_000;

/**
 * The records of the stretch, oldest first, in pieces as they come; `break` ends the call. Throws `EngineError`, also when
 * the engine stops in the middle for longer than the limit.
 */
export async function* readLogs(
  engine: Engine,
  owner: LogOwner,
  query: ReadLogsQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly LogRecord[]> {
  const limitMs = query.limitMs ?? defaultLimitMs;
  const limit = AbortSignal.timeout(limitMs);
  const parser = createLogParser(owner);
  const asked = {
    follow: false,
    tail: query.tail ?? 'all',
    ...(query.since === undefined ? {} : { since: engineTimeOf(query.since) }),
    ...(query.until === undefined ? {} : { until: engineTimeOf(query.until) }),
  };
  try {
    for await (const chunk of engine.logs(owner.containerId, asked, { signal: AbortSignal.any([signal, limit]) })) {
      const records = parser.push(chunk);
      if (records.length > 0) yield records;
    }
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error;
    throw new EngineError(notAnswering({ endpoint: engine.endpoint, timeoutMs: limitMs }), error);
  }
  const rest = parser.end();
  if (rest.length > 0) yield rest;
}

function engineTimeOf(time: number | string): string {
  return typeof time === 'string' ? time : engineTime(Math.floor(time), 0);
}
