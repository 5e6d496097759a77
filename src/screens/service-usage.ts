/** Usage of a service: the sum over its running containers, against the sum of their limits. */
import type { Service } from '../model/service.ts';
import type { StackState } from '../model/stack-state.ts';
import type { StatsSample } from '../model/stats.ts';
import type { Tone } from '../ui/theme.ts';

export interface Usage {
  /** null: nobody measured it. */
  readonly memoryBytes: number | null;
  /** null: at least one container has no limit. */
  readonly memoryLimitBytes: number | null;
  readonly cores: number | null;
  readonly coresLimit: number | null;
  /** The worst container's share, 0..1. */
  readonly throttledShare: number | null;
  readonly oomKills: number | null;
  readonly pids: number | null;
  readonly rxBytesPerSecond: number | null;
  readonly txBytesPerSecond: number | null;
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
}

/** @param service null: the whole stack. */
export function usageOf(stack: StackState, services: readonly Service[]): Usage {
  const containers = services.flatMap(service => service.containers).filter(container => container.state === 'running');
  const samples = containers.flatMap(container => stack.latestStats[container.id] ?? []);
  const limits = containers.map(container => container.detail?.limits ?? null);
  return {
    memoryBytes: sum(samples.map(sample => sample.memory?.usedBytes ?? null)),
    memoryLimitBytes: sumOfAll(limits.map(limit => limit?.memoryBytes ?? null)),
    cores: sum(samples.map(sample => sample.cpu.cores)),
    coresLimit: sumOfAll(limits.map(limit => limit?.cpuCores ?? null)),
    throttledShare: most(samples.map(sample => sample.cpu.throttledShare)),
    oomKills: sum(containers.map(container => oomKillsOf(stack, container.id, samples))),
    pids: sum(samples.map(sample => sample.pids)),
    rxBytesPerSecond: sum(samples.map(sample => sample.io.rxBytesPerSecond)),
    txBytesPerSecond: sum(samples.map(sample => sample.io.txBytesPerSecond)),
    readBytesPerSecond: sum(samples.map(sample => sample.io.readBytesPerSecond)),
    writeBytesPerSecond: sum(samples.map(sample => sample.io.writeBytesPerSecond)),
  };
}

function oomKillsOf(stack: StackState, containerId: string, samples: readonly StatsSample[]): number | null {
  const counted = samples.find(sample => sample.containerId === containerId)?.memory?.oomKills ?? null;
  return counted ?? stack.cgroups[containerId]?.oomKills ?? null;
}

/** good below `warn`, warn up to `critical`, bad from there. */
export function thresholdTone(value: number | null, warn: number, critical: number): Tone {
  if (value === null || value < warn) return 'neutral';
  return value < critical ? 'warn' : 'bad';
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** A limit that one of them lacks is no limit. */
function sumOfAll(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : sum(values);
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
