import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { cached } from './cached.ts';
import { runCommand } from './run-command.ts';
import { shortHash, type TestHost } from './test-host.ts';

const webSource = join(import.meta.dirname, '../../examples/depotix/web');
/** Not part of the build: dependencies, results, and the version, which is read at run time. */
const leftOut = new Set(['node_modules', '.next', 'VERSION']);

/**
 * `npm ci` and `next build` of the reference stack's web, outside of any container (npm in a container build would need
 * the machine's certificates and npm settings). Kept by the content of its files. Gives back the folder that holds
 * `standalone` and `static`.
 */
export async function prepareWebBuild(host: TestHost, source = webSource): Promise<string> {
  const result = join(host.cache, 'web', await webContentKey(source));
  return cached(host, result, async temporary => {
    host.report('building the Next.js web (npm ci, next build; about 20 s)');
    const project = `${temporary}.project`;
    try {
      await rm(project, { recursive: true, force: true });
      await cp(source, project, { recursive: true, filter: path => !leftOut.has(path.slice(source.length + 1)) });
      const env = { ...host.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: undefined, PATH: nodeFirst(host.env) };
      await runCommand(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: project, env, signal: host.signal });
      await runCommand(['npm', 'run', 'build'], { cwd: project, env, signal: host.signal });
      await mkdir(temporary);
      for (const name of ['standalone', 'static']) await rename(join(project, '.next', name), join(temporary, name));
    } finally {
      await rm(project, { recursive: true, force: true });
    }
  });
}

/** Next 16 wants a newer Node than the machine's: the one that runs this. */
function nodeFirst(env: NodeJS.ProcessEnv): string {
  return `${dirname(process.execPath)}${delimiter}${env['PATH'] ?? ''}`;
}

/** Stands for the content of the web's files, the version left out. */
async function webContentKey(source = webSource): Promise<string> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(source.length + 1))
    .filter(path => !leftOut.has(path.split('/')[0] ?? ''))
    .toSorted();
  const contents = await Promise.all(files.map(path => readFile(join(source, path), 'utf8')));
  return shortHash(process.version, ...files, ...contents);
}
