import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callEngine } from './engine-api.ts';
import type { PrivateEngine } from './private-engine.ts';
import { runCommand, type RunOptions, type RunResult } from './run-command.ts';
import { ensureStackImages, type StackBases } from './stack-images.ts';
import { shortHash, type TestHost } from './test-host.ts';
import { prepareWebBuild } from './web-build.ts';

type StackPorts = { readonly http: number; readonly https: number };

export type StackOptions = {
  /** Default: "server", as in the deployment guide. */
  readonly project?: string;
  /** The stack's own copy of examples/depotix, which a test may edit. Default: a folder in the cache, one a project. */
  readonly dir?: string;
  /** On 127.0.0.1. Default: 18080 and 18443. */
  readonly ports?: StackPorts;
};

export type ReferenceStack = {
  readonly project: string;
  readonly dir: string;
  /** compose.yml and compose.override.yml in `dir`. */
  readonly files: readonly string[];
  readonly ports: StackPorts;
  /** `docker compose` on this stack. */
  compose(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Removes its containers and network, with `volumes` its data and images too, and its folder. */
  down(options?: { readonly volumes?: boolean }): Promise<void>;
};

const source = join(import.meta.dirname, '../../examples/depotix');
const overrideFile = join(import.meta.dirname, 'compose.override.yml');
const defaultPorts: StackPorts = { http: 18_080, https: 18_443 };
/** Never part of the copy: results of somebody's own build or try of the example, and words for people. */
const leftOut = ['.env', 'compose.override.yml', 'README.md', 'web/node_modules', 'web/.next'];

/**
 * Brings the reference stack up on this engine and waits until all four services are healthy. Its files are those of
 * examples/depotix, unchanged; an override file beside them names other base images and ports.
 */
export async function startStack(
  host: TestHost,
  engine: PrivateEngine,
  options: StackOptions = {},
): Promise<ReferenceStack> {
  const project = options.project ?? 'server';
  const dir = options.dir ?? join(host.cache, 'stacks', project);
  const stack = describeStack(host, engine, { project, dir, ports: options.ports ?? defaultPorts });
  const web = await prepareWebBuild(host);
  const bases = await ensureStackImages(host, engine);
  await writeFiles(stack, web, bases);
  host.report(`starting the stack ${project}`);
  await bringUp(stack);
  await stack.compose(['exec', '-T', 'api', 'python3', 'manage.py', 'migrate', '--noinput'], { timeoutMs: 60_000 });
  return stack;
}

/** A service that does not get healthy is told with what it said itself, and not with compose's "is unhealthy" alone. */
async function bringUp(stack: ReferenceStack): Promise<void> {
  try {
    await stack.compose(['up', '--detach', '--build', '--wait'], { timeoutMs: 240_000 });
  } catch (error) {
    const state = await stack.compose(['ps', '--all']).catch(() => undefined);
    const logs = await stack.compose(['logs', '--no-color', '--tail', '15']).catch(() => undefined);
    throw new Error(
      `${(error as Error).message}
${state?.stdout ?? ''}
${logs?.stdout ?? ''}`,
      { cause: error },
    );
  }
}

/** The handle of a stack that may run or not. */
export function describeStack(host: TestHost, engine: PrivateEngine, options: Required<StackOptions>): ReferenceStack {
  const { project, dir, ports } = options;
  const files = ['compose.yml', 'compose.override.yml'].map(name => join(dir, name));
  const compose = (argv: readonly string[], runOptions: RunOptions = {}): Promise<RunResult> =>
    runCommand(['docker', 'compose', '--project-name', project, '--ansi', 'never', '--progress', 'plain', ...argv], {
      cwd: dir,
      env: engine.env,
      signal: host.signal,
      ...runOptions,
    });
  return {
    project,
    dir,
    files,
    ports,
    compose,
    down: async ({ volumes = false } = {}) => {
      await compose(['down', '--remove-orphans', ...(volumes ? ['--volumes', '--rmi', 'local'] : [])]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Whether the four services of this project are healthy now. */
export async function isStackHealthy(engine: PrivateEngine, project: string): Promise<boolean> {
  const filters = JSON.stringify({ label: [`com.docker.compose.project=${project}`], health: ['healthy'] });
  const text = await callEngine(engine.socket, `/containers/json?filters=${encodeURIComponent(filters)}`);
  const containers = JSON.parse(text) as { Labels: Record<string, string> }[];
  return new Set(containers.map(each => each.Labels['com.docker.compose.service'])).size === 4;
}

/** Stands for the content of all files that the stack is made of. */
export async function stackContentKey(): Promise<string> {
  return shortHash(...(await readTree(source)), ...(await readTree(join(import.meta.dirname, 'images'))));
}

async function readTree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !isLeftOut(path));
  const contents = await Promise.all(paths.toSorted().map(path => readFile(path, 'utf8')));
  return [...paths, ...contents];
}

function isLeftOut(path: string): boolean {
  const inside = path.slice(source.length + 1);
  return path.includes('__pycache__') || leftOut.some(each => inside === each || inside.startsWith(`${each}/`));
}

async function writeFiles(stack: ReferenceStack, web: string, bases: StackBases): Promise<void> {
  await mkdir(stack.dir, { recursive: true });
  await cp(source, stack.dir, {
    recursive: true,
    filter: path => !isLeftOut(path),
  });
  await cp(overrideFile, join(stack.dir, 'compose.override.yml'));
  await rm(join(stack.dir, 'web/.next'), { recursive: true, force: true });
  await cp(web, join(stack.dir, 'web/.next'), { recursive: true });
  await writeFile(join(stack.dir, '.env'), environment(stack, bases), { mode: 0o600 });
}

/** The .env of the deployment guide. The password is a test's: nothing but 127.0.0.1 gets near it. */
function environment({ project, ports }: ReferenceStack, bases: StackBases): string {
  const password = shortHash(project, 'password');
  const values = {
    // Plain http for any name and https for localhost: a redirect to the public port would lead past the test ports.
    SITE_ADDRESS: ':80, localhost',
    CADDY_GLOBAL_OPTIONS: 'skip_install_trust',
    NEXT_PUBLIC_API_BASE_URL: `https://localhost:${ports.https}/api`,
    CORS_ALLOWED_ORIGINS: `https://localhost:${ports.https}`,
    DJANGO_ALLOWED_HOSTS: 'localhost,127.0.0.1,api,depotix.example',
    DJANGO_SECRET_KEY: shortHash(project, 'secret key'),
    POSTGRES_PASSWORD: password,
    DATABASE_URL: `postgres://depotix:${password}@postgres:5432/depotix`,
    PORT_HTTP: ports.http,
    PORT_HTTPS: ports.https,
    TEST_API_BASE: bases.api,
    TEST_WEB_BASE: bases.web,
  };
  return `${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
