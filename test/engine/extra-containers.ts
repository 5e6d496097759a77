import { randomBytes } from 'node:crypto';
import { ensureTinyImage } from './base-image.ts';
import { callEngine } from './engine-api.ts';
import type { PrivateEngine } from './private-engine.ts';
import type { TestHost } from './test-host.ts';

type ContainerSpec = {
  /** Its service in the random project. */
  readonly service: string;
  /** A line for /bin/sh, or the words of a command. */
  readonly command: string | readonly string[];
  /** Default: a few megabytes of busybox. */
  readonly image?: string;
  readonly number?: number;
  readonly oneOff?: boolean;
  readonly tty?: boolean;
  readonly restart?: 'no' | 'always' | 'on-failure' | 'unless-stopped';
  readonly health?: {
    readonly command: string;
    readonly intervalMs: number;
    readonly retries?: number;
    readonly startPeriodMs?: number;
  };
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Options of the json-file log driver, e.g. `{'max-size': '10k', 'max-file': '2'}`. */
  readonly logOptions?: Readonly<Record<string, string>>;
  /** More of HostConfig, as the Engine's API has it. */
  readonly hostConfig?: Readonly<Record<string, unknown>>;
  /** false: created only. */
  readonly start?: boolean;
};

type ExtraContainer = { readonly id: string; readonly name: string };

const nanosecondsPerMs = 1_000_000;

/** Containers of a test's own, labelled as Compose labels those of one project. */
export type ExtraContainers = {
  readonly project: string;
  run(spec: ContainerSpec): Promise<ExtraContainer>;
  /** Removes all of the project, running or not. */
  removeAll(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Opens a random project for containers that misbehave on purpose: log floods, crashes, failing health checks, TTYs.
 * Speaks the plain API, so it works on every engine. Use with `await using`, or call `removeAll` at the end.
 */
export async function openExtraContainers(host: TestHost, engine: PrivateEngine): Promise<ExtraContainers> {
  const image = await ensureTinyImage(host, engine);
  const project = `extra${randomBytes(4).toString('hex')}`;
  const removeAll = () => removeProject(engine, project);
  return {
    project,
    run: spec => runContainer(engine, project, { image, ...spec }),
    removeAll,
    [Symbol.asyncDispose]: removeAll,
  };
}

async function runContainer(
  engine: PrivateEngine,
  project: string,
  spec: ContainerSpec & { image: string },
): Promise<ExtraContainer> {
  const number = spec.number ?? 1;
  const name = `${project}-${spec.service}-${spec.oneOff === true ? 'run-' : ''}${number}`;
  const text = await callEngine(engine.socket, `/containers/create?name=${name}`, {
    method: 'POST',
    body: {
      Image: spec.image,
      Cmd: typeof spec.command === 'string' ? ['/bin/sh', '-c', spec.command] : spec.command,
      Tty: spec.tty ?? false,
      Env: Object.entries(spec.environment ?? {}).map(([key, value]) => `${key}=${value}`),
      Labels: {
        'com.docker.compose.project': project,
        'com.docker.compose.service': spec.service,
        'com.docker.compose.container-number': String(number),
        'com.docker.compose.oneoff': spec.oneOff === true ? 'True' : 'False',
        ...spec.labels,
      },
      ...(spec.health === undefined ? {} : { Healthcheck: healthcheck(spec.health) }),
      HostConfig: {
        RestartPolicy: { Name: spec.restart ?? 'no' },
        Memory: spec.memoryBytes ?? 0,
        NanoCpus: Math.round((spec.cpus ?? 0) * 1e9),
        LogConfig: { Type: 'json-file', Config: spec.logOptions ?? {} },
        ...spec.hostConfig,
      },
    },
  });
  const { Id: id } = JSON.parse(text) as { Id: string };
  if (spec.start !== false) await callEngine(engine.socket, `/containers/${id}/start`, { method: 'POST' });
  return { id, name };
}

function healthcheck(health: NonNullable<ContainerSpec['health']>): Record<string, unknown> {
  return {
    Test: ['CMD-SHELL', health.command],
    Interval: health.intervalMs * nanosecondsPerMs,
    Timeout: 5000 * nanosecondsPerMs,
    Retries: health.retries ?? 1,
    StartPeriod: (health.startPeriodMs ?? 0) * nanosecondsPerMs,
  };
}

async function removeProject(engine: PrivateEngine, project: string): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${project}`] }));
  const list = JSON.parse(await callEngine(engine.socket, `/containers/json?all=1&filters=${filters}`)) as {
    Id: string;
  }[];
  await Promise.all(
    list.map(({ Id }) => callEngine(engine.socket, `/containers/${Id}?force=1&v=1`, { method: 'DELETE' })),
  );
}
