/** One reading of a container's usage, against the reading before. */
import type { CpuUsage, IoRates, MemoryUsage, StatsSample } from '../../model/stats.ts';
import type { Raw } from '../engine.ts';
import { listAt, numberAt, rawAt, rawsAt, stringAt, timeAt } from './raw.ts';

export interface StatsFacts {
  /** One-shot readings don't tell whose they are. */
  readonly containerId?: string;
  /**
   * The container's own memory limit in bytes, null where it has none: the engine then reports the host's memory as
   * limit. Absent: not known, the engine's figure is taken.
   */
  readonly memoryLimitBytes?: number | null;
}

/**
 * `previous` is the reading before of the same container, kept by the caller: one-shot readings never fill `precpu_stats`
 * (O-STATS-3). Without it the rates and the cores are null. Returns null where the container does not run: the engine then
 * answers with empty figures. Formulas as `docker stats` has them:
 * https://github.com/docker/cli/blob/v28.2.2/cli/command/container/stats_helpers.go
 */
export function parseStats(raw: Raw, previous?: Raw, facts: StatsFacts = {}): StatsSample | null {
  const at = timeAt(raw, 'read');
  if (at === null) return null;
  const before = previous !== undefined && isSuccessor(raw, previous) ? previous : null;
  return {
    containerId: facts.containerId ?? stringAt(raw, 'id'),
    at,
    cpu: cpuUsage(raw, before),
    memory: memoryUsage(rawAt(raw, 'memory_stats'), facts),
    pids: numberAt(rawAt(raw, 'pids_stats'), 'current'),
    pidsLimit: boundedLimit(numberAt(rawAt(raw, 'pids_stats'), 'limit')),
    io: ioRates(raw, before),
  };
}

/** A restart in between sets the counters back: then there is no predecessor. */
function isSuccessor(raw: Raw, previous: Raw): boolean {
  const now = timeAt(raw, 'read');
  const then = timeAt(previous, 'read');
  return now !== null && then !== null && now > then && totalUsage(raw) >= totalUsage(previous);
}

/** CPU time used since the start, ns. */
function totalUsage(raw: Raw): number {
  return numberAt(rawAt(rawAt(raw, 'cpu_stats'), 'cpu_usage'), 'total_usage') ?? 0;
}

/** cores = Δ CPU time of the container / Δ CPU time of the host × CPUs of the host. */
function cpuUsage(raw: Raw, before: Raw | null): CpuUsage {
  const cpu = rawAt(raw, 'cpu_stats');
  const throttling = rawAt(cpu, 'throttling_data');
  const onlineCpus = countCpus(cpu);
  const periods = numberAt(throttling, 'periods') ?? 0;
  const throttledPeriods = periods > 0 ? numberAt(throttling, 'throttled_periods') : null;
  if (before === null) return { cores: null, onlineCpus, throttledShare: null, throttledPeriods };
  const beforeCpu = rawAt(before, 'cpu_stats');
  const used = totalUsage(raw) - totalUsage(before);
  const system = (numberAt(cpu, 'system_cpu_usage') ?? 0) - (numberAt(beforeCpu, 'system_cpu_usage') ?? 0);
  const wall = ((timeAt(raw, 'read') ?? 0) - (timeAt(before, 'read') ?? 0)) * 1e6;
  // Without the host's figure (some kernels, some proxies) the time between the readings serves as well.
  const cores = system > 0 && onlineCpus > 0 ? (used / system) * onlineCpus : used / wall;
  const beforeThrottling = rawAt(beforeCpu, 'throttling_data');
  const newPeriods = periods - (numberAt(beforeThrottling, 'periods') ?? 0);
  const newThrottled = (throttledPeriods ?? 0) - (numberAt(beforeThrottling, 'throttled_periods') ?? 0);
  const throttledShare = periods > 0 ? (newPeriods > 0 ? clampShare(newThrottled / newPeriods) : 0) : null;
  return { cores, onlineCpus, throttledShare, throttledPeriods };
}

/**
 * Not the length of `percpu_usage`: some kernels pad it with zeros, cgroup v2 has none (O-STATS-5). It serves only where
 * an engine tells no `online_cpus`, cut where the zeros begin.
 */
function countCpus(cpu: Raw): number {
  const online = numberAt(cpu, 'online_cpus');
  if (online !== null && online > 0) return online;
  return listAt(rawAt(cpu, 'cpu_usage'), 'percpu_usage').filter(usage => typeof usage === 'number' && usage > 0).length;
}

/** used = usage − inactive file pages: `inactive_file` in cgroup v2, `total_inactive_file` in v1 (O-STATS-2). */
function memoryUsage(memory: Raw, facts: StatsFacts): MemoryUsage | null {
  const usage = numberAt(memory, 'usage');
  if (usage === null) return null;
  const stats = rawAt(memory, 'stats');
  const inactive = numberAt(stats, 'total_inactive_file') ?? numberAt(stats, 'inactive_file') ?? 0;
  const limit = facts.memoryLimitBytes === undefined ? boundedLimit(numberAt(memory, 'limit')) : facts.memoryLimitBytes;
  return {
    usedBytes: inactive < usage ? usage - inactive : usage,
    limitBytes: limit,
    cacheBytes: numberAt(stats, 'total_cache') ?? numberAt(stats, 'file') ?? 0,
    // The engine does not pass memory.events on; src/host reads the cgroup itself where it can.
    oomKills: null,
  };
}

interface Counters {
  readonly received: number | null;
  readonly sent: number | null;
  readonly read: number | null;
  readonly written: number | null;
}

function ioRates(raw: Raw, before: Raw | null): IoRates {
  const now = readCounters(raw);
  const then = before === null ? null : readCounters(before);
  const seconds = before === null ? 0 : ((timeAt(raw, 'read') ?? 0) - (timeAt(before, 'read') ?? 0)) / 1000;
  const rate = (key: keyof Counters): number | null => {
    const [a, b] = [then?.[key] ?? null, now[key]];
    // A network taken away between the readings would give a negative rate: unknown rather than wrong.
    return a === null || b === null || b < a || seconds <= 0 ? null : (b - a) / seconds;
  };
  return {
    rxBytesPerSecond: rate('received'),
    txBytesPerSecond: rate('sent'),
    readBytesPerSecond: rate('read'),
    writeBytesPerSecond: rate('written'),
  };
}

/** Sums over all networks and all block devices; null where the engine tells none (`network_mode: host`, no I/O yet). */
function readCounters(raw: Raw): Counters {
  const networks = rawAt(raw, 'networks');
  const names = Object.keys(networks);
  const sumOf = (key: string): number | null =>
    names.length === 0 ? null : names.reduce((sum, name) => sum + (numberAt(rawAt(networks, name), key) ?? 0), 0);
  // v1 says "Read" and "Write", v2 "read" and "write".
  const blocks = rawsAt(rawAt(raw, 'blkio_stats'), 'io_service_bytes_recursive');
  const blockSum = (operation: string): number | null =>
    blocks.length === 0
      ? null
      : blocks.reduce(
          (sum, entry) =>
            stringAt(entry, 'op').toLowerCase() === operation ? sum + (numberAt(entry, 'value') ?? 0) : sum,
          0,
        );
  return { received: sumOf('rx_bytes'), sent: sumOf('tx_bytes'), read: blockSum('read'), written: blockSum('write') };
}

/** "No limit" comes as 0 or as the kernel's largest number. */
function boundedLimit(value: number | null): number | null {
  return value === null || value <= 0 || value > 2 ** 53 ? null : value;
}

function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}
