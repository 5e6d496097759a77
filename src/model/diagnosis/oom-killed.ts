import type { Container } from '../container.ts';
import type { Evidence, Finding } from '../finding.ts';
import { formatAgo, formatBytes, formatClockMinute, formatDuration, plural } from '../format.ts';
import type { Service } from '../service.ts';
import { recentEvents, runningContainers, type Facts } from './facts.ts';
import { evidence, finding, readLogs, seeUsage, serviceSubject } from './finding-parts.ts';
import { countsBeyond, deathsOf, liesOomKilled, usualLifetime, type Death } from './lives.ts';

/** How long a kill is news. */
const newsMs = 10 * 60_000;
/** The engine tells `oom` first; whether the container died of it shows a moment later. */
const verdictMs = 2_000;

/** The kernel killed the container, or a process inside one that lives on (gunicorn's worker, a PostgreSQL backend). */
export function oomKilled(facts: Facts): Finding[] {
  return facts.services.flatMap(service => containerKilled(facts, service) ?? processKilled(facts, service) ?? []);
}

function containerKilled(facts: Facts, service: Service): Finding | null {
  const lying = service.containers.filter(liesOomKilled);
  const deaths = deathsOf(facts, service, newsMs).filter(({ oom }) => oom);
  const diedAt = latest([...lying.map(({ detail }) => detail?.finishedAt ?? null), ...deaths.map(({ at }) => at)]);
  if (lying.length === 0 && deaths.length === 0) return null;
  const limit = service.containers[0]?.detail?.limits.memoryBytes ?? null;
  const lifetime = usualLifetime(deaths);
  const up = runningContainers(service).length;
  const cause =
    lifetime === null
      ? `reached its ${limit === null ? 'memory' : formatBytes(limit)} limit`
      : `reaches its ${limit === null ? 'memory' : formatBytes(limit)} limit about ${formatDuration(lifetime)} after each start`;
  const repeats = repeatsOf(facts, service, deaths);
  return finding({
    code: 'oom-killed',
    severity:
      up > 0 && deaths.length < 2 && lying.length < service.wanted && service.wanted > 1 ? 'warning' : 'critical',
    subject: serviceSubject(service),
    title: `OOM-killed ${formatAgo(diedAt, facts.now)}: ${cause}${repeats === null ? '' : `; ${repeats}`}`,
    since: deaths[0]?.at ?? diedAt,
    evidence: [deathEvidence(diedAt, deaths, lying), ...limitEvidence(limit, facts, service)],
    nextSteps: [readLogs, seeUsage],
  });
}

function deathEvidence(at: number | null, deaths: readonly Death[], lying: readonly Container[]): Evidence {
  const exitCode = deaths.at(-1)?.exitCode ?? lying[0]?.detail?.exitCode ?? 137;
  // A container that runs again says `OOMKilled: false`: the event is all that is left of it.
  return evidence(at, `exit ${exitCode}, ${lying.length > 0 ? 'OOMKilled' : 'after the engine’s oom event'}`);
}

function repeatsOf(facts: Facts, service: Service, deaths: readonly Death[]): string | null {
  const beyond = countsBeyond(facts, service, deaths, 'OOM kill');
  const first = deaths[0];
  if (beyond !== null || first === undefined) return beyond;
  if (deaths.length >= 2) return `${deaths.length} times since ${formatClockMinute(first.at - (first.lifetime ?? 0))}`;
  return service.restarts > 0 ? `${plural(service.restarts, 'restart')} since created` : null;
}

function limitEvidence(limit: number | null, facts: Facts, service: Service): Finding['evidence'] {
  const peaks = service.containers.flatMap(({ id }) => facts.cgroups[id]?.memoryPeakBytes ?? []);
  const limitLine = limit === null ? 'no memory limit of its own: the host ran out' : `limit ${formatBytes(limit)}`;
  return [evidence(null, peaks.length === 0 ? limitLine : `${limitLine}, peak ${formatBytes(Math.max(...peaks))}`)];
}

function processKilled(facts: Facts, service: Service): Finding | null {
  const running = runningContainers(service);
  const kills = running.map(container => killsInside(facts, service, container));
  const counted = kills.reduce((sum, { cgroup }) => sum + cgroup, 0);
  const events = kills.flatMap(kill => kill.events);
  const count = Math.max(counted, events.length, kills.filter(({ flagged }) => flagged).length);
  if (count === 0) return null;
  const lastAt = latest(events);
  const startedAt = running[0]?.detail?.startedAt ?? null;
  const recentlyStarted = startedAt !== null && facts.now - startedAt < newsMs;
  const noun = count === 1 ? 'a process was' : `${count} processes were`;
  return finding({
    code: 'oom-killed',
    severity: lastAt !== null || recentlyStarted ? 'critical' : 'warning',
    subject: serviceSubject(service),
    title: `${noun} OOM-killed inside the running container${lastAt === null ? ' since it started' : `, the last ${formatAgo(lastAt, facts.now)}`}`,
    since: events[0] ?? null,
    evidence: [
      ...(counted > 0 ? [evidence(lastAt, `oom_kill ${counted} in the container’s cgroup`)] : []),
      ...(events.length > 0
        ? [evidence(lastAt, `${plural(events.length, 'oom event')} of the engine, and it runs on`)]
        : []),
      ...(counted + events.length === 0 ? [evidence(null, 'OOMKilled, and it runs on')] : []),
      ...limitEvidence(running[0]?.detail?.limits.memoryBytes ?? null, facts, service),
    ],
    nextSteps: [readLogs, seeUsage],
  });
}

interface KillsInside {
  /** `oom_kill` of the present life's control group. */
  readonly cgroup: number;
  /** When the engine told of one, ms, oldest first. */
  readonly events: readonly number[];
  /** The engine's `OOMKilled`: a start sets it back, so it is of this life. */
  readonly flagged: boolean;
}

function killsInside(facts: Facts, service: Service, { id, detail }: Container): KillsInside {
  const cgroup = facts.latestStats[id]?.memory?.oomKills ?? facts.cgroups[id]?.oomKills ?? 0;
  const startedAt = detail?.startedAt ?? Infinity;
  // What was before the start was of another life: it died of that, or somebody restarted it.
  const events = recentEvents(facts, service, newsMs)
    .filter(({ action, containerId, at }) => action === 'oom' && containerId === id && at >= startedAt)
    .map(({ at }) => at);
  const certain = events.filter(at => facts.now - at >= verdictMs);
  return { cgroup, events: certain, flagged: detail?.oomKilled === true && certain.length === events.length };
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter(at => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
