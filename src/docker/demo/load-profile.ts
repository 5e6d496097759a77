/** What each service uses, by scenario. CPU in cores; `perTraffic` is at mean traffic and goes with the wave. */
import type { ScenarioName } from './scenario.ts';
import type { DemoRole } from './service.ts';

export interface LoadProfile {
  readonly cpu: number;
  readonly cpuPerTraffic: number;
  /** Share of the scheduler's periods in which it was held back, 0..1. */
  readonly throttled: number;
  /** Bytes per second at mean traffic. */
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
}

export interface MemoryProfile {
  readonly baseBytes: number;
  /** Pages of files that the kernel may drop; counted in `usage`. */
  readonly cacheBytes: number;
  readonly growthBytesPerDay: number;
  readonly processes: number;
}

const mebibyte = 1024 * 1024;

const normal: Record<DemoRole, LoadProfile> = {
  caddy: load(0.004, 0.012, 4_200, 38_000, 0, 300),
  web: load(0.025, 0.075, 9_000, 31_000, 0, 0),
  api: load(0.04, 0.14, 11_000, 14_000, 0, 200),
  postgres: load(0.03, 0.1, 3_800, 9_500, 900, 42_000),
  worker: load(0.006, 0, 120, 90, 0, 60),
  terminal: load(0, 0, 0, 0, 0, 0),
};

const troubled: Partial<Record<ScenarioName, Partial<Record<DemoRole, Partial<LoadProfile>>>>> = {
  oom: { api: { cpu: 0.25, cpuPerTraffic: 0.35, throttled: 0.12 }, postgres: { cpuPerTraffic: 0.25, sent: 900_000 } },
  'crash-loop': { api: { cpu: 0.7, cpuPerTraffic: 0, throttled: 0.2 }, postgres: { cpuPerTraffic: 0.01 } },
  'db-down': { api: { cpu: 0.03, cpuPerTraffic: 0.05, sent: 2_500 } },
  unhealthy: { web: { cpu: 0.55, cpuPerTraffic: 0.3, throttled: 0.22 } },
  slow: { api: { cpu: 0.985, cpuPerTraffic: 0, throttled: 0.64 }, postgres: { cpuPerTraffic: 0.3 } },
  'log-flood': { api: { cpu: 0.7, cpuPerTraffic: 0.1, throttled: 0.15, written: 7_500_000 } },
};

export function loadProfile(role: DemoRole, scenario: ScenarioName): LoadProfile {
  return { ...normal[role], ...troubled[scenario]?.[role] };
}

const memory: Record<DemoRole, MemoryProfile> = {
  caddy: { baseBytes: 38 * mebibyte, cacheBytes: 6 * mebibyte, growthBytesPerDay: 40_000, processes: 9 },
  web: { baseBytes: 330 * mebibyte, cacheBytes: 21 * mebibyte, growthBytesPerDay: 14 * mebibyte, processes: 23 },
  api: { baseBytes: 212 * mebibyte, cacheBytes: 18 * mebibyte, growthBytesPerDay: 300_000, processes: 4 },
  postgres: { baseBytes: 188 * mebibyte, cacheBytes: 110 * mebibyte, growthBytesPerDay: 150_000, processes: 11 },
  worker: { baseBytes: 44 * mebibyte, cacheBytes: 2 * mebibyte, growthBytesPerDay: 60_000, processes: 2 },
  terminal: { baseBytes: 2 * mebibyte, cacheBytes: 0, growthBytesPerDay: 0, processes: 1 },
};

export function memoryProfile(role: DemoRole): MemoryProfile {
  return memory[role];
}

function load(
  cpu: number,
  cpuPerTraffic: number,
  received: number,
  sent: number,
  read: number,
  written: number,
): LoadProfile {
  return { cpu, cpuPerTraffic, throttled: 0, received, sent, read, written };
}
