import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answers } from './engine-api.ts';
import {
  endDockerd,
  freshPlace,
  killDockerd,
  noteDockerd,
  persistentPlace,
  runningDockerd,
  stopEngineAt,
  stopOrphans,
  type EnginePlace,
} from './engine-place.ts';
import { removeLeftovers } from './leftovers.ts';
import { withLock } from './lock.ts';
import { preparePrefix, type EngineVersion, type Prefix } from './prefix.ts';
import { isRunning, markProcess, signalProcess, type ProcessMark } from './processes.ts';
import { lastLines } from './run-command.ts';
import type { TestHost } from './test-host.ts';

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

/** An engine to be started: where, and how. */
type Launch = {
  readonly host: TestHost;
  readonly prefix: Prefix;
  readonly place: EnginePlace;
  readonly network: 'host' | 'own';
  readonly dockerdArguments: readonly string[];
};

const startTimeoutMs = 60_000;

/**
 * Starts a private dockerd, or takes over the persistent one that runs.
 * @throws with the last lines of its log if it does not get ready within a minute.
 */
export async function startEngine(host: TestHost, options: EngineOptions = {}): Promise<PrivateEngine> {
  const version = options.version ?? '26.1';
  const fresh = options.data === 'fresh';
  const prefix = await preparePrefix(host, version);
  if (fresh) await withLock(host, 'stop orphans', () => stopOrphans(host));
  const place = fresh ? await freshPlace(host, version) : persistentPlace(host, version);
  const network = options.network ?? (fresh ? 'own' : 'host');
  return launch({ host, prefix, place, network, dockerdArguments: options.dockerdArguments ?? [] }, { clean: true });
}

/** The persistent engine if it runs now; never starts one. */
export async function findEngine(host: TestHost, version: EngineVersion = '26.1'): Promise<PrivateEngine | undefined> {
  const place = persistentPlace(host, version);
  const running = await runningDockerd(place);
  if (running === undefined) return undefined;
  const prefix = await preparePrefix(host, version);
  return handle({ host, prefix, place, network: 'host', dockerdArguments: [] }, running, false);
}

/** `clean`: what a crashed engine left is removed first, and not taken over by the new one. */
function launch(what: Launch, how: { readonly clean: boolean }): Promise<PrivateEngine> {
  const { host, place } = what;
  return withLock(host, `start engine ${place.folder}`, async () => {
    await mkdir(place.folder, { recursive: true, mode: 0o700 });
    const running = await runningDockerd(place);
    if (running !== undefined) {
      // A run that died in the middle of a test may have left it stopped.
      signalProcess(running, 'SIGCONT');
      if (await waitUntilReady(place, running)) return handle(what, running, false);
      throw new Error(`The test engine (pid ${running.pid}) hangs; end it with: kill -9 ${running.pid}`);
    }
    if (how.clean) await removeLeftovers(place.execRoot, place.dataRoot);
    const dockerd = await spawnDockerd(what);
    await noteDockerd(place, dockerd);
    if (await waitUntilReady(place, dockerd)) return handle(what, dockerd, true);
    const log = lastLines(await readFile(place.logFile, 'utf8'), 20);
    await stopEngineAt(place, dockerd);
    throw new Error(`dockerd ${place.version} did not get ready. Its last words:\n${log}`);
  });
}

async function spawnDockerd({ host, prefix, place, network, dockerdArguments }: Launch): Promise<ProcessMark> {
  // The machine's own /etc/docker/daemon.json must play no part.
  const configFile = join(place.folder, 'daemon.json');
  await writeFile(configFile, '{}\n');
  await rm(place.socket, { force: true });
  await rm(place.pidFile, { force: true });
  // dockerd 20.10 takes the pid of a dead containerd that nobody has reaped yet for a living one, and waits for it.
  await rm(join(place.execRoot, 'containerd/containerd.pid'), { force: true });
  const dockerd = [
    'dockerd',
    `--config-file=${configFile}`,
    `--pidfile=${place.pidFile}`,
    `--data-root=${place.dataRoot}`,
    `--exec-root=${place.execRoot}`,
    `--host=unix://${place.socket}`,
    ...dockerdArguments,
  ];
  // `exec` all the way: the process started here becomes dockerd, so its pid is known.
  const isolated = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...dockerd];
  const [program = '', ...args] = network === 'own' ? isolated : dockerd;
  const log = openSync(place.logFile, 'w', 0o600);
  try {
    const env = { ...host.env, PATH: prefix.path, DOCKER_HOST: undefined };
    const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], env });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    const mark = markProcess(child.pid ?? 0);
    if (mark === undefined) throw new Error(`dockerd ended at once; see ${place.logFile}`);
    return mark;
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(place: EnginePlace, dockerd: ProcessMark): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  while (isRunning(dockerd) && Date.now() < deadline) {
    if (existsSync(place.socket) && (await answers(place.socket))) return true;
    await wait(50);
  }
  return false;
}

function handle(what: Launch, dockerd: ProcessMark, startedHere: boolean): PrivateEngine {
  const { host, prefix, place } = what;
  const dockerHost = `unix://${place.socket}`;
  return {
    version: place.version,
    socket: place.socket,
    dockerHost,
    pid: dockerd.pid,
    dataRoot: place.dataRoot,
    execRoot: place.execRoot,
    logFile: place.logFile,
    env: { ...host.env, PATH: prefix.path, DOCKER_HOST: dockerHost, DOCKER_CONFIG: prefix.dockerConfig },
    binFolders: prefix.binFolders,
    startedHere,
    stop: () => stopEngineAt(place, dockerd),
    kill: () => killDockerd(dockerd),
    pause: () => void signalProcess(dockerd, 'SIGSTOP'),
    resume: () => void signalProcess(dockerd, 'SIGCONT'),
    restart: async () => {
      await endDockerd(dockerd);
      return launch(what, { clean: false });
    },
  };
}
