/** Which containers there are. What was known of one survives a list that tells less than an inspect did. */
import type { Container, ContainerHealth, Probe } from './container.ts';
import { serviceNameOf } from './group-services.ts';
import { appendStart } from './reduce-timeline.ts';
import { isSilentPoint, silentPoint, withPoint } from './series.ts';
import { share, withEntry, without } from './share.ts';
import type { StackEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';

type ContainerEvent = Extract<
  StackEvent,
  { type: 'containers-listed' | 'container-inspected' | 'inspect-failed' | 'container-removed' }
>;

/** More than the engine's five, so that a flapping probe can be seen (design §4, Health). */
export const probesKept = 50;

export function reduceContainers(state: StackState, event: ContainerEvent): StackState {
  switch (event.type) {
    case 'containers-listed': {
      const listed = new Set(event.containers.map(({ id }) => id));
      const gone = new Set(Object.keys(state.containers).filter(id => !listed.has(id)));
      const next = event.containers.reduce(withContainer, withoutContainers(state, gone));
      return next.listedAt === event.at ? next : { ...next, listedAt: event.at };
    }
    case 'container-inspected':
      return withContainer(readable(state, event.container.id), event.container);
    case 'inspect-failed':
      return withFailure(state, event);
    case 'container-removed':
      return withoutContainers(state, new Set([event.containerId]));
  }
}

function withoutContainers(state: StackState, gone: ReadonlySet<string>): StackState {
  if (![...gone].some(id => Object.hasOwn(state.containers, id))) return state;
  return {
    ...state,
    containers: without(state.containers, gone),
    unreadable: without(state.unreadable, gone),
    latestStats: without(state.latestStats, gone),
    lostStats: without(state.lostStats, gone),
    series: without(state.series, gone),
    logStreams: without(state.logStreams, gone),
    cgroups: without(state.cgroups, gone),
  };
}

function readable(state: StackState, id: string): StackState {
  const unreadable = without(state.unreadable, new Set([id]));
  return unreadable === state.unreadable ? state : { ...state, unreadable };
}

/** Told again with each attempt; it began with the first. */
function withFailure(
  state: StackState,
  { containerId, at, reason }: Extract<ContainerEvent, { type: 'inspect-failed' }>,
): StackState {
  const known = state.unreadable[containerId];
  if (!Object.hasOwn(state.containers, containerId) || known?.reason === reason) return state;
  return { ...state, unreadable: { ...state.unreadable, [containerId]: { at: known?.at ?? at, reason } } };
}

function withContainer(state: StackState, seen: Container): StackState {
  const known = state.containers[seen.id];
  const container = share(known, mergeContainer(known, seen));
  const withIt = container === known ? state : { ...state, containers: { ...state.containers, [seen.id]: container } };
  return withStart(withProbes(withoutOldUsage(withIt, known, container), container), known, container);
}

/** What is seen, completed by what only an inspect had told before. */
function mergeContainer(known: Container | undefined, seen: Container): Container {
  if (known === undefined) return seen;
  const detail = seen.detail ?? (keepsDetail(known, seen) ? known.detail : null);
  const health = mergeHealth(known.health, seen);
  return { ...seen, detail, health: staleAfterPause(known, seen, health) };
}

/** A list names the status only, without probes and, before engine 29, without the streak. */
function mergeHealth(known: ContainerHealth, { health, detail }: Container): ContainerHealth {
  if (detail !== null || health.probes.length > 0) return health;
  const failingStreak =
    health.status === known.status ? Math.max(health.failingStreak, known.failingStreak) : health.failingStreak;
  return { ...health, probes: known.probes, failingStreak };
}

/** After an end the old detail would tell a wrong exit code; better none until the inspect. */
function keepsDetail(known: Container, seen: Container): boolean {
  return (
    known.state === seen.state || (seen.state !== 'exited' && seen.state !== 'dead' && seen.state !== 'restarting')
  );
}

/**
 * The engine calls a paused container unhealthy, and still does after `unpause` until the next probe has run
 * (https://github.com/moby/moby/issues/46203): until then its word is not worth showing.
 */
function staleAfterPause(known: Container, seen: Container, health: ContainerHealth): ContainerHealth {
  const running = seen.state === 'running' && !seen.stopping;
  const wasStale =
    known.state === 'paused' || (known.state === 'running' && !known.stopping && !known.health.meaningful);
  const probedSince = lastStart(health.probes) !== lastStart(known.health.probes);
  return running && wasStale && !probedSince && health.status === 'unhealthy'
    ? { ...health, meaningful: false }
    : health;
}

function lastStart(probes: readonly Probe[]): number | null {
  return probes.at(-1)?.startedAt ?? null;
}

/** Adds the probes not yet kept; the engine tells its last five each time, and one under way has no end yet. */
function withProbes(state: StackState, container: Container): StackState {
  const { labels, health } = container;
  if (labels.oneOff || health.probes.length === 0) return state;
  const service = serviceNameOf(container);
  const kept = state.probes[service] ?? [];
  const told = new Map(health.probes.map(probe => [probe.startedAt, probe]));
  const updated = kept.map(probe => told.get(probe.startedAt) ?? probe);
  const knownStarts = new Set(kept.map(({ startedAt }) => startedAt));
  const added = health.probes.filter(({ startedAt }) => !knownStarts.has(startedAt));
  const next = [...updated, ...added].toSorted((a, b) => a.startedAt - b.startedAt).slice(-probesKept);
  const shared = share(kept, next);
  return shared === kept ? state : { ...state, probes: withEntry(state.probes, service, shared) };
}

/** Figures of a life that has ended are not shown as the present, and the next life does not continue their graph. */
function withoutOldUsage(
  state: StackState,
  known: Container | undefined,
  { id, state: word, detail }: Container,
): StackState {
  const ended = word !== 'running' && word !== 'paused';
  const before = known?.detail?.startedAt ?? null;
  const again = before !== null && (detail?.startedAt ?? before) !== before;
  const last = state.series[id]?.at(-1);
  if (!(ended || again) || last === undefined) return state;
  const latestStats = without(state.latestStats, new Set([id]));
  if (isSilentPoint(last)) return latestStats === state.latestStats ? state : { ...state, latestStats };
  return {
    ...state,
    latestStats,
    series: { ...state.series, [id]: withPoint(state.series[id] ?? [], silentPoint(last.at)) },
  };
}

/** A start that this console witnessed: never the one that a cold console finds. */
function withStart(state: StackState, known: Container | undefined, container: Container): StackState {
  const startedAt = container.detail?.startedAt ?? null;
  if (startedAt === null || container.labels.oneOff) return state;
  const before = known?.detail?.startedAt ?? null;
  const witnessed = before !== null ? before !== startedAt : state.listedAt !== null && startedAt >= state.listedAt;
  return witnessed ? appendStart(state, serviceNameOf(container), startedAt) : state;
}
