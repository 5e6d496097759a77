/** The counters of a container's cgroup and network at a moment, computed from its past. Pure. */
import type { DemoContainer, Run } from './container.ts';
import { runAt } from './container.ts';
import { loadProfile, memoryProfile } from './load-profile.ts';
import { oomAfterMs, troubleSince } from './plan.ts';
import { scenarioAt, segmentsOf, type Segment, type Timeline } from './timeline.ts';
import { waveAt, waveSum } from './wave.ts';

/** All since the start of the run, as a new cgroup counts from zero. */
export interface Counters {
  readonly cpuSeconds: number;
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

export interface MemoryFigures {
  /** With the cache. */
  readonly usageBytes: number;
  readonly cacheBytes: number;
  readonly processes: number;
}

/** The scheduler gives out CPU in periods of 100 ms. */
const periodsPerSecond = 10;
/** Start of a process: imports, compilers, one core's worth of them. */
const bootCores = 0.75;

export function countersAt(timeline: Timeline, container: DemoContainer, at: number): Counters | undefined {
  const run = runAt(container, at);
  if (run === undefined) return undefined;
  const { role, bootMs } = container.service;
  const sums = { cpu: 0, periods: 0, throttled: 0, received: 0, sent: 0, read: 0, written: 0 };
  for (const segment of activeSegments(timeline, run, at)) {
    const profile = loadProfile(role, segment.scenario);
    const seconds = (segment.to - segment.from) / 1000;
    const traffic = waveSum(timeline.seed, segment.from, segment.to);
    sums.cpu += profile.cpu * seconds + profile.cpuPerTraffic * traffic;
    sums.periods += periodsPerSecond * seconds;
    sums.throttled += periodsPerSecond * seconds * profile.throttled;
    sums.received += profile.received * traffic;
    sums.sent += profile.sent * traffic;
    sums.read += profile.read * traffic;
    sums.written += profile.written * traffic;
  }
  return {
    cpuSeconds: sums.cpu + (bootCores * Math.min(at - run.startedAt, bootMs)) / 1000,
    periods: Math.floor(sums.periods),
    throttledPeriods: Math.floor(sums.throttled),
    throttledSeconds: sums.throttled * 0.04,
    receivedBytes: Math.floor(sums.received),
    sentBytes: Math.floor(sums.sent),
    readBytes: Math.floor(sums.read),
    writtenBytes: Math.floor(sums.written),
  };
}

export function memoryAt(timeline: Timeline, container: DemoContainer, at: number): MemoryFigures | undefined {
  const run = runAt(container, at);
  if (run === undefined) return undefined;
  const profile = memoryProfile(container.service.role);
  const ageMs = at - run.startedAt;
  const warm = 0.45 + 0.55 * (1 - Math.exp(-ageMs / 15_000));
  const grown = (profile.growthBytesPerDay * ageMs) / 86_400_000;
  const wave = 1 + 0.015 * (waveAt(timeline.seed, at) - 1);
  const anonymous = (profile.baseBytes * warm + grown) * wave;
  const leaked = leakAt(timeline, container, run, at, anonymous);
  const cacheBytes = Math.floor(profile.cacheBytes * warm);
  const limit = container.service.memoryLimit || Number.POSITIVE_INFINITY;
  return {
    usageBytes: Math.min(limit, Math.floor(anonymous + leaked) + cacheBytes),
    cacheBytes: leaked > 0 ? Math.floor(cacheBytes / 4) : cacheBytes,
    processes: profile.processes,
  };
}

/** In the scenario `oom` api takes what its limit leaves, evenly until the kernel ends it. */
function leakAt(timeline: Timeline, container: DemoContainer, run: Run, at: number, used: number): number {
  const scenario = scenarioAt(timeline, at);
  if (scenario.name !== 'oom' || container.service.role !== 'api') return 0;
  const share = (at - troubleSince(run, scenario)) / oomAfterMs(timeline.seed, run);
  return Math.max(0, (container.service.memoryLimit - used) * Math.min(1, share));
}

/** The run up to `at` without its pauses, cut where the scenario changed. */
function activeSegments(timeline: Timeline, run: Run, at: number): readonly Segment[] {
  const segments: Segment[] = [];
  let from = run.startedAt;
  for (const pause of run.pauses) {
    if (pause.from >= at) break;
    segments.push(...segmentsOf(timeline, from, pause.from));
    from = Math.min(at, pause.to ?? at);
  }
  segments.push(...segmentsOf(timeline, from, at));
  return segments;
}
