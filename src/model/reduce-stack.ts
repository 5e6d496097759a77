/** Events of the adapters → the next state. Nothing changed → the same reference. One file an event family. */
import { reduceContainers } from './reduce-containers.ts';
import { reduceEngine } from './reduce-engine.ts';
import { reduceHost } from './reduce-host.ts';
import { reduceStats } from './reduce-stats.ts';
import { reduceTimeline } from './reduce-timeline.ts';
import { share } from './share.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';

export function reduceStack(state: StackState, event: StackEvent): StackState {
  switch (event.type) {
    case 'engine-connected':
    case 'engine-lost':
    case 'engine-answered':
      return reduceEngine(state, event);
    case 'containers-listed':
    case 'container-inspected':
    case 'inspect-failed':
    case 'container-removed':
      return reduceContainers(state, event);
    case 'engine-event-seen':
      return reduceTimeline(state, event.event);
    case 'stats-sampled':
    case 'stats-lost':
      return reduceStats(state, event);
    case 'host-sampled':
    case 'cgroups-read':
    case 'http-probed':
    case 'tls-probed':
    case 'remains-read':
      return reduceHost(state, event);
    default:
      return reduceRest(state, event);
  }
}

type RestEvent = Extract<
  StackEvent,
  {
    type:
      | 'stack-identified'
      | 'stacks-offered'
      | 'log-stream-changed'
      | 'logs-appended'
      | 'compose-read'
      | 'compose-failed'
      | 'config-rejected';
  }
>;

function reduceRest(state: StackState, event: RestEvent): StackState {
  switch (event.type) {
    case 'stack-identified':
      return withPart(
        withPart(withPart(state, 'identity', event.identity), 'profile', event.profile),
        'candidates',
        null,
      );
    case 'stacks-offered':
      return withPart(state, 'candidates', event.candidates);
    case 'log-stream-changed':
      return withPart(state, 'logStreams', { ...state.logStreams, [event.status.containerId]: event.status });
    case 'logs-appended':
      return withPart(state, 'logVersion', event.version);
    case 'compose-read':
      return withPart(withPart(state, 'compose', event.project), 'composeProblem', null);
    case 'compose-failed':
      return withPart(state, 'composeProblem', event.reason);
    case 'config-rejected':
      return withPart(state, 'configProblems', event.problems);
  }
}

/** The state with one part replaced; the same state when the part equals what was there. */
function withPart<Key extends keyof StackState>(state: StackState, key: Key, value: StackState[Key]): StackState {
  const shared = share(state[key], value);
  return shared === state[key] ? state : { ...state, [key]: shared };
}
