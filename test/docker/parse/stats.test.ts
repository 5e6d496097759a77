import { describe, expect, test } from 'vitest';
import { parseStats } from '../../../src/docker/parse/stats.ts';
import type { Raw } from '../../../src/docker/engine.ts';

interface Cpu {
  readonly total: number;
  readonly system: number;
  readonly online?: number;
  readonly perCpu?: readonly number[];
  readonly throttling?: Raw;
}

function reading(second: number, cpu: Cpu, more: Raw = {}): Raw {
  return {
    read: new Date(Date.UTC(2026, 10, 25, 1, 0, second)).toISOString(),
    preread: '0001-01-01T00:00:00Z',
    precpu_stats: { cpu_usage: { total_usage: 0 } },
    cpu_stats: {
      cpu_usage: { total_usage: cpu.total, ...(cpu.perCpu === undefined ? {} : { percpu_usage: cpu.perCpu }) },
      system_cpu_usage: cpu.system,
      ...(cpu.online === undefined ? {} : { online_cpus: cpu.online }),
      ...(cpu.throttling === undefined ? {} : { throttling_data: cpu.throttling }),
    },
    ...more,
  };
}

const base = { total: 55_000_000_000_000, system: 7_300_000_000_000_000, online: 4 };

const memoryOf = (memory: Raw, memoryLimitBytes?: number | null) =>
  parseStats(
    reading(0, base, { memory_stats: memory }),
    undefined,
    memoryLimitBytes === undefined ? {} : { memoryLimitBytes },
  )?.memory;

const io = (factor: number): Raw => ({
  networks: {
    eth0: { rx_bytes: 1000 * factor, tx_bytes: 10 * factor },
    eth1: { rx_bytes: 500 * factor, tx_bytes: 5 * factor },
  },
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 8, op: 'Read', value: 300 * factor },
      { major: 8, op: 'write', value: 40 * factor },
      { major: 9, op: 'read', value: 100 * factor },
      { major: 9, op: 'Total', value: 9999 * factor },
    ],
  },
});

describe('O-STATS-3: CPU needs two readings', () => {
  test('the first has no cores: neither the average since boot nor NaN', () => {
    expect(parseStats(reading(0, base))?.cpu.cores).toBeNull();
  });

  test('the second has them, against the reading kept by us', () => {
    const next = { ...base, total: base.total + 250_000_000, system: base.system + 4_000_000_000 };
    expect(parseStats(reading(1, next), reading(0, base))?.cpu.cores).toBeCloseTo(0.25, 10);
  });

  test('a restart in between sets the counters back, so there is no predecessor', () => {
    const sample = parseStats(reading(2, { ...base, total: 5_000_000 }), reading(0, base));
    expect(sample?.cpu.cores).toBeNull();
  });

  test('without the CPU time of the host the time between the readings serves', () => {
    const now = reading(2, { total: 1_500_000_000, system: 0 });
    expect(parseStats(now, reading(1, { total: 1_000_000_000, system: 0 }))?.cpu.cores).toBeCloseTo(0.5, 10);
  });
});

describe('O-STATS-5: 60 % of one core, however the CPUs are told', () => {
  const four = [100, 200, 300, 400];
  test.each([
    ['4 CPUs and a list padded with zeros', { online: 4, perCpu: [...four, ...Array.from({ length: 12 }, () => 0)] }],
    ['no list', { online: 4 }],
    ['only a list of 4', { perCpu: four }],
    ['only a padded list', { perCpu: [...four, 0, 0, 0, 0] }],
  ])('%s', (_, cpus) => {
    const before = reading(0, { total: 1_000_000_000, system: 10_000_000_000, ...cpus });
    const now = reading(1, { total: 1_600_000_000, system: 14_000_000_000, ...cpus });
    const cpu = parseStats(now, before)?.cpu;
    expect(cpu?.cores).toBeCloseTo(0.6, 10);
    expect(cpu?.onlineCpus).toBe(4);
  });
});

describe('memory', () => {
  test('O-STATS-2: cgroup v2 counts no page cache that can be dropped', () => {
    const stats = { anon: 251_658_240, file: 480_247_808, inactive_file: 471_859_200, active_file: 8_388_608 };
    expect(memoryOf({ usage: 734_003_200, stats, limit: 1_073_741_824 })).toEqual({
      usedBytes: 262_144_000,
      limitBytes: 1_073_741_824,
      cacheBytes: 480_247_808,
      oomKills: null,
    });
  });

  test('cgroup v1 counts as `docker stats` does, by the hierarchical figure', () => {
    const stats = { cache: 913_408, inactive_file: 10_000, total_inactive_file: 49_152, total_cache: 913_408 };
    expect(memoryOf({ usage: 115_990_528, stats, limit: 1_073_741_824 })?.usedBytes).toBe(115_941_376);
  });

  test('an inactive part larger than the use is not believed', () => {
    expect(memoryOf({ usage: 1000, stats: { inactive_file: 2000 }, limit: 4000 })?.usedBytes).toBe(1000);
  });

  test('the memory of the host, told as limit of a container without one, is no limit', () => {
    expect(memoryOf({ usage: 1000, limit: 25_276_514_304 }, null)?.limitBytes).toBeNull();
    expect(memoryOf({ usage: 1000, limit: 18_446_744_073_709_552_000 })?.limitBytes).toBeNull();
  });

  test('is unknown where the engine tells none', () => {
    expect(memoryOf({})).toBeNull();
  });
});

describe('rates', () => {
  test('are sums over all networks and disks, by the second between the readings', () => {
    expect(parseStats(reading(2, base, io(3)), reading(0, base, io(1)))?.io).toEqual({
      rxBytesPerSecond: 1500,
      txBytesPerSecond: 15,
      readBytesPerSecond: 400,
      writeBytesPerSecond: 40,
    });
  });

  test('are unknown at first, and where the engine tells no networks', () => {
    const unknown = {
      rxBytesPerSecond: null,
      txBytesPerSecond: null,
      readBytesPerSecond: null,
      writeBytesPerSecond: null,
    };
    expect(parseStats(reading(0, base, io(1)))?.io).toEqual(unknown);
    expect(parseStats(reading(2, base), reading(0, base))?.io).toEqual(unknown);
  });

  test('are unknown, not negative, when a network was taken away', () => {
    const less = { networks: { eth0: { rx_bytes: 100, tx_bytes: 10 } } };
    expect(parseStats(reading(2, base, less), reading(0, base, io(1)))?.io.rxBytesPerSecond).toBeNull();
  });
});

describe('throttling', () => {
  test('is the share of the periods since the reading before', () => {
    const before = { ...base, throttling: { periods: 100, throttled_periods: 10 } };
    const now = { ...base, throttling: { periods: 120, throttled_periods: 15 } };
    expect(parseStats(reading(2, now), reading(0, before))?.cpu).toMatchObject({
      throttledShare: 0.25,
      throttledPeriods: 15,
    });
  });

  test('is unknown without a quota', () => {
    const none = { ...base, throttling: { periods: 0, throttled_periods: 0 } };
    expect(parseStats(reading(2, none), reading(0, none))?.cpu).toMatchObject({
      throttledShare: null,
      throttledPeriods: null,
    });
  });
});

test('a container that does not run gives no sample', () => {
  expect(parseStats({ read: '0001-01-01T00:00:00Z', cpu_stats: {}, memory_stats: {} })).toBeNull();
  expect(parseStats({})).toBeNull();
});

test('the largest number of the kernel is no limit of processes', () => {
  const sample = parseStats(reading(0, base, { pids_stats: { current: 4, limit: 18_446_744_073_709_552_000 } }));
  expect(sample).toMatchObject({ pids: 4, pidsLimit: null });
});
