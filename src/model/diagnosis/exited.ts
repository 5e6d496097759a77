import { conditionOf, exitText, restartsAlways } from '../container-condition.ts';
import type { Container } from '../container.ts';
import { decodeExitCode } from '../exit-code.ts';
import type { Finding } from '../finding.ts';
import { formatAgo } from '../format.ts';
import { sanitizeLabel } from '../sanitize.ts';
import type { Service } from '../service.ts';
import { runningContainers, type Facts } from './facts.ts';
import { composeCommand, evidence, finding, readLogs, serviceSubject, shell } from './finding-parts.ts';
import { deathsOf, liesOomKilled } from './lives.ts';

/** A deploy stops the old container some seconds before it removes it: no news yet. */
const handOverMs = 5_000;

/** So long `oom-killed` tells what only the events know. */
const oomNewsMs = 10 * 60_000;

/** Containers that ended and stay down; out-of-memory kills and crash loops have rules of their own. */
export function exited(facts: Facts): Finding[] {
  return facts.services.flatMap(service => {
    const oomed = new Set(
      deathsOf(facts, service, oomNewsMs).flatMap(({ oom, containerId }) => (oom ? containerId : [])),
    );
    const ended = service.containers.filter(
      container => !oomed.has(container.id) && isDown(container, service, facts.now),
    );
    const last = ended.toSorted((a, b) => endOf(b) - endOf(a))[0];
    return last === undefined ? [] : [findingOf(facts, service, last, ended.length)];
  });
}

function isDown(container: Container, { role, containers }: Service, now: number): boolean {
  const { state, detail } = container;
  if ((state !== 'exited' && state !== 'dead') || detail === null || liesOomKilled(container)) return false;
  const replaced = containers.some(other => other !== container && other.createdAt > container.createdAt);
  if (replaced && now - endOf(container) < handOverMs) return false;
  return conditionOf(container, role).severity === 'bad';
}

function endOf({ detail }: Container): number {
  return detail?.finishedAt ?? 0;
}

function findingOf(facts: Facts, service: Service, container: Container, count: number): Finding {
  const { detail, name } = container;
  const request = requestOf(facts, container);
  const { graceful, long } = decodeExitCode(detail?.exitCode ?? 0, detail?.oomKilled);
  const up = runningContainers(service).length;
  const at = detail?.finishedAt ?? null;
  const code = detail === null ? '' : ` (${exitText(detail)})`;
  const ago = formatAgo(at, facts.now);
  const some = count > 1 || up > 0 ? `${count} of ${Math.max(service.wanted, count + up)} ` : '';
  return finding({
    code: 'exited',
    severity: up > 0 ? 'warning' : 'critical',
    subject: serviceSubject(service),
    title: graceful ? `${some}stopped${code} ${ago}` : `${some}exited${code} ${ago}: ${request ?? long}`,
    since: at,
    evidence: [
      evidence(at, `${name} ended${detail === null ? '' : `, exit ${exitText(detail)}`}`),
      ...(detail !== null && detail.error !== '' ? [evidence(at, detail.error)] : []),
      ...askedEvidence(facts, container),
      ...policyEvidence(detail?.restartPolicy ?? null),
    ],
    nextSteps: [
      readLogs,
      shell(`start ${sanitizeLabel(service.name)} again`, composeCommand(facts.identity, 'start', service.name)),
    ],
  });
}

/** The longest grace period that is usual between a stop's signal and the end. */
const requestReachMs = 120_000;

/** The signals that were sent through the engine before the end, oldest first. */
function signalsBefore({ timeline }: Facts, { id, detail }: Container): Facts['timeline'] {
  const end = detail?.finishedAt ?? 0;
  return timeline.filter(
    ({ containerId, action, at }) =>
      containerId === id && action === 'kill' && at > end - requestReachMs && at < end + 1_000,
  );
}

/** What SIGKILL alone does not tell: whether somebody stopped it and it was too slow. Null where the console was not there. */
function requestOf(facts: Facts, container: Container): string | null {
  const signals = signalsBefore(facts, container).map(({ signal }) => signal);
  if (container.detail?.exitCode !== 137 || signals.length === 0) return null;
  return signals.some(signal => signal !== 'SIGKILL')
    ? 'told to stop, and killed when its grace period was over'
    : 'killed by SIGKILL through the engine';
}

function askedEvidence(facts: Facts, container: Container): Finding['evidence'] {
  return signalsBefore(facts, container).map(({ at, signal, name }) =>
    evidence(at, `${signal ?? 'SIGTERM'} was sent to ${name}`),
  );
}

function policyEvidence(policy: string | null): Finding['evidence'] {
  if (policy === null) return [];
  return restartsAlways(policy)
    ? [evidence(null, `restart policy ${policy} would have started it again: it was stopped by somebody`)]
    : [evidence(null, `restart policy ${policy === '' ? 'no' : policy}: the engine does not start it again by itself`)];
}
