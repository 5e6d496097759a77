/** What a service of the demo is made of: the part that never changes while it runs. */

export type DemoRole = 'caddy' | 'web' | 'api' | 'postgres' | 'worker' | 'terminal';

export interface DemoProbe {
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

export interface DemoMount {
  readonly type: 'bind' | 'volume';
  readonly name?: string;
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
}

interface DemoPort {
  readonly container: number;
  /** null: exposed inside only. */
  readonly host: number | null;
  readonly protocol: 'tcp' | 'udp';
}

export interface DemoService {
  readonly name: string;
  readonly project: string;
  readonly role: DemoRole;
  /** The last part of its address: 172.18.0.x. */
  readonly address: number;
  /** A reference of `demoImages`. */
  readonly image: string;
  readonly builds: boolean;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly user: string;
  readonly workingDir: string;
  readonly memoryLimit: number;
  readonly cpus: number;
  readonly ports: readonly DemoPort[];
  readonly mounts: readonly DemoMount[];
  readonly dependsOn: readonly string[];
  readonly probe: DemoProbe | null;
  readonly stopSignal: string | null;
  readonly stopTimeoutSeconds: number | null;
  readonly tty: boolean;
  readonly restartPolicy: 'unless-stopped' | 'no';
  /** From the start of the process until it answers, ms. */
  readonly bootMs: number;
  /** From the stop signal until the process has ended, ms. */
  readonly stopMs: number;
  /** Exit code after a stop signal. */
  readonly stopExitCode: number;
  /** A job that has done its work: ended by itself half a minute after its start, with this exit code. */
  readonly endedWith: number | null;
  /** How long before the demo opened it was created and started, ms. */
  readonly ageMs: number;
}

export const demoProject = 'depotix';
export const demoWorkingDir = '/srv/depotix';

export function containerName(service: DemoService): string {
  return `${service.project}-${service.name}-1`;
}
