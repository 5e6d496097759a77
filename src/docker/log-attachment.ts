/** One follow stream of a container's log, with a guard against the stream that has gone silent for good. */
import type { LogRecord } from '../model/log-record.ts';
import type { Clock } from '../system/clock.ts';
import type { Engine } from './engine.ts';
import { EngineError, makeProblem } from './engine-error.ts';
import { compare } from './log-border.ts';
import type { LogBorder } from './log-border.ts';
import { createLogParser } from './parse/log-record.ts';
import type { LogParser } from './parse/log-record.ts';
import { engineTime } from './parse/log-stamp.ts';
import { readLogs } from './read-logs.ts';
import type { LogOwner } from './read-logs.ts';

export interface AttachmentOptions {
  readonly owner: LogOwner;
  readonly border: LogBorder;
  readonly tail: number | 'all';
  readonly since: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** ms without a byte until the engine is asked whether there is a newer line. */
  readonly silenceMs: number;
  readonly onOpen: () => void;
  /** Fresh records, never none; awaited, so that a slow reader slows the engine's stream and not our memory. */
  readonly onRecords: (records: readonly LogRecord[]) => Promise<void>;
}

/** `ended`: the engine closed it in good order. `silent`: it had stopped delivering (O-LOGS-3). */
export type AttachmentEnd = 'ended' | 'silent';

/** A line on its way when the engine was asked is given so long to arrive, ms. */
const graceMs = 1_000;
/** A quiet service is asked less and less often, at the longest after so many times `silenceMs`. */
const maxPatience = 4;
/** How long the question for the newest line may take, ms. */
const probeMs = 5_000;

/** Follows until the stream ends or has to be given up. Throws `EngineError`. */
export async function attach(engine: Engine, options: AttachmentOptions): Promise<AttachmentEnd> {
  const { owner, border, signal } = options;
  const ending = new AbortController();
  const onAbort = (): void => ending.abort();
  if (signal.aborted) ending.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  const parser = createLogParser(owner);
  const guard: Guard = { lastByteAt: options.clock.now(), silent: false };
  const query = { follow: true, tail: options.tail, ...(options.since === null ? {} : { since: options.since }) };
  const guarding = guardSilence(engine, options, parser, guard, ending);
  try {
    for await (const chunk of engine.logs(owner.containerId, query, {
      signal: ending.signal,
      onOpen: options.onOpen,
    })) {
      guard.lastByteAt = options.clock.now();
      await deliver(options, border.take(readFrames(parser, chunk), parser.pendingStamp));
      if (parser.complaint !== null) throw new EngineError(makeProblem('server-error', parser.complaint));
    }
    await deliver(options, border.take(parser.end(), null));
    return 'ended';
  } catch (error) {
    if (guard.silent && !signal.aborted) return 'silent';
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    ending.abort();
    await guarding;
  }
}

function readFrames(parser: LogParser, chunk: Uint8Array): readonly LogRecord[] {
  try {
    return parser.push(chunk);
  } catch (error) {
    throw new EngineError(
      makeProblem('unreadable-answer', "The log stream can't be read: its frames are broken"),
      error,
    );
  }
}

async function deliver(options: AttachmentOptions, records: readonly LogRecord[]): Promise<void> {
  if (records.length > 0) await options.onRecords(records);
}

interface Guard {
  lastByteAt: number;
  silent: boolean;
}

/**
 * After rotation by somebody else (logrotate's copytruncate) or with one file only, the engine's follower can lose its
 * place: open, but without a byte for ever (https://github.com/moby/moby/issues/37646). The last line by a call of its own
 * tells whether there is something that the stream keeps back.
 */
async function guardSilence(
  engine: Engine,
  options: AttachmentOptions,
  parser: LogParser,
  guard: Guard,
  ending: AbortController,
): Promise<void> {
  const { clock, silenceMs } = options;
  let patience = 1;
  while (!ending.signal.aborted) {
    const quietSince = guard.lastByteAt;
    await clock.sleep(quietSince + silenceMs * patience - clock.now(), ending.signal);
    if (ending.signal.aborted) return;
    if (guard.lastByteAt !== quietSince) {
      patience = 1;
      continue;
    }
    if (await isBehind(engine, options, parser, ending.signal)) {
      await clock.sleep(graceMs, ending.signal);
      if (ending.signal.aborted) return;
      if (guard.lastByteAt === quietSince) {
        guard.silent = true;
        ending.abort();
      }
    }
    patience = Math.min(patience * 2, maxPatience);
    if (guard.lastByteAt === quietSince) guard.lastByteAt = clock.now();
  }
}

/** Is there a line newer than the newest that came? */
async function isBehind(
  engine: Engine,
  options: AttachmentOptions,
  parser: LogParser,
  signal: AbortSignal,
): Promise<boolean> {
  const { owner, border } = options;
  const seen = parser.pendingStamp ?? border.newest;
  try {
    const last = await newestOf(readLogs(engine, owner, { tail: 1, limitMs: probeMs }, signal));
    if (last !== null) return seen === null || compare(last, seen) > 0;
    if (seen === null) return false;
    // Engine 26.1 finds no last line at all in a file that was truncated under it, but it finds the lines from a moment
    // on. That reads the whole file, so it is asked only then.
    const since = engineTime(seen.atMs, seen.nanos);
    const later = await newestOf(readLogs(engine, owner, { since, limitMs: probeMs }, signal));
    return later !== null && compare(later, seen) > 0;
  } catch (error) {
    // Whether the engine answers at all is watched elsewhere.
    if (!(error instanceof EngineError)) throw error;
    return false;
  }
}

async function newestOf(pieces: AsyncIterable<readonly LogRecord[]>): Promise<LogRecord | null> {
  let newest: LogRecord | null = null;
  for await (const records of pieces) newest = records.at(-1) ?? newest;
  return newest;
}
