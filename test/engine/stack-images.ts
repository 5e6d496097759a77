import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBaseImage } from './base-image.ts';
import type { PrivateEngine } from './private-engine.ts';
import { runCommand } from './run-command.ts';
import type { TestHost } from './test-host.ts';

/** What the stack's own Dockerfiles are built on in the tests. */
export type StackBases = { readonly api: string; readonly web: string };

const nodeImage = 'depotix-test/node:latest';

/**
 * Puts on this engine what compose.yml would pull: images called `caddy:2` and `postgres:16`, built from Debian's
 * packages (PostgreSQL is Debian's 15: 16 is in no Debian release), and the bases of api and web.
 */
export async function ensureStackImages(host: TestHost, engine: PrivateEngine): Promise<StackBases> {
  const base = await ensureBaseImage(host, engine);
  const folder = join(import.meta.dirname, 'images');
  await build(host, engine, 'caddy:2', join(folder, 'caddy'), base);
  await build(host, engine, 'postgres:16', join(folder, 'postgres'), base);
  await buildNodeImage(host, engine, join(folder, 'node'), base);
  return { api: base, web: nodeImage };
}

/** The Node that runs this is the one of the npm package: its binary needs only what the base has. */
async function buildNodeImage(host: TestHost, engine: PrivateEngine, source: string, base: string): Promise<void> {
  const context = await mkdtemp(join(host.cache, 'node-image-'));
  try {
    await cp(source, context, { recursive: true });
    await copyFile(process.execPath, join(context, 'node'));
    await build(host, engine, nodeImage, context, base);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Quick when nothing has changed: the builder's own cache decides. */
async function build(host: TestHost, engine: PrivateEngine, tag: string, context: string, base: string): Promise<void> {
  const argv = ['docker', 'build', '--quiet', '--tag', tag, '--build-arg', `BASE=${base}`, context];
  await runCommand(argv, { env: engine.env, signal: host.signal, timeoutMs: 180_000 });
}
