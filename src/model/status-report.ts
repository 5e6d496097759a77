/**
 * `depotix status --json`, a contract with scripts: documented in docs/status-json.md, version in `schema`. Absent is
 * null, never a missing key. A key may be added within a schema; renamed, removed or changed in meaning only with a new one.
 */
import type { Assessment } from './assess.ts';
import { isUp } from './group-services.ts';
import type { Container, ContainerState, HealthStatus } from './container.ts';
import type { Evidence, Finding, FindingCode, FindingSubject, NextStep, Severity } from './finding.ts';
import { isoTime, percentOf } from './format.ts';
import { sanitizeLabel } from './sanitize.ts';
import type { Service, ServiceState } from './service.ts';
import type { StackState } from './stack-state.ts';
import type { VerdictState } from './verdict.ts';

export interface StatusReport {
  readonly schema: 1;
  /** ISO 8601, UTC; so are all times below. */
  readonly at: string;
  /** ms since the engine last answered; null: it never did. */
  readonly ageMs: number | null;
  readonly project: string;
  readonly engine: { readonly version: string | null; readonly reachable: boolean };
  readonly verdict: VerdictState;
  readonly services: readonly ServiceReport[];
  readonly findings: readonly FindingReport[];
}

interface ServiceReport {
  readonly name: string;
  readonly state: ServiceState;
  /** The worst of its containers; null: none runs, or the engine's word means nothing now. */
  readonly health: HealthStatus | null;
  readonly wanted: number;
  readonly containers: readonly ContainerReport[];
}

interface ContainerReport {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  readonly health: HealthStatus | null;
  readonly restarts: number | null;
  /** null while it runs. */
  readonly exitCode: number | null;
  readonly startedAt: string | null;
  readonly ports: readonly PortReport[];
  readonly cpu: {
    readonly cores: number | null;
    readonly limitCores: number | null;
    readonly percentOfLimit: number | null;
  };
  readonly memory: {
    readonly usedBytes: number | null;
    readonly limitBytes: number | null;
    readonly percentOfLimit: number | null;
  };
}

interface PortReport {
  readonly hostIp: string | null;
  readonly hostPort: number | null;
  readonly containerPort: number;
  readonly protocol: string;
}

interface FindingReport {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subject: FindingSubject;
  readonly title: string;
  readonly evidence: readonly { readonly at: string | null; readonly text: string }[];
  readonly nextSteps: readonly NextStep[];
  readonly since: string | null;
  /** `code:subject` of the finding that explains this one. */
  readonly causedBy: string | null;
}

/** @param now ms: the moment the assessment was made for. */
export function buildStatusReport(
  state: StackState,
  { services, findings, verdict }: Assessment,
  now: number,
): StatusReport {
  const seenAt = state.engine.lastContactAt ?? state.listedAt;
  return {
    schema: 1,
    at: new Date(now).toISOString(),
    ageMs: seenAt === null ? null : Math.max(0, Math.round(now - seenAt)),
    project: sanitizeLabel(state.identity.project),
    engine: { version: state.engine.info?.version ?? null, reachable: state.engine.phase === 'connected' },
    verdict: verdict.state,
    services: services.map(service => serviceReport(state, service)),
    findings: findings.map(findingReport),
  };
}

function serviceReport(state: StackState, service: Service): ServiceReport {
  return {
    name: sanitizeLabel(service.name),
    state: service.state,
    health: isUp(service.state) ? worstHealth(service.containers) : null,
    wanted: service.wanted,
    containers: service.containers.map(container => containerReport(state, container)),
  };
}

const worstFirst: readonly HealthStatus[] = ['unhealthy', 'starting', 'none', 'healthy'];

function worstHealth(containers: readonly Container[]): HealthStatus | null {
  const known = new Set(containers.map(healthOf));
  return worstFirst.find(status => known.has(status)) ?? null;
}

/** "none" is told of a container that runs; of one that does not, nothing can be said. */
function healthOf({ state, health }: Container): HealthStatus | null {
  if (state !== 'running') return null;
  return health.status === 'none' || health.meaningful ? health.status : null;
}

function containerReport({ latestStats }: StackState, container: Container): ContainerReport {
  const { id, name, image, imageId, state, detail, ports } = container;
  const sample = state === 'running' ? latestStats[id] : undefined;
  const cores = sample?.cpu.cores ?? null;
  const limitCores = detail?.limits.cpuCores ?? null;
  const usedBytes = sample?.memory?.usedBytes ?? null;
  const limitBytes = detail?.limits.memoryBytes ?? sample?.memory?.limitBytes ?? null;
  return {
    id,
    name: sanitizeLabel(name),
    image: sanitizeLabel(image),
    imageId,
    state,
    health: healthOf(container),
    restarts: detail?.restartCount ?? null,
    exitCode: hasEnded(state) ? (detail?.exitCode ?? null) : null,
    startedAt: isoTime(detail?.startedAt ?? null),
    ports: ports.map(({ hostIp, hostPort, containerPort, protocol }) => ({
      hostIp,
      hostPort,
      containerPort,
      protocol,
    })),
    cpu: { cores: rounded(cores, 4), limitCores, percentOfLimit: rounded(percentOf(cores, limitCores), 1) },
    memory: { usedBytes, limitBytes, percentOfLimit: rounded(percentOf(usedBytes, limitBytes), 1) },
  };
}

function hasEnded(state: ContainerState): boolean {
  return state === 'exited' || state === 'dead' || state === 'restarting';
}

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}

function findingReport({
  code,
  severity,
  subject,
  title,
  evidence,
  nextSteps,
  since,
  causedBy,
}: Finding): FindingReport {
  return {
    code,
    severity,
    subject,
    title,
    evidence: evidence.map(evidenceReport),
    nextSteps,
    since: isoTime(since),
    causedBy,
  };
}

function evidenceReport({ at, text }: Evidence): FindingReport['evidence'][number] {
  return { at: isoTime(at), text };
}
