import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findDebianMirror, type Mirror } from './apt-sources.ts';
import { withLock } from './lock.ts';
import { runCommand } from './run-command.ts';
import type { TestHost } from './test-host.ts';

/** Debian releases that packages are taken from, whatever release the machine itself runs. */
export type Suite = 'bookworm' | 'trixie';

const archiveKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The mirror in the machine's own apt sources. */
export async function readMirror(): Promise<Mirror & { readonly keyring: string }> {
  const folder = '/etc/apt/sources.list.d';
  const inFolder = existsSync(folder) ? await readdir(folder) : [];
  const paths = [
    '/etc/apt/sources.list',
    ...inFolder.filter(name => /\.(?:list|sources)$/.test(name)).map(name => join(folder, name)),
  ].filter(path => existsSync(path));
  const files = await Promise.all(paths.map(path => readFile(path, 'utf8')));
  const release = await readFile('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1] ?? '';
  const mirror = findDebianMirror(files, codename);
  if (mirror === undefined) {
    throw new Error(
      `No apt source for Debian ${codename || '(unknown release)'} main was found in ${paths.join(', ')}`,
    );
  }
  return { ...mirror, keyring: mirror.signedBy ?? archiveKeyring };
}

/**
 * Downloads packages of a Debian release into a folder, by an apt configuration of our own: the machine's package
 * lists and sources stay as they are.
 */
export async function downloadPackages(
  host: TestHost,
  suite: Suite,
  names: readonly string[],
  folder: string,
): Promise<string[]> {
  requireLeave(host, names.join(', '));
  const mirror = await readMirror();
  const root = join(host.cache, 'apt', suite);
  await Promise.all(
    ['lists/partial', 'cache/archives/partial'].map(each => mkdir(join(root, each), { recursive: true })),
  );
  await mkdir(folder, { recursive: true });
  const sourceList = join(root, 'sources.list');
  await writeFile(sourceList, `deb [signed-by=${mirror.keyring}] ${mirror.uri} ${suite} main\n`);
  const settings = {
    'Dir::Etc::SourceList': sourceList,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(root, 'lists'),
    'Dir::Cache': join(root, 'cache'),
    // Otherwise apt warns that its unprivileged user can't write into the cache of root.
    'APT::Sandbox::User': 'root',
  };
  const apt = ['apt-get', '-q', ...Object.entries(settings).map(([name, value]) => `-o${name}=${value}`)];
  // apt itself does not wait for another one that reads the lists.
  await withLock(host, root, async () => {
    await runCommand([...apt, 'update'], { signal: host.signal, timeoutMs: 180_000 });
    await runCommand([...apt, 'download', ...names], { cwd: folder, signal: host.signal, timeoutMs: 300_000 });
  });
  return (await readdir(folder)).filter(name => name.endsWith('.deb')).map(name => join(folder, name));
}

/** apt and debootstrap run only where the machine is there for the tests, or on somebody's own word. */
export function requireLeave(host: TestHost, what: string): void {
  if (host.mayInstall) return;
  throw new Error(`${what} would have to be downloaded: run \`npm run stack:up\`, or set DEPOTIX_TEST_ENGINE=private`);
}

/** Tools of the machine that are used as they are: the program that must be there, and the package that brings it. */
const hostTools: Readonly<Record<string, string>> = {
  debootstrap: 'debootstrap',
  runc: 'runc',
  iptables: 'iptables',
  tini: 'tini',
  ip: 'iproute2',
  tar: 'tar',
};
const hostLibraries: Readonly<Record<string, string>> = { 'libdevmapper.so.1.02.1': 'libdevmapper1.02.1' };

/** The packages the engine needs on the machine itself and that are not there. */
export function missingHostPackages(env: NodeJS.ProcessEnv): string[] {
  const tools = Object.entries(hostTools).filter(([program]) => findProgram(program, env) === undefined);
  const libraries = Object.entries(hostLibraries).filter(
    ([file]) => !libraryFolders().some(dir => existsSync(join(dir, file))),
  );
  return [...tools, ...libraries].map(([, name]) => name);
}

/**
 * Installs what is missing with the machine's own apt-get.
 * @throws if something is missing and the host may not install.
 */
export async function ensureHostPackages(host: TestHost): Promise<void> {
  const missing = missingHostPackages(host.env);
  if (missing.length === 0) return;
  requireLeave(host, missing.join(', '));
  host.report(`installing ${missing.join(', ')} by apt-get`);
  const env = { ...host.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['apt-get', '-q', '-oDPkg::Lock::Timeout=120'];
  await runCommand([...apt, 'update'], { env, signal: host.signal, timeoutMs: 180_000 });
  await runCommand([...apt, 'install', '-y', '--no-install-recommends', ...missing], { env, signal: host.signal });
}

/** The full path of a program, also looked for where a user's PATH often lacks them (/usr/sbin, /sbin). */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return [...(env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map(folder => join(folder, name))
    .find(path => existsSync(path));
}

function libraryFolders(): string[] {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return [`/lib/${triplet}`, `/usr/lib/${triplet}`, '/lib', '/usr/lib'];
}
