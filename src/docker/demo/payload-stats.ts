/** `/containers/{id}/stats` of a host with cgroup v2, as engine 26.1 writes it. */
import { pausedAt, runAt, type DemoContainer } from './container.ts';
import { countersAt, memoryAt, type Counters, type MemoryFigures } from './load.ts';
import { stamp, zeroTime } from './stamp.ts';
import { demoHost } from './payload-system.ts';
import type { World } from './world.ts';

const noIo = {
  io_service_bytes_recursive: null,
  io_serviced_recursive: null,
  io_queue_recursive: null,
  io_service_time_recursive: null,
  io_wait_time_recursive: null,
  io_merged_recursive: null,
  io_time_recursive: null,
  sectors_recursive: null,
};
const noCpu = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
};

/** A reading at `at`; `previousAt` fills `precpu_stats` as a stream does, a one-shot reading has none. */
export function stats(world: World, container: DemoContainer, at: number, previousAt: number | null): object {
  const identity = { name: `/${container.name}`, id: container.id };
  // A one-shot reading of 26.1 does not say whose it is.
  const oneShot = previousAt === null;
  const counters = countersAt(world.timeline, container, at);
  const memory = memoryAt(world.timeline, container, at);
  if (counters === undefined || memory === undefined) return { ...emptyStats(), ...identity };
  const before = previousAt === null ? undefined : countersAt(world.timeline, container, previousAt);
  return {
    read: stamp(at, 412_377),
    preread: previousAt === null ? zeroTime : stamp(previousAt, 398_114),
    pids_stats: { current: memory.processes, limit: 4_557 },
    blkio_stats: { ...noIo, io_service_bytes_recursive: blockIo(counters) },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpuStats(container, counters, at, world.openedAt),
    precpu_stats:
      before === undefined || previousAt === null ? noCpu : cpuStats(container, before, previousAt, world.openedAt),
    memory_stats: memoryStats(container, memory),
    ...(oneShot ? {} : identity),
    networks: { eth0: networkStats(counters) },
  };
}

/** What the engine answers for a container without a process. */
function emptyStats(): object {
  return {
    read: zeroTime,
    preread: zeroTime,
    pids_stats: {},
    blkio_stats: noIo,
    num_procs: 0,
    storage_stats: {},
    cpu_stats: noCpu,
    precpu_stats: noCpu,
    memory_stats: {},
  };
}

function cpuStats(container: DemoContainer, counters: Counters, at: number, openedAt: number): object {
  const total = Math.floor(counters.cpuSeconds * 1e9);
  const kernel = Math.floor(total * 0.22);
  const run = runAt(container, at);
  const idle = run !== undefined && pausedAt(run, at);
  return {
    cpu_usage: { total_usage: total, usage_in_kernelmode: kernel, usage_in_usermode: total - kernel },
    // Of all CPUs since boot, in nanoseconds.
    system_cpu_usage: Math.floor(demoHost.cpus * (demoHost.uptimeMs + at - openedAt) * 1e6),
    online_cpus: demoHost.cpus,
    throttling_data: {
      periods: container.service.cpus === 0 ? 0 : counters.periods,
      throttled_periods: container.service.cpus === 0 || idle ? 0 : counters.throttledPeriods,
      throttled_time: container.service.cpus === 0 ? 0 : Math.floor(counters.throttledSeconds * 1e9),
    },
  };
}

function memoryStats(container: DemoContainer, memory: MemoryFigures): object {
  const anonymous = memory.usageBytes - memory.cacheBytes;
  return {
    usage: memory.usageBytes,
    stats: {
      active_anon: Math.floor(anonymous * 0.02),
      active_file: Math.floor(memory.cacheBytes * 0.2),
      anon: Math.floor(anonymous * 0.94),
      anon_thp: 0,
      file: memory.cacheBytes,
      file_dirty: 0,
      file_mapped: Math.floor(memory.cacheBytes * 0.5),
      file_writeback: 0,
      inactive_anon: Math.floor(anonymous * 0.92),
      inactive_file: Math.floor(memory.cacheBytes * 0.8),
      kernel_stack: memory.processes * 16_384,
      pgactivate: 0,
      pgdeactivate: 0,
      pgfault: Math.floor(anonymous / 4_096),
      pgmajfault: 0,
      shmem: 0,
      slab: Math.floor(anonymous * 0.02),
      sock: 0,
      unevictable: 0,
    },
    // Without a limit the engine writes the memory of the host.
    limit: container.service.memoryLimit || demoHost.memoryBytes,
  };
}

function networkStats(counters: Counters): object {
  return {
    rx_bytes: counters.receivedBytes + 1_736,
    rx_packets: Math.floor(counters.receivedBytes / 640) + 18,
    rx_errors: 0,
    rx_dropped: 0,
    tx_bytes: counters.sentBytes + 126,
    tx_packets: Math.floor(counters.sentBytes / 820) + 3,
    tx_errors: 0,
    tx_dropped: 0,
  };
}

function blockIo(counters: Counters): readonly object[] {
  return [
    { major: 254, minor: 0, op: 'read', value: counters.readBytes },
    { major: 254, minor: 0, op: 'write', value: counters.writtenBytes },
  ];
}
