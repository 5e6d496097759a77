/** The stack over time: connect, list, inspect, events; reconnects for ever, and says so. */
import type { StackEvent } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import { backoffMs } from './backoff.ts';
import type { Engine, ListQuery } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { watchSession } from './watch-session.ts';

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** 0..1; default Math.random. */
  readonly random?: () => number;
  /** Between two signs of life, ms; default 2 s. A hung engine is noticed after this and `answerMs`. */
  readonly heartbeatMs?: number;
  /** How long a sign of life may take, ms; default 3 s. */
  readonly answerMs?: number;
  /** Between two complete lists, the safety net under the events, ms; default 30 s. */
  readonly relistMs?: number;
  /**
   * What the engine remembers of so long before the first connection is told, too, ms; default 10 min. It is the only
   * witness of an out-of-memory kill whose container runs again: inspect has forgotten it.
   */
  readonly pastMs?: number;
}

/** A connection that held this long was a good one: the next loss starts with a short wait again. */
const steadyMs = 10_000;

/**
 * Everything that happens to the containers of the query, as events. Never ends by itself and throws only what is a bug:
 * a lost engine is the event `engine-lost` with the time of the next attempt. Ends when the signal fires.
 */
export async function* watchStack(engine: Engine, query: ListQuery, options: WatchOptions): AsyncGenerator<StackEvent> {
  const { signal, clock } = options;
  const random = options.random ?? Math.random;
  let attempt = 0;
  let eventsSince: string | null = null;
  while (!signal.aborted) {
    let connectedAt: number | null = null;
    try {
      const session = watchSession(engine, query, {
        ...options,
        eventsSince,
        onEventTime: time => (eventsSince = time),
      });
      for await (const event of session) {
        if (event.type === 'engine-connected') connectedAt ??= clock.now();
        yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof EngineError)) throw error;
      const at = clock.now();
      if (connectedAt !== null && at - connectedAt >= steadyMs) attempt = 0;
      const waitMs = backoffMs(attempt, random);
      attempt += 1;
      yield { type: 'engine-lost', at, problem: error.problem, retryAt: at + waitMs };
      await clock.sleep(waitMs, signal);
    }
  }
}
