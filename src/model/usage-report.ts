/** `depotix top`: usage of each running container against its limits. Absent = null. */
import type { Container } from './container.ts';
import { isoTime, percentOf } from './format.ts';
import { serviceNameOf } from './group-services.ts';
import type { StackState } from './stack-state.ts';

export interface UsageReport {
  readonly schema: 1;
  readonly at: string | null;
  readonly project: string;
  readonly containers: readonly ContainerUsage[];
}

export interface ContainerUsage {
  readonly service: string;
  readonly name: string;
  readonly id: string;
  readonly cpu: {
    readonly cores: number | null;
    readonly limitCores: number | null;
    readonly percentOfLimit: number | null;
    /** Share of the periods since the reading before in which it was held back, 0..1. */
    readonly throttledShare: number | null;
  };
  readonly memory: {
    readonly usedBytes: number | null;
    readonly limitBytes: number | null;
    readonly percentOfLimit: number | null;
  };
  readonly pids: { readonly used: number | null; readonly limit: number | null };
  readonly oomKills: number | null;
  readonly network: { readonly rxBytesPerSecond: number | null; readonly txBytesPerSecond: number | null };
  readonly blockIo: { readonly readBytesPerSecond: number | null; readonly writeBytesPerSecond: number | null };
}

export function buildUsageReport(state: StackState, services: readonly string[], at: number): UsageReport {
  const containers = Object.values(state.containers)
    .filter(container => container.state === 'running' && services.includes(serviceNameOf(container)))
    .toSorted(
      (a, b) => services.indexOf(serviceNameOf(a)) - services.indexOf(serviceNameOf(b)) || (a.name < b.name ? -1 : 1),
    );
  return {
    schema: 1,
    at: isoTime(at),
    project: state.identity.project,
    containers: containers.map(container => usageOf(container, state)),
  };
}

function usageOf(container: Container, state: StackState): ContainerUsage {
  const stats = state.latestStats[container.id] ?? null;
  const cores = stats?.cpu.cores ?? null;
  const limitCores = container.detail?.limits.cpuCores ?? null;
  const usedBytes = stats?.memory?.usedBytes ?? null;
  const limitBytes = container.detail?.limits.memoryBytes ?? stats?.memory?.limitBytes ?? null;
  return {
    service: serviceNameOf(container),
    name: container.name,
    id: container.id,
    cpu: {
      cores,
      limitCores,
      percentOfLimit: percentOf(cores, limitCores),
      throttledShare: stats?.cpu.throttledShare ?? null,
    },
    memory: { usedBytes, limitBytes, percentOfLimit: percentOf(usedBytes, limitBytes) },
    pids: { used: stats?.pids ?? null, limit: stats?.pidsLimit ?? null },
    oomKills: state.cgroups[container.id]?.oomKills ?? stats?.memory?.oomKills ?? null,
    network: {
      rxBytesPerSecond: stats?.io.rxBytesPerSecond ?? null,
      txBytesPerSecond: stats?.io.txBytesPerSecond ?? null,
    },
    blockIo: {
      readBytesPerSecond: stats?.io.readBytesPerSecond ?? null,
      writeBytesPerSecond: stats?.io.writeBytesPerSecond ?? null,
    },
  };
}
