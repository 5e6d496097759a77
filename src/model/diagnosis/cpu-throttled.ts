import type { Container } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatCores, formatPercent } from '../format.ts';
import { runningContainers, type Facts } from './facts.ts';
import { evidence, finding, seeUsage, serviceSubject } from './finding-parts.ts';

const windowMs = 30_000;
/** Bursts of a start or a garbage collection are throttled too; what matters is a service that works at its limit. */
const busyShare = 0.5;
const certainShare = 0.5;

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
        title: `throttled ${formatPercent(worst.share * 100)} of the time at its limit of ${formatCores(worst.limit)} cores`,
        since: null,
        evidence: [evidence(worst.at, `uses ${formatCores(worst.cores)} cores of ${formatCores(worst.limit)}`)],
        nextSteps: [seeUsage],
      }),
    ];
  });
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
  const share = sample?.cpu.throttledShare ?? null;
  if (sample === undefined || limit === null || share === null || share < facts.profile.thresholds.throttledWarn)
    return null;
  const recent = (facts.series[id] ?? [])
    .filter(({ at }) => at > sample.at - windowMs)
    .flatMap(({ cores }) => cores ?? []);
  const mean = recent.reduce((sum, cores) => sum + cores, 0) / Math.max(1, recent.length);
  const busy = recent.length >= 3 ? mean >= limit * busyShare : share >= certainShare;
  return busy ? { at: sample.at, share, cores: mean, limit } : null;
}
