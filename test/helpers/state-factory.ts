/** States to draw: the reference stack, well and in trouble. The moment is 2026-11-25 01:07:12 UTC. */
import type { Container, ContainerDetail, Probe } from '../../src/model/container.ts';
import { defaultProfile } from '../../src/model/profile.ts';
import type { EngineProblem } from '../../src/model/engine-status.ts';
import type { HostSample } from '../../src/model/host-sample.ts';
import type { StackState } from '../../src/model/stack-state.ts';
import type { SeriesPoint, StatsSample } from '../../src/model/stats.ts';
import type { ConsoleState } from '../../src/store/create-stack-store.ts';
import { createInitialConsoleState } from '../../src/store/initial-console-state.ts';
import type { UiState } from '../../src/store/ui-state.ts';
import { makeContainer } from './make-container.ts';

export const now = Date.parse('2026-11-25T01:07:12Z');
const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

function makeDetail(changes: Partial<ContainerDetail> = {}): ContainerDetail {
  return {
    exitCode: 0,
    oomKilled: false,
    error: '',
    restartCount: 0,
    startedAt: now - 9 * day,
    finishedAt: null,
    pid: 4242,
    restartPolicy: 'unless-stopped',
    healthCheck: {
      test: ['CMD-SHELL', 'curl -fsS http://127.0.0.1:8000/healthz'],
      intervalMs: 10 * second,
      timeoutMs: 3 * second,
      startPeriodMs: 20 * second,
      retries: 3,
    },
    limits: { memoryBytes: GiB, cpuCores: 1, pids: 256 },
    log: { driver: 'json-file', options: {}, path: '/var/lib/docker/containers/x/x-json.log', tty: false },
    networks: [{ name: 'appnet', ip: '172.20.0.3', aliases: [] }],
    networkMode: 'depotix_appnet',
    mounts: [],
    stopTimeoutSeconds: null,
    stopSignal: null,
    ...changes,
  };
}

export function makeSample(
  containerId: string,
  changes: Partial<Pick<StatsSample, 'cpu' | 'memory' | 'pids' | 'io'>> = {},
): StatsSample {
  return {
    containerId,
    at: now - second,
    cpu: { cores: 0.11, onlineCpus: 2, throttledShare: 0, throttledPeriods: 0 },
    memory: { usedBytes: 411 * MiB, limitBytes: GiB, cacheBytes: 20 * MiB, oomKills: 0 },
    pids: 23,
    pidsLimit: 256,
    io: { rxBytesPerSecond: 21_000, txBytesPerSecond: 83_000, readBytesPerSecond: 0, writeBytesPerSecond: 4096 },
    ...changes,
  };
}

interface Part {
  readonly service: string;
  readonly image: string;
  readonly memoryLimit: number;
  readonly memoryUsed: number;
  readonly cores: number;
}

const parts: readonly Part[] = [
  { service: 'caddy', image: 'caddy:2', memoryLimit: 256 * MiB, memoryUsed: 38 * MiB, cores: 0.01 },
  { service: 'web', image: 'depotix-web', memoryLimit: GiB, memoryUsed: 411 * MiB, cores: 0.11 },
  { service: 'api', image: 'depotix-api', memoryLimit: GiB, memoryUsed: 430 * MiB, cores: 0.2 },
  { service: 'postgres', image: 'postgres:16', memoryLimit: 512 * MiB, memoryUsed: 301 * MiB, cores: 0.19 },
];

function partContainer({ service, image, memoryLimit }: Part): Container {
  return makeContainer({
    id: `${service}-id`,
    name: `depotix-${service}-1`,
    image,
    createdAt: now - 9 * day,
    labels: { service, project: 'depotix', workingDir: '/srv/depotix', configFiles: ['/srv/depotix/compose.yml'] },
    health: { status: 'healthy', meaningful: true, failingStreak: 0, probes: probesOf(service, 0) },
    detail: makeDetail({ limits: { memoryBytes: memoryLimit, cpuCores: 1, pids: 256 } }),
  });
}

/** Five probes, ten seconds apart; the last `failing` of them failed. */
function probesOf(service: string, failing: number): readonly Probe[] {
  return Array.from({ length: 5 }, (_, index) => {
    const bad = index >= 5 - failing;
    const startedAt = now - (5 - index) * 10 * second;
    return {
      startedAt,
      endedAt: startedAt + (bad ? 3000 : 84),
      exitCode: bad ? 1 : 0,
      output: bad ? `curl: (7) Failed to connect to ${service} port 8000: Connection refused` : '{"status": "ok"}',
    };
  });
}

function seriesOf({ memoryUsed, cores }: Part): readonly SeriesPoint[] {
  return Array.from({ length: 60 }, (_, index) => ({
    at: now - (60 - index) * 10 * second,
    cores: cores * (1 + 0.5 * Math.sin(index / 5)),
    memoryBytes: memoryUsed * (0.7 + 0.005 * index),
    rxBytesPerSecond: 21_000 + 900 * index,
    txBytesPerSecond: 83_000,
  }));
}

const hostSample: HostSample = {
  at: now - second,
  memory: {
    ok: true,
    value: { totalBytes: 3.8 * GiB, availableBytes: 1.9 * GiB, swapTotalBytes: 2 * GiB, swapUsedBytes: 0 },
  },
  load: { ok: true, value: { one: 0.7, five: 0.6, fifteen: 0.5, cpus: 2 } },
  pressure: { ok: true, value: { cpu: 1, memory: 0, io: 0 } },
  disks: {
    ok: true,
    value: [
      {
        path: '/',
        totalBytes: 40 * GiB,
        usedBytes: 25 * GiB,
        availableBytes: 15 * GiB,
        totalInodes: 2_600_000,
        usedInodes: 312_000,
      },
    ],
  },
  bootedAt: { ok: true, value: now - 41 * day },
};

/** Before the first answer. */
export function connectingState(): ConsoleState {
  return createInitialConsoleState({
    identity: { project: 'depotix', workingDir: '/srv/depotix', files: ['/srv/depotix/compose.yml'], warnings: [] },
    profile: defaultProfile,
    endpoint: 'unix:///var/run/docker.sock',
    local: true,
    demo: false,
    at: now,
  });
}

export function withStack(state: ConsoleState, changes: Partial<StackState>): ConsoleState {
  return { ...state, stack: { ...state.stack, ...changes } };
}

export function withUi(state: ConsoleState, changes: Partial<UiState>): ConsoleState {
  return { ...state, ui: { ...state.ui, ...changes } };
}

/** Four services, all healthy. */
export function healthyState(): ConsoleState {
  const start = connectingState();
  const containers = parts.map(partContainer);
  return withStack(start, {
    engine: {
      ...start.stack.engine,
      phase: 'connected',
      since: now - day,
      lastContactAt: now - 400,
      info: {
        version: '29.1.2',
        apiVersion: '1.52',
        os: 'Debian GNU/Linux 12',
        kernel: '6.1.0',
        cpus: 2,
        memoryBytes: 3.8 * GiB,
        name: 'server',
        cgroupVersion: 2,
        rootDir: '/var/lib/docker',
      },
    },
    containers: Object.fromEntries(containers.map(container => [container.id, container])),
    listedAt: now - 60 * second,
    latestStats: Object.fromEntries(
      parts.map(part => [
        `${part.service}-id`,
        makeSample(`${part.service}-id`, {
          cpu: { cores: part.cores, onlineCpus: 2, throttledShare: 0, throttledPeriods: 0 },
          memory: { usedBytes: part.memoryUsed, limitBytes: part.memoryLimit, cacheBytes: 0, oomKills: 0 },
        }),
      ]),
    ),
    serviceSeries: Object.fromEntries(parts.map(part => [part.service, seriesOf(part)])),
    probes: Object.fromEntries(parts.map(part => [part.service, probesOf(part.service, 0)])),
    host: hostSample,
  });
}

/** api was killed for memory and starts again; caddy answers 502. */
export function incidentState(): ConsoleState {
  const state = healthyState();
  const api = state.stack.containers['api-id'];
  if (api === undefined) throw new Error('the reference stack has an api');
  const killed: Container = {
    ...api,
    state: 'exited',
    createdAt: now - 22 * minute,
    health: { status: 'unhealthy', meaningful: false, failingStreak: 3, probes: probesOf('api', 3) },
    detail: makeDetail({
      exitCode: 137,
      oomKilled: true,
      restartCount: 7,
      startedAt: now - 54 * second,
      finishedAt: now - 14 * second,
      pid: null,
    }),
  };
  return withStack(state, {
    containers: { ...state.stack.containers, [killed.id]: killed },
    starts: { api: [6, 5, 4, 3, 2.5, 1.8, 0.9].map(minutes => now - minutes * minute) },
    probes: { ...state.stack.probes, api: probesOf('api', 3) },
  });
}

/** Was connected; the engine has not answered for 42 s. */
export function lostState(): ConsoleState {
  const state = healthyState();
  return withStack(state, {
    engine: {
      ...state.stack.engine,
      phase: 'lost',
      problem: engineDown,
      since: now - 42 * second,
      lastContactAt: now - 42 * second,
      retryAt: now + 4 * second,
    },
  });
}

const engineDown: EngineProblem = {
  code: 'refused',
  message: "Can't reach the engine at /var/run/docker.sock: connection refused",
  nextSteps: ['systemctl status docker', 'journalctl -u docker -n 50'],
  statusCode: null,
};

/** Never connected. */
export function noEngineState(): ConsoleState {
  const start = connectingState();
  return withStack(start, {
    engine: {
      ...start.stack.engine,
      phase: 'lost',
      problem: engineDown,
      since: now - 12 * second,
      retryAt: now + 4 * second,
    },
    host: hostSample,
    remains: {
      at: now - second,
      units: {
        ok: true,
        value: [
          {
            name: 'docker.service',
            active: 'failed',
            sub: 'failed',
            result: 'exit-code',
            since: 'Wed 2026-11-25 00:58:01 UTC',
            lastLines: ['2026-11-25T00:58:01+0000 srv dockerd[811]: failed to start daemon: no space left on device'],
          },
        ],
      },
      survivors: {
        ok: true,
        value: [
          {
            containerId: 'a',
            name: 'depotix-api-1',
            project: 'depotix',
            service: 'api',
            processes: 3,
            command: 'gunicorn depotix.wsgi',
          },
        ],
      },
    },
  });
}

/** Two stacks on the engine, none chosen. */
export function choosingState(): ConsoleState {
  const state = healthyState();
  return withStack(state, {
    identity: { project: '', workingDir: null, files: [], warnings: [] },
    containers: {},
    listedAt: null,
    candidates: [
      { project: 'depotix', services: 4, running: 4, workingDir: '/srv/depotix' },
      { project: 'shop', services: 3, running: 1, workingDir: '/srv/shop' },
    ],
  });
}
