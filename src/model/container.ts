/** One container as the console knows it: parsed from list and inspect, free of the engine's spelling. */

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

/** `none`: no health check, or `HEALTHCHECK NONE`; never a reason to wait for "healthy". */
export type HealthStatus = 'none' | 'starting' | 'healthy' | 'unhealthy';

export interface Probe {
  readonly startedAt: number;
  /** null while the engine has not told the end (20.10 may leave it at the zero time). */
  readonly endedAt: number | null;
  readonly exitCode: number;
  readonly output: string;
}

export interface HealthCheck {
  /** As in the image or compose file: `['CMD', …]` or `['CMD-SHELL', '…']`. */
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

export interface ContainerHealth {
  readonly status: HealthStatus;
  /**
   * False where the engine's word means nothing: the container is paused, stopped or stopping. The engine sets
   * `unhealthy` when it closes the probe monitor (https://github.com/moby/moby/issues/36233).
   */
  readonly meaningful: boolean;
  readonly failingStreak: number;
  readonly probes: readonly Probe[];
}

export interface PublishedPort {
  /** '0.0.0.0', '::', '127.0.0.1' …; null when only exposed inside. */
  readonly hostIp: string | null;
  readonly hostPort: number | null;
  readonly containerPort: number;
  readonly protocol: string;
}

export interface ContainerLimits {
  readonly memoryBytes: number | null;
  readonly cpuCores: number | null;
  readonly pids: number | null;
}

export interface LogSettings {
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  /** Path on the host, null where the driver has none. */
  readonly path: string | null;
  readonly tty: boolean;
}

export interface ContainerMount {
  readonly type: string;
  readonly name: string | null;
  readonly source: string;
  readonly destination: string;
  readonly readOnly: boolean;
}

export interface ContainerNetwork {
  readonly name: string;
  readonly ip: string | null;
  readonly aliases: readonly string[];
}

/** The `com.docker.compose.*` labels that the console reads. */
export interface ComposeLabels {
  readonly project: string | null;
  readonly service: string | null;
  readonly number: number | null;
  readonly oneOff: boolean;
  readonly configHash: string | null;
  readonly workingDir: string | null;
  /** As the label has them, split at commas; relative ones belong to `workingDir`. */
  readonly configFiles: readonly string[];
  readonly dependsOn: readonly string[];
}

/** What only an inspect tells; null on a container that was listed but not yet inspected. */
export interface ContainerDetail {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  readonly restartCount: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly pid: number | null;
  readonly restartPolicy: string;
  readonly healthCheck: HealthCheck | null;
  readonly limits: ContainerLimits;
  readonly log: LogSettings;
  readonly networks: readonly ContainerNetwork[];
  readonly networkMode: string;
  readonly mounts: readonly ContainerMount[];
  /** Seconds; null: the engine's default of 10. */
  readonly stopTimeoutSeconds: number | null;
  readonly stopSignal: string | null;
}

export interface Container {
  readonly id: string;
  /** Without the leading slash; falls back to the 12-character id. */
  readonly name: string;
  readonly labels: ComposeLabels;
  /** True for `<12 hex>_<name>`, what an interrupted recreate leaves (https://github.com/docker/compose/issues/10460). */
  readonly leftover: boolean;
  /** The reference the container was created from, such as `postgres:16`. */
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  /** We (or anybody) sent a stop and the container still runs. */
  readonly stopping: boolean;
  readonly health: ContainerHealth;
  readonly createdAt: number;
  readonly ports: readonly PublishedPort[];
  readonly detail: ContainerDetail | null;
}
