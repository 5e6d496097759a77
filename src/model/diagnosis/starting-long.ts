import type { Container } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatDuration } from '../format.ts';
import { lastWords } from '../sanitize.ts';
import { runningContainers, type Facts } from './facts.ts';
import { evidence, finding, readLogs, readProbes, serviceSubject } from './finding-parts.ts';

const withoutCheckMs = 5 * 60_000;

/** Still "starting" when its own health check should long have said healthy or unhealthy. */
export function startingLong(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const late = runningContainers(service).find(container => isLate(container, facts.now));
    const startedAt = late?.detail?.startedAt ?? null;
    if (late === undefined || startedAt === null) return [];
    const last = (facts.probes[service.name] ?? late.health.probes).at(-1);
    const output = lastWords(last?.output ?? '');
    return [
      finding({
        code: 'starting-long',
        severity: 'warning',
        subject: serviceSubject(service),
        title: `starting for ${formatDuration(facts.now - startedAt)}: its health check allows ${formatDuration(budgetOf(late))}`,
        since: startedAt,
        evidence:
          last === undefined
            ? []
            : [evidence(last.startedAt, `probe exit ${last.exitCode}${output === '' ? '' : `: ${output}`}`)],
        nextSteps: [readLogs, readProbes],
      }),
    ];
  });
}

function isLate(container: Container, now: number): boolean {
  const startedAt = container.detail?.startedAt ?? null;
  const { health } = container;
  return (
    health.meaningful && health.status === 'starting' && startedAt !== null && now - startedAt > budgetOf(container)
  );
}

/** Start period, then `retries` failed probes: by then the engine has decided. One interval more for its own delay. */
function budgetOf({ detail }: Container): number {
  const check = detail?.healthCheck;
  if (check === undefined || check === null) return withoutCheckMs;
  return check.startPeriodMs + (check.retries + 1) * (check.intervalMs + check.timeoutMs);
}
