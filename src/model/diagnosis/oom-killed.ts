import type { Finding } from '../finding.ts';
import { formatAgo, formatBytes, formatClockMinute, formatDuration, plural } from '../format.ts';
import type { Service } from '../service.ts';
import { recentEvents, runningContainers, type Facts } from './facts.ts';
import { evidence, finding, readLogs, seeUsage, serviceSubject } from './finding-parts.ts';
import { deathsOf, usualLifetime } from './lives.ts';

/** How long a kill is news. */
const newsMs = 10 * 60_000;
/** The engine tells `oom` first; whether the container died of it shows a moment later. */
const verdictMs = 2_000;

/** The kernel killed the container, or a process inside one that lives on (gunicorn's worker, a PostgreSQL backend). */
export function oomKilled(facts: Facts): Finding[] {
  return facts.services.flatMap(service => containerKilled(facts, service) ?? processKilled(facts, service) ?? []);
}

function containerKilled(facts: Facts, service: Service): Finding | null {
  const lying = service.containers.filter(({ state, detail }) => detail?.oomKilled === true && state !== 'running');
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
  const repeats = repeatsOf(facts, service, deaths.length);
  return finding({
    code: 'oom-killed',
    severity:
      up > 0 && deaths.length < 2 && lying.length < service.wanted && service.wanted > 1 ? 'warning' : 'critical',
    subject: serviceSubject(service),
    title: `OOM-killed ${formatAgo(diedAt, facts.now)}: ${cause}${repeats}`,
    since: deaths[0]?.at ?? diedAt,
    evidence: [
      evidence(diedAt, `exit ${deaths.at(-1)?.exitCode ?? lying[0]?.detail?.exitCode ?? 137}, OOMKilled`),
      ...limitEvidence(limit, facts, service),
    ],
    nextSteps: [readLogs, seeUsage],
  });
}

function repeatsOf(facts: Facts, service: Service, deaths: number): string {
  const first = (facts.starts[service.name] ?? []).find(at => at > facts.now - newsMs);
  if (deaths >= 2 && first !== undefined) return `; ${deaths} times since ${formatClockMinute(first)}`;
  return service.restarts > 0 ? `; ${plural(service.restarts, 'restart')} since created` : '';
}

function limitEvidence(limit: number | null, facts: Facts, service: Service): Finding['evidence'] {
  const peaks = service.containers.flatMap(({ id }) => facts.cgroups[id]?.memoryPeakBytes ?? []);
  const limitLine = limit === null ? 'no memory limit of its own: the host ran out' : `limit ${formatBytes(limit)}`;
  return [evidence(null, peaks.length === 0 ? limitLine : `${limitLine}, peak ${formatBytes(Math.max(...peaks))}`)];
}

function processKilled(facts: Facts, service: Service): Finding | null {
  const running = runningContainers(service);
  const events = recentEvents(facts, service, newsMs).filter(
    ({ action, at }) => action === 'oom' && facts.now - at >= verdictMs,
  );
  const counts = running.map(({ id }) => facts.latestStats[id]?.memory?.oomKills ?? facts.cgroups[id]?.oomKills ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const lastAt = events.at(-1)?.at ?? null;
  const startedAt = running[0]?.detail?.startedAt ?? null;
  const recentlyStarted = startedAt !== null && facts.now - startedAt < newsMs;
  if (running.length === 0 || (events.length === 0 && total === 0)) return null;
  const count = Math.max(total, events.length);
  const noun = count === 1 ? 'a process was' : `${count} processes were`;
  return finding({
    code: 'oom-killed',
    severity: lastAt !== null || recentlyStarted ? 'critical' : 'warning',
    subject: serviceSubject(service),
    title: `${noun} OOM-killed inside the running container${lastAt === null ? ' since it started' : `, the last ${formatAgo(lastAt, facts.now)}`}`,
    since: events[0]?.at ?? null,
    evidence: [
      evidence(lastAt, `oom_kill ${count} in the container’s cgroup; the engine’s OOMKilled does not tell of it`),
      ...limitEvidence(running[0]?.detail?.limits.memoryBytes ?? null, facts, service),
    ],
    nextSteps: [readLogs, seeUsage],
  });
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter(at => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
