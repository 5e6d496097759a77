/** States, containers and readings for tests: complete objects from the few fields a test is about. */
import type { ComposeProject, ComposeService } from '../../src/model/compose-project.ts';
import type {
  ComposeLabels,
  Container,
  ContainerDetail,
  ContainerHealth,
  HealthCheck,
  Probe,
} from '../../src/model/container.ts';
import type { EngineInfo, EngineProblem } from '../../src/model/engine-status.ts';
import type { HostSample, HttpProbe } from '../../src/model/host-sample.ts';
import { createInitialState, type InitialStateOptions } from '../../src/model/initial-state.ts';
import { defaultProfile } from '../../src/model/profile.ts';
import { reduceStack } from '../../src/model/reduce-stack.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import type { StackState } from '../../src/model/stack-state.ts';
import type { StatsSample } from '../../src/model/stats.ts';

/** 2026-11-25 01:07:12 UTC: the moment of the drawing in the design. */
export const now = Date.UTC(2026, 10, 25, 1, 7, 12);
export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => count * 86_400_000;
export const mebibyte = 1024 * 1024;
export const gibibyte = 1024 * mebibyte;

const depotixLimits: Readonly<Record<string, number>> = {
  caddy: 256 * mebibyte,
  web: gibibyte,
  api: gibibyte,
  postgres: 512 * mebibyte,
};

const depotixCpus: Readonly<Record<string, number>> = { caddy: 0.5, web: 1, api: 1, postgres: 1 };

const depotixImages: Readonly<Record<string, string>> = {
  caddy: 'caddy:2',
  web: 'depotix-web',
  api: 'depotix-api',
  postgres: 'postgres:16',
};

export function aProbe(parts: Partial<Probe> = {}): Probe {
  const startedAt = parts.startedAt ?? now - seconds(3);
  return { startedAt, endedAt: startedAt + 120, exitCode: 0, output: 'ok', ...parts };
}

/** `count` probes every 5 s, the last one at `last`. */
export function probes(count: number, parts: Partial<Probe> = {}, last = now - seconds(3)): Probe[] {
  return Array.from({ length: count }, (_, index) => {
    const startedAt = last - (count - 1 - index) * seconds(5);
    return aProbe({ ...parts, startedAt, endedAt: startedAt + 120 });
  });
}

function aHealth(parts: Partial<ContainerHealth> = {}): ContainerHealth {
  return { status: 'healthy', meaningful: true, failingStreak: 0, probes: probes(5), ...parts };
}

export const noHealth: ContainerHealth = { status: 'none', meaningful: false, failingStreak: 0, probes: [] };

export function aHealthCheck(parts: Partial<HealthCheck> = {}): HealthCheck {
  return {
    test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:3000/healthz'],
    intervalMs: seconds(5),
    timeoutMs: seconds(3),
    startPeriodMs: seconds(30),
    retries: 3,
    ...parts,
  };
}

function aDetail(parts: Partial<ContainerDetail> = {}): ContainerDetail {
  return {
    exitCode: 0,
    oomKilled: false,
    error: '',
    restartCount: 0,
    startedAt: now - days(9),
    finishedAt: null,
    pid: 4321,
    restartPolicy: 'unless-stopped',
    healthCheck: aHealthCheck(),
    limits: { memoryBytes: gibibyte, cpuCores: 1, pids: null },
    log: { driver: 'json-file', options: {}, path: '/var/lib/docker/containers/x/x-json.log', tty: false },
    networks: [{ name: 'depotix_appnet', ip: '172.18.0.4', aliases: [] }],
    networkMode: 'depotix_appnet',
    mounts: [],
    stopTimeoutSeconds: null,
    stopSignal: null,
    ...parts,
  };
}

export interface ContainerParts extends Partial<Omit<Container, 'labels' | 'health' | 'detail'>> {
  readonly service?: string;
  readonly labels?: Partial<ComposeLabels>;
  readonly health?: Partial<ContainerHealth>;
  /** null: listed, not yet inspected. */
  readonly detail?: Partial<ContainerDetail> | null;
}

/** A running, healthy container of the service (`api` by default), up for nine days. */
export function aContainer({ service = 'api', labels, health, detail, ...parts }: ContainerParts = {}): Container {
  const number = labels?.number === undefined ? 1 : labels.number;
  const name = parts.name ?? `depotix-${service}-${number ?? 1}`;
  return {
    id: idOf(name),
    name,
    labels: {
      project: 'depotix',
      service,
      number,
      oneOff: false,
      configHash: 'c0ffee',
      workingDir: '/srv/depotix',
      configFiles: ['/srv/depotix/compose.yml'],
      dependsOn: dependenciesOf(service),
      ...labels,
    },
    leftover: false,
    image: depotixImages[service] ?? service,
    imageId: `sha256:${idOf(`image-${service}`)}`,
    state: 'running',
    stopping: false,
    health: aHealth(health),
    createdAt: now - days(9),
    ports: [],
    ...parts,
    detail:
      detail === null
        ? null
        : aDetail({
            limits: {
              memoryBytes: depotixLimits[service] ?? null,
              cpuCores: depotixCpus[service] ?? null,
              pids: null,
            },
            ...detail,
          }),
  };
}

/** An exited container; what the engine then says of its health is not meaningful. */
export function anExited(exitCode: number, { detail, ...parts }: ContainerParts = {}): Container {
  return aContainer({
    state: 'exited',
    ...parts,
    health: { status: 'unhealthy', meaningful: false, ...parts.health },
    detail: detail === null ? null : { exitCode, pid: null, finishedAt: now - minutes(3), ...detail },
  });
}

/** 64 hexadecimal characters made from the name: the same each time. */
export function idOf(name: string): string {
  const hex = [...name].map(character => (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('');
  return hex.padEnd(64, '0').slice(0, 64);
}

function dependenciesOf(service: string): readonly string[] {
  return { caddy: ['web', 'api'], api: ['postgres'] }[service] ?? [];
}

export interface SampleParts {
  readonly at?: number;
  readonly cores?: number | null;
  readonly memoryBytes?: number;
  readonly limitBytes?: number | null;
  readonly throttledShare?: number | null;
  readonly oomKills?: number | null;
}

export function aSample(container: Container, parts: SampleParts = {}): StatsSample {
  const limit = parts.limitBytes === undefined ? (container.detail?.limits.memoryBytes ?? null) : parts.limitBytes;
  return {
    containerId: container.id,
    at: parts.at ?? now - seconds(1),
    cpu: {
      cores: parts.cores === undefined ? 0.11 : parts.cores,
      onlineCpus: 2,
      throttledShare: parts.throttledShare === undefined ? 0 : parts.throttledShare,
      throttledPeriods: 0,
    },
    memory: {
      usedBytes: parts.memoryBytes ?? 200 * mebibyte,
      limitBytes: limit,
      cacheBytes: 20 * mebibyte,
      oomKills: parts.oomKills ?? null,
    },
    pids: 12,
    pidsLimit: null,
    io: { rxBytesPerSecond: 12_000, txBytesPerSecond: 48_000, readBytesPerSecond: 0, writeBytesPerSecond: 4_096 },
  };
}

export const engineInfo: EngineInfo = {
  version: '26.1.5',
  apiVersion: '1.45',
  os: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0',
  cpus: 2,
  memoryBytes: 3.8 * gibibyte,
  name: 'server',
  cgroupVersion: 2,
  rootDir: '/var/lib/docker',
};

export const engineDown: EngineProblem = {
  code: 'refused',
  message: 'The engine at unix:///var/run/docker.sock is down: connection refused',
  nextSteps: ['systemctl status docker'],
  statusCode: null,
};

export function aHost(parts: Partial<HostSample> = {}): HostSample {
  return {
    at: now - seconds(2),
    memory: {
      ok: true,
      value: {
        totalBytes: 3.8 * gibibyte,
        availableBytes: 2.1 * gibibyte,
        swapTotalBytes: gibibyte,
        swapUsedBytes: 0,
      },
    },
    load: { ok: true, value: { one: 0.4, five: 0.5, fifteen: 0.4, cpus: 2 } },
    pressure: { ok: true, value: { cpu: 1.2, memory: 0, io: 0.3 } },
    disks: { ok: true, value: [aDisk()] },
    bootedAt: { ok: true, value: now - days(41) },
    ...parts,
  };
}

export function aDisk(
  usedPercent = 63,
  inodePercent = 12,
  path = '/',
): {
  path: string;
  totalBytes: number;
  usedBytes: number;
  availableBytes: number;
  totalInodes: number;
  usedInodes: number;
} {
  const totalBytes = 40 * gibibyte;
  const usedBytes = (totalBytes * usedPercent) / 100;
  return {
    path,
    totalBytes,
    usedBytes,
    availableBytes: totalBytes - usedBytes,
    totalInodes: 1_000_000,
    usedInodes: inodePercent * 10_000,
  };
}

export function anHttpProbe(parts: Partial<HttpProbe> = {}): HttpProbe {
  return {
    at: now - seconds(2),
    url: 'https://depotix.example/healthz',
    ok: true,
    statusCode: 200,
    durationMs: 42,
    detail: 'ok',
    ...parts,
  };
}

export function aComposeService(name: string, parts: Partial<ComposeService> = {}): ComposeService {
  return {
    name,
    image: depotixImages[name] ?? null,
    builds: name === 'web' || name === 'api',
    wanted: 1,
    dependsOn: dependenciesOf(name),
    containerName: null,
    publishes: name === 'caddy',
    ...parts,
  };
}

export function aCompose(
  services: readonly ComposeService[] = ['caddy', 'web', 'api', 'postgres'].map(name => aComposeService(name)),
): ComposeProject {
  return { name: 'depotix', files: ['/srv/depotix/compose.yml'], workingDir: '/srv/depotix', services };
}

export const initialOptions: InitialStateOptions = {
  identity: { project: 'depotix', workingDir: '/srv/depotix', files: ['/srv/depotix/compose.yml'], warnings: [] },
  profile: defaultProfile,
  endpoint: 'unix:///var/run/docker.sock',
  local: true,
  demo: false,
  at: now - minutes(16),
};

/** The four containers of the reference stack, running and healthy. */
export function depotixContainers(): Container[] {
  return ['caddy', 'web', 'api', 'postgres'].map(service => aContainer({ service }));
}

const usage: Readonly<Record<string, SampleParts>> = {
  caddy: { memoryBytes: 38 * mebibyte, cores: 0.01 },
  web: { memoryBytes: 411 * mebibyte, cores: 0.11 },
  api: { memoryBytes: 430 * mebibyte, cores: 0.2 },
  postgres: { memoryBytes: 301 * mebibyte, cores: 0.19 },
};

/** A usual reading of one of the four. */
function usualSample(container: Container, parts: SampleParts = {}): StatsSample {
  return aSample(container, { ...usage[container.labels.service ?? ''], ...parts });
}

export interface StateParts {
  readonly containers?: readonly Container[];
  readonly samples?: readonly StatsSample[];
  readonly options?: Partial<InitialStateOptions>;
  /** Events that come after the stack was seen. */
  readonly later?: readonly StackEvent[];
}

/** The state of a console that has seen all of this: connected, compose file read, host sampled. Healthy by default. */
export function aState({
  containers = depotixContainers(),
  samples,
  options,
  later = [],
}: StateParts = {}): StackState {
  const at = now - seconds(1);
  const running = containers.filter(({ state }) => state === 'running');
  const events: StackEvent[] = [
    { type: 'engine-connected', at, info: engineInfo },
    { type: 'containers-listed', at, containers },
    { type: 'compose-read', at, project: aCompose() },
    { type: 'host-sampled', at, sample: aHost() },
    { type: 'stats-sampled', at, samples: samples ?? running.map(container => usualSample(container)) },
    ...later,
  ];
  return events.reduce(reduceStack, createInitialState({ ...initialOptions, ...options }));
}

/** The reference stack with the containers of one or more services replaced. */
export function aStateWith(changed: readonly Container[], parts: Omit<StateParts, 'containers'> = {}): StackState {
  const services = new Set(changed.map(({ labels }) => labels.service));
  const others = depotixContainers().filter(({ labels }) => !services.has(labels.service));
  return aState({ ...parts, containers: [...others, ...changed] });
}
