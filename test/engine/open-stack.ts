import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareBaseArchive, prepareTinyArchive } from './base-image.ts';
import { ensureHostPackages } from './debian.ts';
import { withLock } from './lock.ts';
import { preparePrefix } from './prefix.ts';
import { findEngine, startEngine, type PrivateEngine } from './private-engine.ts';
import { describeStack, isStackHealthy, startStack, stackContentKey, type ReferenceStack } from './reference-stack.ts';
import { runCommand } from './run-command.ts';
import type { TestHost } from './test-host.ts';
import { prepareWebBuild } from './web-build.ts';

export type OpenStack = { readonly engine: PrivateEngine; readonly stack: ReferenceStack };

type Note = {
  readonly project: string;
  readonly dir: string;
  readonly ports: { http: number; https: number };
  readonly key: string;
};

/**
 * The one shared engine with the shared stack on it: taken over if both run and the stack's files are still those of
 * examples/depotix, else started. `engine.startedHere` tells who has to close it.
 */
export async function openStack(host: TestHost): Promise<OpenStack> {
  return withLock(host, 'shared stack', async () => {
    await ensureHostPackages(host);
    // What takes longest on a cold machine, side by side.
    await allOrNone(host, [
      each => preparePrefix(each, '26.1'),
      prepareBaseArchive,
      prepareTinyArchive,
      prepareWebBuild,
    ]);
    const engine = await startEngine(host);
    host.report(`engine ${engine.version} ${engine.startedHere ? 'started' : 'runs already'}: ${engine.dockerHost}`);
    const note = await readNote(host);
    const key = await stackContentKey();
    if (note?.key === key && (await isStackHealthy(engine, note.project))) {
      return { engine, stack: describeStack(host, engine, note) };
    }
    const stack = await startStack(host, engine);
    const { project, dir, ports } = stack;
    await writeFile(noteFile(host), JSON.stringify({ project, dir, ports, key } satisfies Note));
    return { engine, stack };
  });
}

/** Ends the shared stack and its engine, if they run. The images and downloads stay in the cache. */
export async function closeStack(host: TestHost, options: { readonly volumes: boolean }): Promise<void> {
  await withLock(host, 'shared stack', async () => {
    const engine = await findEngine(host);
    if (engine === undefined) {
      host.report('no test engine runs');
      return;
    }
    const note = await readNote(host);
    if (note !== undefined) {
      host.report(`removing the stack ${note.project}`);
      await describeStack(host, engine, note).down(options);
      await rm(noteFile(host), { force: true });
    }
    // Each build leaves its predecessor behind: the cache would grow for ever.
    await runCommand(['docker', 'image', 'prune', '--force'], { env: engine.env });
    host.report(`stopping engine ${engine.version} (pid ${engine.pid})`);
    await engine.stop();
  });
}

/** Runs the tasks side by side; when one fails, the others are ended before the failure is passed on. */
async function allOrNone(host: TestHost, tasks: readonly ((host: TestHost) => Promise<unknown>)[]): Promise<void> {
  const failed = new AbortController();
  const signal = host.signal === undefined ? failed.signal : AbortSignal.any([host.signal, failed.signal]);
  let failure: unknown;
  await Promise.all(
    tasks.map(async task => {
      try {
        await task({ ...host, signal });
      } catch (error) {
        failure ??= error;
        failed.abort();
      }
    }),
  );
  if (failure !== undefined) throw failure;
}

const noteFile = (host: TestHost): string => join(host.cache, 'shared-stack.json');

async function readNote(host: TestHost): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(noteFile(host), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}
