/** The built console in a real terminal, as a person opens it: own home, no compose file around, nothing inherited. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTerminal, type Terminal } from './terminal.ts';

export interface ConsoleOptions {
  /** Arguments of `depotix`. */
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** On top of the engine's; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whose PATH and DOCKER_HOST the console gets. Default: none, so that only arguments name an engine. */
  readonly engine?: { readonly env: NodeJS.ProcessEnv };
}

export const launcher = path.resolve(import.meta.dirname, '../../dist/depotix.mjs');
/** The Node that runs the tests is the project's own. */
export const node = process.execPath;

/** A home without settings; `npm` and `docker` leave nothing in the person's own. */
export function openHome(): { readonly folder: string; readonly env: Record<string, string>; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'depotix-home-'));
  return {
    folder,
    env: {
      HOME: folder,
      XDG_CONFIG_HOME: path.join(folder, 'config'),
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      XDG_STATE_HOME: path.join(folder, 'state'),
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** What says where an engine is, or which project: none of it may come from the person who runs the tests. */
const foreign: Record<string, undefined> = {
  DOCKER_HOST: undefined,
  DOCKER_CONTEXT: undefined,
  DOCKER_CONFIG: undefined,
  COMPOSE_FILE: undefined,
  COMPOSE_PROJECT_NAME: undefined,
  INK_SCREEN_READER: undefined,
};

export function consoleEnvironment(
  options: ConsoleOptions,
  home: Record<string, string>,
): Record<string, string | undefined> {
  return { ...foreign, ...options.engine?.env, ...home, ...options.env };
}

/** Opens `depotix`; `dispose` ends it and removes its home. */
export function openConsole(options: ConsoleOptions = {}): Terminal {
  const home = openHome();
  const terminal = openTerminal({
    command: node,
    args: [launcher, ...(options.args ?? [])],
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    env: consoleEnvironment(options, home.env),
    cwd: home.folder,
  });
  return { ...terminal, dispose: () => terminal.dispose().finally(home.remove) };
}

/** Runs the test on a console, and ends it however the test ends. */
export async function withConsole(options: ConsoleOptions, test: (console: Terminal) => Promise<void>): Promise<void> {
  const terminal = openConsole(options);
  try {
    await test(terminal);
  } finally {
    await terminal.dispose();
  }
}

export interface PipedResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs `depotix` with pipes in place of a terminal. @throws after 30 s */
export async function runPiped(args: readonly string[], env: ConsoleOptions['env'] = {}): Promise<PipedResult> {
  const home = openHome();
  const child = spawn(node, [launcher, ...args], {
    env: { ...process.env, ...consoleEnvironment({ env: env ?? {} }, home.env) },
    cwd: home.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { ...output, exitCode };
  } finally {
    home.remove();
  }
}
