/** What the rules look at: the state, its services, and the moment. Read once, then only judged. */
import type { Container } from '../container.ts';
import { groupServices, serviceNameOf } from '../group-services.ts';
import type { Service } from '../service.ts';
import type { StackState } from '../stack-state.ts';
import type { EngineEvent } from '../stack-event.ts';
import type { Finding } from '../finding.ts';

export interface Facts extends StackState {
  readonly services: readonly Service[];
  /** ms since the epoch. */
  readonly now: number;
  /** The engine's events of the ordinary containers, by service, oldest first. */
  readonly events: ReadonlyMap<string, readonly EngineEvent[]>;
}

/** Facts → findings of one code; causes between findings are found afterwards. */
export type Rule = (facts: Facts) => readonly Finding[];

export function factsOf(state: StackState, now: number): Facts {
  const services = groupServices(Object.values(state.containers), state.compose, state.profile, {
    engineConnected: state.engine.phase === 'connected',
  });
  return { ...state, services, now, events: eventsByService(state) };
}

/** An event of a container that is gone is known by its service label only. */
function eventsByService({ timeline, containers }: StackState): Facts['events'] {
  const ordinary = timeline.filter(({ containerId }) => containers[containerId]?.labels.oneOff !== true);
  return Map.groupBy(ordinary, ({ service, name, containerId }) => {
    const container = containers[containerId];
    return container === undefined ? (service ?? name) : serviceNameOf(container);
  });
}

/** Ordinary containers whose process runs and was not paused or told to stop. */
export function runningContainers({ containers }: Service): readonly Container[] {
  return containers.filter(({ state, stopping }) => state === 'running' && !stopping);
}

/** The engine's events of the service within the last `ms`, oldest first. */
export function recentEvents({ events, now }: Facts, { name }: Service, ms: number): readonly EngineEvent[] {
  return (events.get(name) ?? []).filter(({ at }) => at > now - ms);
}

/** Starts of the service that are known of the last `ms`, oldest first. */
export function recentStarts({ starts, now }: Facts, service: string, ms: number): readonly number[] {
  return (starts[service] ?? []).filter(at => at > now - ms);
}

/** When the newest of the service's containers was started, ms; null when none was. */
export function lastStartOf({ containers }: Service): number | null {
  const times = containers.flatMap(({ detail }) => detail?.startedAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
