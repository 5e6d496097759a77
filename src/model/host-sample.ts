/** The host that the engine runs on. Every part may be unknown, with the reason said. */

/** A value or why there is none: "not available: the engine is elsewhere". */
export type Known<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export interface HostMemory {
  readonly totalBytes: number;
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapUsedBytes: number;
}

export interface HostLoad {
  readonly one: number;
  readonly five: number;
  readonly fifteen: number;
  readonly cpus: number;
}

/** Share of the last 10 s in which tasks stalled, 0..100 (`some avg10` of /proc/pressure). */
export interface HostPressure {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly io: number | null;
}

export interface DiskUsage {
  readonly path: string;
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** What an unprivileged process may still write. */
  readonly availableBytes: number;
  /** 0 on file systems without inodes (btrfs, vfat): show "-", divide nothing. */
  readonly totalInodes: number;
  readonly usedInodes: number;
}

export interface HostSample {
  readonly at: number;
  readonly memory: Known<HostMemory>;
  readonly load: Known<HostLoad>;
  readonly pressure: Known<HostPressure>;
  readonly disks: Known<readonly DiskUsage[]>;
  readonly bootedAt: Known<number>;
}

/** One answer of an HTTP probe of the public URL. */
export interface HttpProbe {
  readonly at: number;
  readonly url: string;
  readonly ok: boolean;
  readonly statusCode: number | null;
  readonly durationMs: number | null;
  /** First 200 characters of the body or the error, safe to show. */
  readonly detail: string;
}

export interface TlsProbe {
  readonly at: number;
  readonly host: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly authorized: boolean;
  readonly problem: string | null;
}

/** What a container's own cgroup and /proc tell, read from the host and never by exec. */
export interface ContainerCgroup {
  readonly containerId: string;
  readonly oomKills: number | null;
  readonly memoryPeakBytes: number | null;
  readonly processes: number | null;
}
