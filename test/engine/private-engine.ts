import { existsSync, openSync, closeSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answers } from './engine-api.ts';
import { removeLeftovers } from './leftovers.ts';
import { withLock } from './lock.ts';
import { preparePrefix, type EngineVersion, type Prefix } from './prefix.ts';
import { childrenOf, isRunning, markProcess, signalProcess, waitForEnd, type ProcessMark } from './processes.ts';
import { lastLines } from './run-command.ts';
import { shortHash, type TestHost } from './test-host.ts';

export type EngineOptions = {
  /** Default: 26.1. */
  readonly version?: EngineVersion;
  /**
   * `persistent` (default): one engine per version whose images stay in the cache; one that runs is taken over.
   * `fresh`: an empty engine of its own, whose data are removed when it stops.
   */
  readonly data?: 'persistent' | 'fresh';
  /**
   * `host` (default for persistent): published ports can be reached on 127.0.0.1. Only one such engine at a time, since
   * each rewrites the machine's firewall rules at its start.
   * `own` (default for fresh): a network name space of its own; any number can run, published ports are out of reach.
   */
  readonly network?: 'host' | 'own';
  /** More arguments for dockerd. */
  readonly dockerdArguments?: readonly string[];
};

/** A running dockerd of ours. */
export type PrivateEngine = {
  readonly version: EngineVersion;
  readonly socket: string;
  readonly dockerHost: string;
  readonly pid: number;
  readonly dataRoot: string;
  readonly execRoot: string;
  readonly logFile: string;
  /** For the docker client: PATH, DOCKER_HOST, DOCKER_CONFIG. */
  readonly env: NodeJS.ProcessEnv;
  /** Where docker and its plugins lie; first in env's PATH. */
  readonly binFolders: readonly string[];
  /** Whether this call started it; false: it ran already. */
  readonly startedHere: boolean;
  /** Ends it and its containers in order, then what is left of it. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash: containers go on. `restart` or `stop` clean up. */
  kill(): Promise<void>;
  /** SIGSTOP: the socket still takes connections, and nobody answers. */
  pause(): void;
  resume(): void;
  /**
   * Ends it if it still runs, and starts it again on the same socket, data and execution folder, as a service manager
   * does: after `kill`, the new one finds the containers of the old.
   */
  restart(): Promise<PrivateEngine>;
};

type Place = {
  readonly version: EngineVersion;
  readonly fresh: boolean;
  readonly network: 'host' | 'own';
  readonly dataRoot: string;
  /** Holds execRoot, socket, pid file and log. */
  readonly folder: string;
  readonly dockerdArguments: readonly string[];
};

const startTimeoutMs = 60_000;
const stopTimeoutMs = 90_000;

/**
 * Starts a private dockerd, or takes over the persistent one that runs.
 * @throws with the last lines of its log if it does not get ready within a minute.
 */
export async function startEngine(host: TestHost, options: EngineOptions = {}): Promise<PrivateEngine> {
  const place = await choosePlace(host, options);
  const prefix = await preparePrefix(host, place.version);
  return startAt(host, prefix, place, { clean: true });
}

/** The persistent engine if it runs now; never starts one. */
export async function findEngine(host: TestHost, version: EngineVersion = '26.1'): Promise<PrivateEngine | undefined> {
  const place = await choosePlace(host, { version });
  const running = await readMark(place);
  if (running === undefined) return undefined;
  return handle(host, await preparePrefix(host, version), place, running, false);
}

async function choosePlace(host: TestHost, options: EngineOptions): Promise<Place> {
  const version = options.version ?? '26.1';
  const fresh = options.data === 'fresh';
  const parent = join(host.cache, fresh ? 'fresh' : 'data');
  await mkdir(parent, { recursive: true });
  const dataRoot = fresh ? await mkdtemp(join(parent, `${version}-`)) : join(parent, version);
  return {
    version,
    fresh,
    network: options.network ?? (fresh ? 'own' : 'host'),
    dataRoot,
    folder: join(host.runtime, fresh ? shortHash(dataRoot) : version),
    dockerdArguments: options.dockerdArguments ?? [],
  };
}

/** `clean`: what a crashed engine left is removed first, and not taken over by the new one. */
function startAt(host: TestHost, prefix: Prefix, place: Place, how: { clean: boolean }): Promise<PrivateEngine> {
  return withLock(host, `start engine ${place.folder}`, async () => {
    await mkdir(place.folder, { recursive: true, mode: 0o700 });
    const running = await readMark(place);
    if (running !== undefined) {
      // A run that died in the middle of a test may have left it stopped.
      signalProcess(running, 'SIGCONT');
      if (await waitUntilReady(place, running)) return handle(host, prefix, place, running, false);
      throw new Error(`The test engine (pid ${running.pid}) hangs; end it with: kill -9 ${running.pid}`);
    }
    if (how.clean) await removeLeftovers(execRootOf(place), place.dataRoot);
    const mark = await spawnDockerd(host, prefix, place);
    await writeFile(markFileOf(place), JSON.stringify(mark));
    if (await waitUntilReady(place, mark)) return handle(host, prefix, place, mark, true);
    signalProcess(mark, 'SIGKILL');
    await removeLeftovers(execRootOf(place), place.dataRoot);
    const log = await readFile(logFileOf(place), 'utf8');
    throw new Error(
      `dockerd ${place.version} did not get ready. The last lines of ${logFileOf(place)}:\n${lastLines(log, 20)}`,
    );
  });
}

async function spawnDockerd(host: TestHost, prefix: Prefix, place: Place): Promise<ProcessMark> {
  // The machine's own /etc/docker/daemon.json must play no part.
  const configFile = join(place.folder, 'daemon.json');
  await writeFile(configFile, '{}\n');
  await rm(socketOf(place), { force: true });
  await rm(join(place.folder, 'docker.pid'), { force: true });
  // dockerd 20.10 takes the pid of a dead containerd that nobody has reaped yet for a living one, and waits for it.
  await rm(join(execRootOf(place), 'containerd/containerd.pid'), { force: true });
  const dockerd = [
    'dockerd',
    `--config-file=${configFile}`,
    `--pidfile=${join(place.folder, 'docker.pid')}`,
    `--data-root=${place.dataRoot}`,
    `--exec-root=${execRootOf(place)}`,
    `--host=unix://${socketOf(place)}`,
    ...place.dockerdArguments,
  ];
  // `exec` all the way: the process started here becomes dockerd, so its pid is known.
  const isolated = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...dockerd];
  const [program = '', ...args] = place.network === 'own' ? isolated : dockerd;
  const log = openSync(logFileOf(place), 'w', 0o600);
  try {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...host.env, PATH: prefix.path, DOCKER_HOST: undefined },
    });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    const mark = markProcess(child.pid ?? 0);
    if (mark === undefined) throw new Error(`dockerd ended at once; see ${logFileOf(place)}`);
    return mark;
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(place: Place, mark: ProcessMark): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  while (isRunning(mark) && Date.now() < deadline) {
    if (existsSync(socketOf(place)) && (await answers(socketOf(place)))) return true;
    await wait(50);
  }
  return false;
}

function handle(host: TestHost, prefix: Prefix, place: Place, mark: ProcessMark, startedHere: boolean): PrivateEngine {
  const dockerHost = `unix://${socketOf(place)}`;
  return {
    version: place.version,
    socket: socketOf(place),
    dockerHost,
    pid: mark.pid,
    dataRoot: place.dataRoot,
    execRoot: execRootOf(place),
    logFile: logFileOf(place),
    env: { ...host.env, PATH: prefix.path, DOCKER_HOST: dockerHost, DOCKER_CONFIG: prefix.dockerConfig },
    binFolders: prefix.binFolders,
    startedHere,
    stop: () => stopAt(place, mark),
    kill: () => killWithChildren(mark),
    pause: () => void signalProcess(mark, 'SIGSTOP'),
    resume: () => void signalProcess(mark, 'SIGCONT'),
    restart: async () => {
      await endInOrder(mark);
      return startAt(host, prefix, place, { clean: false });
    },
  };
}

async function stopAt(place: Place, mark: ProcessMark): Promise<void> {
  await endInOrder(mark);
  await removeLeftovers(execRootOf(place), place.dataRoot);
  await rm(place.folder, { recursive: true, force: true });
  if (place.fresh) await rm(place.dataRoot, { recursive: true, force: true });
}

/** The kernel ends containerd with its dockerd, but a moment later: waited for, else the next dockerd takes it for alive. */
async function killWithChildren(mark: ProcessMark): Promise<void> {
  const children = childrenOf(mark);
  signalProcess(mark, 'SIGKILL');
  for (const each of [mark, ...children]) await waitForEnd(each, stopTimeoutMs);
}

/** SIGTERM and its time, then SIGKILL; containerd, its child, is waited for too. */
async function endInOrder(mark: ProcessMark): Promise<void> {
  const children = childrenOf(mark);
  signalProcess(mark, 'SIGCONT');
  signalProcess(mark, 'SIGTERM');
  for (const each of [mark, ...children]) {
    if (await waitForEnd(each, stopTimeoutMs)) continue;
    signalProcess(each, 'SIGKILL');
    await waitForEnd(each, 5000);
  }
}

/** The dockerd of this place, if it still runs. */
async function readMark(place: Place): Promise<ProcessMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(markFileOf(place), 'utf8')) as ProcessMark;
    return isRunning(mark) ? mark : undefined;
  } catch {
    return undefined;
  }
}

const socketOf = (place: Place): string => join(place.folder, 'docker.sock');
const execRootOf = (place: Place): string => join(place.folder, 'exec');
const logFileOf = (place: Place): string => join(place.folder, 'dockerd.log');
const markFileOf = (place: Place): string => join(place.folder, 'engine.json');
