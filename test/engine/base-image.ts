import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cached.ts';
import { downloadPackages, ensureHostPackages, findProgram, readMirror, requireLeave, type Suite } from './debian.ts';
import { withLock } from './lock.ts';
import type { PrivateEngine } from './private-engine.ts';
import { runCommand } from './run-command.ts';
import { shortHash, type TestHost } from './test-host.ts';

type Base = { readonly name: string; readonly suite: Suite; readonly packages: readonly string[] };

/** Everything the four services are made of. There is no registry: each image is built from Debian's packages. */
const stackBase: Base = {
  name: 'depotix-test/base',
  suite: 'bookworm',
  packages: 'postgresql-15 caddy python3-django gunicorn python3-psycopg2 curl wget procps ca-certificates'
    .split(' ')
    // For the Node binary.
    .concat('libatomic1'),
};

/** No file that a container needs; they are half of the folder. */
const leftOut = [
  'var/cache/apt',
  'var/lib/apt/lists',
  'var/lib/postgresql/15',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
];

/** A shell and the usual small programs in 2 MB: imported in a moment, so for engines of a test's own. */
const tinyImage = 'depotix-test/tiny:latest';

/** Makes the tarball of the stack's base by debootstrap (about a minute), once. */
export async function prepareBaseArchive(host: TestHost): Promise<string> {
  await ensureHostPackages(host);
  return cached(host, archivePath(host, stackBase), async temporary => {
    requireLeave(host, 'the base image');
    const mirror = await readMirror();
    const root = `${temporary}.root`;
    host.report(`building the base image by debootstrap (Debian ${stackBase.suite}; about a minute)`);
    try {
      await runCommand(
        [
          findProgram('debootstrap', host.env) ?? 'debootstrap',
          '--variant=minbase',
          `--keyring=${mirror.keyring}`,
          `--include=${stackBase.packages.join(',')}`,
          stackBase.suite,
          root,
          mirror.uri,
        ],
        { env: { ...host.env, PATH: `${host.env['PATH']}:/usr/sbin:/sbin` }, signal: host.signal },
      );
      const excludes = leftOut.map(path => `--exclude=./${path}`);
      await runCommand(['tar', '-C', root, ...excludes, '-cf', temporary, '.'], { signal: host.signal });
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
}

/** The stack's base image on this engine; imported if it isn't there. Gives back its name with its tag. */
export async function ensureBaseImage(host: TestHost, engine: PrivateEngine): Promise<string> {
  return importOnce(host, engine, tagged(stackBase), () => prepareBaseArchive(host));
}

/** Makes the tarball of the tiny image, once. */
export async function prepareTinyArchive(host: TestHost): Promise<string> {
  return cached(host, join(host.cache, 'bases/tiny.tar'), temporary => makeTinyArchive(host, temporary));
}

/** The tiny image on this engine; imported if it isn't there. */
export async function ensureTinyImage(host: TestHost, engine: PrivateEngine): Promise<string> {
  return importOnce(host, engine, tinyImage, () => prepareTinyArchive(host));
}

async function importOnce(
  host: TestHost,
  engine: PrivateEngine,
  image: string,
  archive: () => Promise<string>,
): Promise<string> {
  return withLock(host, `import ${engine.dataRoot}`, async () => {
    if (await hasImage(engine, image)) return image;
    const path = await archive();
    host.report(`importing ${image}`);
    await runCommand(['docker', 'import', path, image], { env: engine.env, signal: host.signal });
    return image;
  });
}

async function hasImage(engine: PrivateEngine, image: string): Promise<boolean> {
  const { stdout } = await runCommand(['docker', 'images', '-q', image], { env: engine.env, timeoutMs: 30_000 });
  return stdout.trim() !== '';
}

async function makeTinyArchive(host: TestHost, temporary: string): Promise<void> {
  const root = `${temporary}.root`;
  try {
    const [busybox = ''] = await downloadPackages(host, 'bookworm', ['busybox-static'], `${root}/debs`);
    await runCommand(['dpkg', '-x', busybox, `${root}/unpacked`]);
    const image = `${root}/image`;
    await runCommand(['install', '-D', `${root}/unpacked/bin/busybox`, `${image}/bin/busybox`]);
    await runCommand(['mkdir', `${image}/tmp`, `${image}/etc`, `${image}/root`]);
    const { stdout } = await runCommand([`${image}/bin/busybox`, '--list']);
    for (const name of stdout.split('\n').filter(each => each !== '' && each !== 'busybox')) {
      await runCommand(['ln', '-s', 'busybox', `${image}/bin/${name}`]);
    }
    await runCommand(['tar', '-C', image, '-cf', temporary, '.']);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** A base with other packages is another file and another tag: nothing stale is taken for it. */
const contentKey = (base: Base): string => shortHash(base.suite, ...base.packages, ...leftOut);
const archivePath = (host: TestHost, base: Base): string =>
  join(host.cache, 'bases', `${base.suite}-${contentKey(base)}.tar`);
const tagged = (base: Base): string => `${base.name}:${contentKey(base)}`;
