/** What the rules look at: the state, its services, and the moment. Read once, then only judged. */
import type { Container } from '../container.ts';
import { groupServices } from '../group-services.ts';
import type { Service } from '../service.ts';
import type { StackState } from '../stack-state.ts';
import type { EngineEvent } from '../stack-event.ts';
import type { Finding } from '../finding.ts';

export interface Facts extends StackState {
  readonly services: readonly Service[];
  /** ms since the epoch. */
  readonly now: number;
}

/** Facts → findings of one code; causes between findings are found afterwards. */
export type Rule = (facts: Facts) => readonly Finding[];

export function factsOf(state: StackState, now: number): Facts {
  const services = groupServices(Object.values(state.containers), state.compose, state.profile, {
    engineConnected: state.engine.phase === 'connected',
  });
  return { ...state, services, now };
}

/** Ordinary containers whose process runs and was not paused or told to stop. */
export function runningContainers({ containers }: Service): readonly Container[] {
  return containers.filter(({ state, stopping }) => state === 'running' && !stopping);
}

/** The engine's events of the service's ordinary containers within the last `ms`, oldest first. */
export function recentEvents(
  { timeline, now }: Facts,
  { name, containers, oneOffs }: Service,
  ms: number,
): readonly EngineEvent[] {
  const ids = new Set(containers.map(({ id }) => id));
  const others = new Set(oneOffs.map(({ id }) => id));
  return timeline.filter(
    event =>
      event.at > now - ms && !others.has(event.containerId) && (event.service === name || ids.has(event.containerId)),
  );
}

/** Starts of the service that this console saw within the last `ms`, oldest first. */
export function recentStarts({ starts, now }: Facts, service: string, ms: number): readonly number[] {
  return (starts[service] ?? []).filter(at => at > now - ms);
}

/** When the newest of the service's containers was started, ms; null when none was. */
export function lastStartOf({ containers }: Service): number | null {
  const times = containers.flatMap(({ detail }) => detail?.startedAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
