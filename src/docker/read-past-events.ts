/** What the engine still remembers of a stack: its last 256 events, with four probed services some two minutes. */
import type { EngineEvent } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import { containerActions } from './container-actions.ts';
import type { Engine, ListQuery } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { parseEvent } from './parse/event.ts';
import { engineTime } from './parse/log-stamp.ts';
import { stringAt } from './parse/raw.ts';

export interface PastOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How far back, ms. */
  readonly backMs: number;
  /** All of it takes no longer than this, ms: what came until then is given. */
  readonly limitMs: number;
}

/** A header's time is cut to the second, and the answer took a moment. */
const sameClockMs = 2_000;

/** Oldest first. An engine that can't tell them is no failure: there is only less to say. */
export async function readPastEvents(
  engine: Engine,
  query: ListQuery,
  { signal, clock, backMs, limitMs }: PastOptions,
): Promise<readonly EngineEvent[]> {
  const ending = new AbortController();
  const call = { signal: AbortSignal.any([signal, ending.signal]), timeoutMs: limitMs };
  const seen: EngineEvent[] = [];
  const read = async (): Promise<void> => {
    const now = clock.now();
    const told = Date.parse(stringAt(await engine.ping(call), 'Date'));
    // An end that is still to come by the engine's clock would keep the stream open until then.
    const until = Number.isNaN(told) || Math.abs(now - told) < sameClockMs ? now : told + 1_000;
    const range = { since: engineTime(until - backMs, 0), until: engineTime(until, 0) };
    for await (const raw of engine.events({ ...query, actions: containerActions, ...range }, call)) {
      const event = parseEvent(raw);
      if (event !== null) seen.push(event);
    }
  };
  try {
    await Promise.race([read(), clock.sleep(limitMs, call.signal)]);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  } finally {
    ending.abort();
  }
  return [...seen];
}
