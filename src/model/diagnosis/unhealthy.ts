import { failingSince } from '../container-condition.ts';
import type { Container, Probe } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatDuration, formatMilliseconds, plural } from '../format.ts';
import { lastWords, sanitizeLabel } from '../sanitize.ts';
import type { Service } from '../service.ts';
import { runningContainers, type Facts } from './facts.ts';
import { evidence, finding, readLogs, readProbes, serviceSubject } from './finding-parts.ts';

/** Runs, but its own health check says it does not work. Paused and stopping ones never count. */
export function unhealthy(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const running = runningContainers(service);
    const sick = running.filter(({ health }) => health.meaningful && health.status === 'unhealthy');
    const worst = sick.toSorted((a, b) => b.health.failingStreak - a.health.failingStreak)[0];
    return worst === undefined ? [] : [findingOf(facts, service, worst, sick.length, running.length)];
  });
}

function findingOf(facts: Facts, service: Service, worst: Container, sick: number, running: number): Finding {
  const kept = facts.probes[service.name] ?? [];
  const probes =
    kept.length >= worst.health.probes.length && service.containers.length === 1 ? kept : worst.health.probes;
  const startedAt = worst.detail?.startedAt ?? null;
  const since = failingSince({ ...worst.health, probes }, startedAt) ?? startedAt;
  const output = lastWords(probes.at(-1)?.output ?? '', 1, 120);
  const streak = worst.health.failingStreak;
  // Engines before 29 tell the streak only by inspect, which comes a moment after the list.
  const failed = streak === 0 ? '' : `, ${plural(streak, 'probe')} failed in a row`;
  const some = sick < running ? `${sick} of ${running} ` : '';
  const span = since === null ? '' : ` for ${formatDuration(facts.now - since)}`;
  return finding({
    code: 'unhealthy',
    severity: sick < running ? 'warning' : 'critical',
    subject: serviceSubject(service),
    title: `${some}unhealthy${span}${failed}${output === '' ? '' : `: ${output}`}`,
    since,
    evidence: [...probes.slice(-3).map(probeEvidence), ...commandEvidence(worst)],
    nextSteps: [readProbes, readLogs],
  });
}

function probeEvidence({ startedAt, endedAt, exitCode, output }: Probe): Finding['evidence'][number] {
  const took = endedAt === null ? '' : ` after ${formatMilliseconds(endedAt - startedAt)}`;
  const words = lastWords(output);
  return evidence(startedAt, `probe exit ${exitCode}${took}${words === '' ? ', no output' : `: ${words}`}`);
}

function commandEvidence({ detail }: Container): Finding['evidence'] {
  const test = detail?.healthCheck?.test ?? [];
  return test.length === 0 ? [] : [evidence(null, `probe: ${sanitizeLabel(test.slice(1).join(' '), 160)}`)];
}
