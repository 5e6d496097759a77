import type { Container } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatBytes, formatDuration, formatPercent, percentOf } from '../format.ts';
import { seriesSlope, sinceGap } from '../series.ts';
import { runningContainers, type Facts } from './facts.ts';
import { evidence, finding, readLogs, seeUsage, serviceSubject } from './finding-parts.ts';

/** One reading over the line may be a single request's work. */
const readings = 2;
const horizonMs = 6 * 3_600_000;
const slopeMs = 60_000;

/** Near its own limit (70 and 90 % by default): the kernel kills at 100. */
export function memoryHigh(facts: Facts): Finding[] {
  const { memoryWarn, memoryCritical } = facts.profile.thresholds;
  return facts.services.flatMap(service => {
    const loads = runningContainers(service).flatMap(container => loadOf(facts, container) ?? []);
    const worst = loads.toSorted((a, b) => b.percent - a.percent)[0];
    if (worst === undefined || worst.percent < memoryWarn) return [];
    const { used, limit, percent, full } = worst;
    const shown = formatPercent(percentOf(used, limit));
    return [
      finding({
        code: 'memory-high',
        severity: percent >= memoryCritical ? 'critical' : 'warning',
        subject: serviceSubject(service),
        title: `memory ${shown} of its limit: ${formatBytes(used)} of ${formatBytes(limit)}${full === null ? '' : `, full in about ${formatDuration(full)}`}`,
        since: null,
        evidence: [evidence(worst.at, `used without page cache ${formatBytes(used)}, limit ${formatBytes(limit)}`)],
        nextSteps: [seeUsage, readLogs],
      }),
    ];
  });
}

interface Load {
  readonly at: number;
  readonly used: number;
  readonly limit: number;
  /** The lower of the last readings: both are over the line. */
  readonly percent: number;
  /** ms until the limit is reached at the pace of the last minutes; null when it is not. */
  readonly full: number | null;
}

function loadOf({ latestStats, series }: Facts, { id }: Container): Load | null {
  const sample = latestStats[id];
  const used = sample?.memory?.usedBytes ?? null;
  const limit = sample?.memory?.limitBytes ?? null;
  if (sample === undefined || used === null || limit === null) return null;
  const points = series[id] ?? [];
  const recent = points.slice(-readings).flatMap(({ memoryBytes }) => memoryBytes ?? []);
  const percent = percentOf(Math.min(used, ...recent), limit);
  return percent === null ? null : { at: sample.at, used, limit, percent, full: timeToFull(points, used, limit) };
}

function timeToFull(points: Parameters<typeof seriesSlope>[0], used: number, limit: number): number | null {
  const slope = seriesSlope(sinceGap(points).slice(-60), 'memoryBytes', slopeMs);
  if (slope === null || slope <= 0) return null;
  const left = (limit - used) / slope;
  return left > 0 && left < horizonMs ? left : null;
}
