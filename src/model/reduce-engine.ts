/** Whether the engine answers. A lost one keeps everything that was known: the screens show it with its age. */
import type { EngineStatus } from './engine-status.ts';
import { share } from './share.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';

type EngineContactEvent = Extract<StackEvent, { type: 'engine-connected' | 'engine-lost' | 'engine-answered' }>;

export function reduceEngine(state: StackState, event: EngineContactEvent): StackState {
  const engine = share(state.engine, nextEngine(state.engine, event));
  return engine === state.engine ? state : { ...state, engine };
}

function nextEngine(engine: EngineStatus, event: EngineContactEvent): EngineStatus {
  switch (event.type) {
    case 'engine-connected':
      return {
        ...engine,
        phase: 'connected',
        info: event.info,
        problem: null,
        since: engine.phase === 'connected' ? engine.since : event.at,
        lastContactAt: latest(engine.lastContactAt, event.at),
        retryAt: null,
      };
    case 'engine-lost':
      // Each failed attempt tells it again: the moment of the loss is the first one.
      return {
        ...engine,
        phase: 'lost',
        problem: event.problem,
        since: engine.phase === 'lost' ? engine.since : event.at,
        retryAt: event.retryAt,
      };
    case 'engine-answered':
      return { ...engine, lastContactAt: latest(engine.lastContactAt, event.at) };
  }
}

function latest(known: number | null, at: number): number {
  return known === null ? at : Math.max(known, at);
}
