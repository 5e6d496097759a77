import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What everything in this folder is handed: where to keep things, what it may do to the machine, whom to tell. */
export type TestHost = {
  /** Downloads, the base image, built webs and the persistent engines' data. May be deleted at any time no engine runs. */
  readonly cache: string;
  /** Sockets, pid files and execution state: short paths (a unix socket's may have 107 characters), gone after a boot. */
  readonly runtime: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether packages may be installed on this machine by apt-get. */
  readonly mayInstall: boolean;
  readonly signal: AbortSignal | undefined;
  /** One line for people about what is being done. */
  readonly report: (line: string) => void;
};

export type TestHostOptions = {
  readonly env?: NodeJS.ProcessEnv;
  readonly mayInstall?: boolean;
  readonly signal?: AbortSignal;
  readonly report?: (line: string) => void;
};

/**
 * The usual host: cache in `$XDG_CACHE_HOME/depotix-test`, reports on stderr. Packages are installed only with
 * `CI=true` or `DEPOTIX_TEST_ENGINE=private`, or when the caller says so.
 */
export function createTestHost(options: TestHostOptions = {}): TestHost {
  const env = options.env ?? process.env;
  const cache = join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'depotix-test');
  return {
    cache,
    runtime: join('/run/depotix-test', shortHash(cache)),
    env,
    mayInstall: options.mayInstall ?? isPrivateMachine(env),
    signal: options.signal,
    report: options.report ?? (line => void process.stderr.write(`${line}\n`)),
  };
}

/** Whether the environment says that this machine is there for the tests. */
export function isPrivateMachine(env: NodeJS.ProcessEnv): boolean {
  return env['CI'] === 'true' || env['DEPOTIX_TEST_ENGINE'] === 'private';
}

/** Eight characters that stand for a text in file and image names. */
export function shortHash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 8);
}
