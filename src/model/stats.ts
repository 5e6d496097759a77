/** Resource usage of one container at one moment, and its bounded history. */

export interface CpuUsage {
  /** Cores in use, 1.0 = one core; null on the first reading, which has no predecessor. */
  readonly cores: number | null;
  readonly onlineCpus: number;
  /** Share of CFS periods throttled since the reading before, 0..1; null when unknown or no quota. */
  readonly throttledShare: number | null;
  readonly throttledPeriods: number | null;
}

export interface MemoryUsage {
  /** Usage minus inactive file pages, as `docker stats` counts. */
  readonly usedBytes: number;
  /** null: no limit (the engine then reports the host's memory). */
  readonly limitBytes: number | null;
  /** Page cache that the kernel may drop. */
  readonly cacheBytes: number;
  readonly oomKills: number | null;
}

export interface IoRates {
  readonly rxBytesPerSecond: number | null;
  readonly txBytesPerSecond: number | null;
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
}

export interface StatsSample {
  readonly containerId: string;
  readonly at: number;
  readonly cpu: CpuUsage;
  readonly memory: MemoryUsage | null;
  readonly pids: number | null;
  readonly pidsLimit: number | null;
  readonly io: IoRates;
}

/** Newest last; at most `capacity` points. */
export interface SeriesPoint {
  readonly at: number;
  readonly cores: number | null;
  readonly memoryBytes: number | null;
  readonly rxBytesPerSecond: number | null;
  readonly txBytesPerSecond: number | null;
  /** Share of throttled CPU periods, 0..1; absent where it is not kept (sums of replicas). */
  readonly throttledShare?: number | null;
}
