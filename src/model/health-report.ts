/** `depotix health`: each container's check and what its last probes said. */
import type { Container, ContainerHealth, HealthStatus } from './container.ts';
import { isoTime } from './format.ts';
import { serviceNameOf } from './group-services.ts';

export interface HealthReport {
  readonly schema: 1;
  readonly at: string | null;
  readonly project: string;
  readonly containers: readonly ContainerHealthReport[];
}

export interface ContainerHealthReport {
  readonly service: string;
  readonly name: string;
  readonly id: string;
  readonly state: string;
  /** null: no health check, or its word means nothing now (paused, stopped). */
  readonly health: Exclude<HealthStatus, 'none'> | null;
  readonly failingStreak: number | null;
  readonly check: {
    readonly test: readonly string[];
    readonly intervalMs: number;
    readonly timeoutMs: number;
    readonly startPeriodMs: number;
    readonly retries: number;
  } | null;
  readonly probes: readonly {
    readonly startedAt: string | null;
    readonly durationMs: number | null;
    readonly exitCode: number;
    readonly output: string;
  }[];
}

/** Of the ordinary containers of these services, by service and number. */
export function buildHealthReport(
  project: string,
  containers: readonly Container[],
  services: readonly string[],
  at: number,
): HealthReport {
  const chosen = containers
    .filter(container => !container.labels.oneOff && !container.leftover && services.includes(serviceNameOf(container)))
    .toSorted(
      (a, b) =>
        services.indexOf(serviceNameOf(a)) - services.indexOf(serviceNameOf(b)) ||
        (a.labels.number ?? 0) - (b.labels.number ?? 0),
    );
  return { schema: 1, at: isoTime(at), project, containers: chosen.map(reportOf) };
}

function reportOf(container: Container): ContainerHealthReport {
  const { health, detail } = container;
  const check = detail?.healthCheck ?? null;
  const word = wordOf(health);
  return {
    service: serviceNameOf(container),
    name: container.name,
    id: container.id,
    state: container.state,
    health: word,
    failingStreak: word === null ? null : health.failingStreak,
    check:
      check === null
        ? null
        : {
            test: check.test,
            intervalMs: check.intervalMs,
            timeoutMs: check.timeoutMs,
            startPeriodMs: check.startPeriodMs,
            retries: check.retries,
          },
    probes: health.probes.map(probe => ({
      startedAt: isoTime(probe.startedAt),
      durationMs: probe.endedAt === null ? null : probe.endedAt - probe.startedAt,
      exitCode: probe.exitCode,
      output: probe.output,
    })),
  };
}

function wordOf({ status, meaningful }: ContainerHealth): ContainerHealthReport['health'] {
  return meaningful && status !== 'none' ? status : null;
}
