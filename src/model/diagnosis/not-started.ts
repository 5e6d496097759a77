import type { Container } from '../container.ts';
import type { Finding } from '../finding.ts';
import { formatAgo } from '../format.ts';
import { isUp } from '../group-services.ts';
import { sanitizeLabel } from '../sanitize.ts';
import type { Service } from '../service.ts';
import { dependenciesOf } from './dependencies.ts';
import { recentEvents, type Facts } from './facts.ts';
import {
  composeCommand,
  evidence,
  finding,
  listNames,
  readLogs,
  serviceSubject,
  shell,
  stackSubject,
} from './finding-parts.ts';

/** `docker compose up` creates, waits and starts one after the other; only what stays so is a finding. */
const settleMs = 30_000;

/** Wanted but never started: created and left so, not created at all, or refused by the engine. */
export function notStarted(facts: Facts): Finding[] {
  const { services, listedAt } = facts;
  if (listedAt === null || services.length === 0) return listedAt === null ? [] : [noContainers(facts)];
  if (services.every(({ containers, leftovers }) => containers.length === 0 && leftovers.length === 0))
    return [noContainers(facts)];
  return services.flatMap(
    service => refused(facts, service) ?? leftCreated(facts, service) ?? missing(facts, service) ?? [],
  );
}

function noContainers({ identity, services }: Facts): Finding {
  const count = services.length;
  const subject = stackSubject(identity);
  return finding({
    code: 'not-started',
    severity: 'critical',
    subject,
    title: `${subject.name} ${count === 0 ? 'has no container on this engine' : `is down: none of its ${count} services has a container`}`,
    since: null,
    evidence: services.length === 0 ? [] : [evidence(null, `wanted: ${listNames(services.map(({ name }) => name))}`)],
    nextSteps: [shell('start the stack', composeCommand(identity, 'up', '-d'))],
  });
}

/** The engine could not carry out the start: a port in use, a missing mount, no such command. */
function refused(facts: Facts, service: Service): Finding | null {
  const failed = service.containers.find(
    ({ state, detail }) => state === 'created' && detail !== null && detail.error !== '',
  );
  if (failed === undefined) return null;
  const reason = sanitizeLabel(failed.detail?.error ?? '');
  return notStartedFinding(service, {
    title: `could not be started: ${innermost(reason)}`,
    since: failed.createdAt,
    line: `${failed.name} (exit ${failed.detail?.exitCode ?? 0}): ${reason}`,
    step: shell('try again', composeCommand(facts.identity, 'up', '-d', '--no-deps', service.name)),
  });
}

/** Engine, shim and runtime each put their own words before the reason; the whole of it is in the evidence. */
function innermost(reason: string): string {
  return reason.replace(/^.*unable to start container process: /, '').replace(/: unknown$/, '');
}

function leftCreated(facts: Facts, service: Service): Finding | null {
  const waiting = service.containers.find(({ state }) => state === 'created');
  if (waiting === undefined || !isSettled(facts, waiting)) return null;
  const blockers = dependenciesOf(facts, service).filter(name => !isWell(facts, name));
  const comesUp = blockers.some(name => facts.services.find(other => other.name === name)?.state === 'starting');
  if (comesUp) return null;
  const why = reasonOf(service, blockers);
  return notStartedFinding(service, {
    title: `created ${formatAgo(waiting.createdAt, facts.now)} but never started: ${why}`,
    since: waiting.createdAt,
    line: `${waiting.name} is created; \`up\` waits for what it depends on, and gives up when that is unhealthy`,
    step: shell(`start ${sanitizeLabel(service.name)}`, composeCommand(facts.identity, 'start', service.name)),
  });
}

function reasonOf({ leftovers }: Service, blockers: readonly string[]): string {
  if (leftovers.length > 0) return 'its recreate was interrupted';
  if (blockers.length === 0) return 'nobody started it';
  return `${listNames(blockers)} ${blockers.length === 1 ? 'is' : 'are'} not well`;
}

function isSettled(facts: Facts, { createdAt }: Container): boolean {
  return facts.now - createdAt > settleMs;
}

function isWell({ services }: Facts, name: string): boolean {
  const state = services.find(service => service.name === name)?.state;
  return state === 'healthy' || state === 'running';
}

function missing(facts: Facts, service: Service): Finding | null {
  const here = service.containers.length + service.leftovers.length;
  if (facts.compose === null || here >= service.wanted || isBeingMade(facts, service)) return null;
  const some =
    here > 0
      ? `${here} of ${service.wanted} containers exist`
      : 'not created: the compose file wants it, no container exists';
  return notStartedFinding(service, {
    title: some,
    since: null,
    line: `compose file: ${facts.compose.files.join(', ')}`,
    step: shell(
      `create and start ${sanitizeLabel(service.name)}`,
      composeCommand(facts.identity, 'up', '-d', '--no-deps', service.name),
    ),
    minor: here > 0 || service.role === null,
  });
}

/** A recreate under way, or an `up` that has not got so far. */
function isBeingMade(facts: Facts, service: Service): boolean {
  const newest = Math.max(0, ...Object.values(facts.containers).map(({ createdAt }) => createdAt));
  return (
    facts.now - newest < settleMs || recentEvents(facts, service, settleMs).some(({ action }) => action === 'destroy')
  );
}

interface NotStartedParts {
  readonly title: string;
  readonly since: number | null;
  readonly line: string;
  readonly step: Finding['nextSteps'][number];
  readonly minor?: boolean;
}

function notStartedFinding(service: Service, { title, since, line, step, minor = false }: NotStartedParts): Finding {
  const served =
    service.containers.some(({ state }) => state === 'running') ||
    service.leftovers.some(({ state }) => state === 'running');
  return finding({
    code: 'not-started',
    severity: minor || served || isUp(service.state) ? 'warning' : 'critical',
    subject: serviceSubject(service),
    title,
    since,
    evidence: [evidence(since, line)],
    // Where no container exists there is no log to read.
    nextSteps: service.containers.length === 0 && service.leftovers.length === 0 ? [step] : [step, readLogs],
  });
}
