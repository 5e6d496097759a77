import type { Container } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatCores, formatPercent, plural } from '../format.ts';
import { sinceGap } from '../series.ts';
import { runningContainers, type Facts } from './facts.ts';
import { evidence, finding, seeUsage, serviceSubject } from './finding-parts.ts';

const windowMs = 30_000;
/** Bursts of a start or a garbage collection are throttled too; what matters is a service that works at its limit. */
const busyShare = 0.5;
const certainShare = 0.5;
const enoughReadings = 3;

/** Held back by its CPU limit: everything gets slower, health probes first. */
export function cpuThrottled(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const worst = runningContainers(service)
      .flatMap(container => throttlingOf(facts, container) ?? [])
      .toSorted((a, b) => b.share - a.share)[0];
    if (worst === undefined) return [];
    return [
      finding({
        code: 'cpu-throttled',
        severity: 'warning',
        subject: serviceSubject(service),
        title: `throttled ${formatPercent(worst.share * 100)} of the time at its limit of ${coresOf(worst.limit)}`,
        since: null,
        evidence: [evidence(worst.at, `uses ${formatCores(worst.cores)} cores of ${coresOf(worst.limit)}`)],
        nextSteps: [seeUsage],
      }),
    ];
  });
}

/** "1 core", "0.5 cores": a limit is a round figure that somebody wrote. */
function coresOf(limit: number): string {
  return plural(Number(limit.toFixed(2)), 'core');
}

interface Throttling {
  readonly at: number;
  readonly share: number;
  readonly cores: number;
  readonly limit: number;
}

function throttlingOf(facts: Facts, { id, detail }: Container): Throttling | null {
  const sample = facts.latestStats[id];
  const limit = detail?.limits.cpuCores ?? null;
  if (sample === undefined || limit === null) return null;
  const recent = sinceGap(facts.series[id] ?? []).filter(({ at }) => at > sample.at - windowMs);
  const share = mean(recent.map(({ throttledShare }) => throttledShare ?? null));
  const cores = mean(recent.map(point => point.cores));
  if (share === null || cores === null || share < facts.profile.thresholds.throttledWarn) return null;
  const busy = recent.length >= enoughReadings ? cores >= limit * busyShare : share >= certainShare;
  return busy ? { at: sample.at, share, cores, limit } : null;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
