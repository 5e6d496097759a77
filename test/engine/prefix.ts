import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cached } from './cached.ts';
import { downloadPackages, ensureHostPackages, findProgram, type Suite } from './debian.ts';
import { runCommand } from './run-command.ts';
import type { TestHost } from './test-host.ts';

/** The engines that can be run here: Debian 13's, and Debian 12's as an old one. */
export type EngineVersion = '26.1' | '20.10';

const packagesOf: Readonly<Record<EngineVersion, { readonly suite: Suite; readonly names: readonly string[] }>> = {
  '26.1': { suite: 'trixie', names: ['docker.io', 'docker-cli', 'docker-compose', 'docker-buildx', 'containerd'] },
  // Its Compose is the dead v1: left out. The client is part of docker.io there.
  '20.10': { suite: 'bookworm', names: ['docker.io', 'containerd'] },
};

/** An unpacked engine: nothing of it is installed on the machine. */
export type Prefix = { readonly binFolders: readonly string[]; readonly path: string; readonly dockerConfig: string };

/** Whether this engine is unpacked already. */
export function hasPrefix(host: TestHost, version: EngineVersion): boolean {
  return existsSync(prefixFolder(host, version));
}

/** Downloads and unpacks an engine's packages into the cache, once. */
export async function preparePrefix(host: TestHost, version: EngineVersion): Promise<Prefix> {
  await ensureHostPackages(host);
  const root = await cached(host, prefixFolder(host, version), async temporary => {
    const { suite, names } = packagesOf[version];
    host.report(`downloading engine ${version} (${names.join(', ')} of Debian ${suite})`);
    const downloads = `${temporary}.downloads`;
    try {
      const packages = await downloadPackages(host, suite, names, downloads);
      for (const each of packages) await runCommand(['dpkg', '-x', each, temporary], { signal: host.signal });
    } finally {
      await rm(downloads, { recursive: true, force: true });
    }
    await linkPlugins(temporary);
    await linkInit(host, temporary);
  });
  const binFolders = ['usr/bin', 'usr/sbin', 'usr/libexec/docker'].map(folder => join(root, folder));
  return {
    binFolders,
    path: [...binFolders, host.env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter),
    dockerConfig: join(root, 'docker-config'),
  };
}

function prefixFolder(host: TestHost, version: EngineVersion): string {
  return join(host.cache, 'engines', version);
}

/** A client configuration of our own: contexts and logins of the user play no part in the tests. */
async function linkPlugins(root: string): Promise<void> {
  const plugins = join(root, 'docker-config/cli-plugins');
  await mkdir(plugins, { recursive: true });
  for (const name of ['docker-compose', 'docker-buildx']) {
    if (existsSync(join(root, 'usr/libexec/docker/cli-plugins', name))) {
      await symlink(join('../../usr/libexec/docker/cli-plugins', name), join(plugins, name));
    }
  }
}

/** dockerd looks for `docker-init` in the PATH for containers with `init: true`; Debian calls it tini. */
async function linkInit(host: TestHost, root: string): Promise<void> {
  const tini = findProgram('tini', host.env);
  const link = join(root, 'usr/bin/docker-init');
  // The package's own link names a place where nothing was installed.
  await rm(link, { force: true });
  if (tini !== undefined) await symlink(tini, link);
}
