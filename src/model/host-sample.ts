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

/** A systemd unit that Docker is made of. */
export interface UnitState {
  readonly name: string;
  /** "active", "failed", "inactive" … */
  readonly active: string;
  /** "running", "dead", "start-limit-hit" … */
  readonly sub: string;
  readonly result: string;
  /** As systemd writes it; '' when it never changed. */
  readonly since: string;
  readonly lastLines: readonly string[];
}

/** A container whose processes live, found without asking the engine. */
export interface Survivor {
  readonly containerId: string;
  /** As the engine named it; the short id where its files can't be read. */
  readonly name: string;
  readonly project: string | null;
  readonly service: string | null;
  readonly processes: number;
  /** Command of its oldest process. */
  readonly command: string;
}

/** What can still be read of an engine that does not answer. */
export interface EngineRemains {
  readonly at: number;
  readonly units: Known<readonly UnitState[]>;
  readonly survivors: Known<readonly Survivor[]>;
}

/** What a container's own cgroup and /proc tell, read from the host and never by exec. */
export interface ContainerCgroup {
  readonly containerId: string;
  readonly oomKills: number | null;
  readonly memoryPeakBytes: number | null;
  readonly processes: number | null;
}
