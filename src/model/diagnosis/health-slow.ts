import type { Container, Probe } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatMilliseconds } from '../format.ts';
import { runningContainers, type Facts } from './facts.ts';
import { evidence, finding, readProbes, seeUsage, serviceSubject } from './finding-parts.ts';

const looked = 10;
const slowShare = 0.8;
const enough = 3;

/** Still healthy, but on the way out: probes that take most of their time limit, or fail now and then. */
export function healthSlow(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const container = runningContainers(service).find(({ health }) => health.meaningful && health.status === 'healthy');
    const timeoutMs = container?.detail?.healthCheck?.timeoutMs ?? 0;
    const kept = facts.probes[service.name] ?? [];
    const recent = kept.filter(probe => container !== undefined && isOfThisLife(probe, container)).slice(-looked);
    const title = flappingTitle(recent) ?? slowTitle(recent, timeoutMs);
    if (title === null) return [];
    return [
      finding({
        code: 'health-slow',
        severity: 'warning',
        subject: serviceSubject(service),
        title,
        since: recent[0]?.startedAt ?? null,
        evidence: recent
          .slice(-3)
          .map(probe =>
            evidence(probe.startedAt, `probe exit ${probe.exitCode} in ${formatMilliseconds(took(probe))}`),
          ),
        nextSteps: [readProbes, seeUsage],
      }),
    ];
  });
}

/** Probes fail while a service boots: only those after its start period count. */
function isOfThisLife({ startedAt }: Probe, { detail }: Container): boolean {
  return startedAt > (detail?.startedAt ?? 0) + (detail?.healthCheck?.startPeriodMs ?? 0);
}

function flappingTitle(recent: readonly Probe[]): string | null {
  const failed = recent.filter(({ exitCode }) => exitCode !== 0).length;
  return failed >= 2 ? `health check flaps: ${failed} of the last ${recent.length} probes failed` : null;
}

function slowTitle(recent: readonly Probe[], timeoutMs: number): string | null {
  const last = recent.slice(-enough).map(took);
  const slow = last.length === enough && timeoutMs > 0 && last.every(ms => ms !== null && ms > timeoutMs * slowShare);
  return slow
    ? `health check is slow: ${formatMilliseconds(last.at(-1) ?? null)} of ${formatMilliseconds(timeoutMs)} allowed`
    : null;
}

function took({ startedAt, endedAt }: Probe): number | null {
  return endedAt === null ? null : endedAt - startedAt;
}
