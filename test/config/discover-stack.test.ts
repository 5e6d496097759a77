import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityWithoutEngine, readStackHint, settleStack, type StackHint } from '../../src/config/discover-stack.ts';
import type { Environment } from '../../src/system/environment.ts';
import { makeContainer } from '../helpers/make-container.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const nobody = { files: [], project: null };

function environment(cwd: string, variables: Record<string, string> = {}): Environment {
  return { variables, cwd, uid: 0, home: cwd, platform: 'linux' };
}

function found(hint: StackHint, containers: Parameters<typeof settleStack>[1] = []) {
  const discovery = settleStack(hint, containers, true);
  if (discovery.kind !== 'found') throw new Error(`not found: ${discovery.kind}`);
  return discovery;
}

describe('which stack, in order', () => {
  const containers = [
    makeContainer({ labels: { project: 'blog', service: 'web' } }),
    makeContainer({ labels: { project: 'shop', service: 'api' } }),
  ];

  test('-p goes before everything else', () => {
    const cwd = tempDir({ 'compose.yml': 'name: blog\n' });
    const hint = readStackHint({ files: [], project: 'shop' }, environment(cwd, { COMPOSE_PROJECT_NAME: 'blog' }));
    expect(hint).toMatchObject({ source: 'arguments', project: 'shop', certain: true });
    expect(found(hint, containers).identity.project).toBe('shop');
  });

  test('-f names the files and, by its folder, the project', () => {
    const cwd = tempDir({ 'Shop.A/compose.prod.yml': 'services: {}\n' });
    const hint = readStackHint({ files: ['Shop.A/compose.prod.yml'], project: null }, environment(cwd));
    expect(found(hint).identity).toEqual({
      project: 'shopa',
      workingDir: path.join(cwd, 'Shop.A'),
      files: [path.join(cwd, 'Shop.A/compose.prod.yml')],
      warnings: [],
    });
  });

  test('COMPOSE_FILE and COMPOSE_PROJECT_NAME come next', () => {
    const cwd = tempDir({ 'compose.yml': 'name: blog\n', 'a.yml': '', 'b.yml': '' });
    const hint = readStackHint(nobody, environment(cwd, { COMPOSE_FILE: 'a.yml:b.yml', COMPOSE_PROJECT_NAME: 'shop' }));
    expect(hint).toMatchObject({ source: 'environment', project: 'shop', certain: true, filesNamed: true });
    expect(hint.files?.files).toEqual([path.join(cwd, 'a.yml'), path.join(cwd, 'b.yml')]);
  });

  test('variables of the .env beside the compose file count, under those of the shell', () => {
    const cwd = tempDir({ 'compose.yml': '', '.env': 'COMPOSE_PROJECT_NAME=fromfile\n' });
    expect(readStackHint(nobody, environment(cwd)).project).toBe('fromfile');
    expect(readStackHint(nobody, environment(cwd, { COMPOSE_PROJECT_NAME: 'fromshell' })).project).toBe('fromshell');
  });

  test('a compose file in this folder or above, with its override', () => {
    const root = tempDir({ 'compose.yaml': 'name: "blog"\n', 'compose.override.yml': '', 'deep/er/x': '' });
    const hint = readStackHint(nobody, environment(path.join(root, 'deep/er')));
    expect(hint).toMatchObject({ source: 'compose-file', project: 'blog', certain: false });
    expect(hint.files?.files).toEqual([path.join(root, 'compose.yaml'), path.join(root, 'compose.override.yml')]);
  });

  test('the containers made from the file tell the name they were made with', () => {
    const cwd = tempDir({ 'compose.yml': '' });
    const file = path.join(cwd, 'compose.yml');
    const made = makeContainer({ labels: { project: 'other-name', workingDir: cwd, configFiles: [file] } });
    expect(found(readStackHint(nobody, environment(cwd)), [...containers, made]).identity.project).toBe('other-name');
  });

  test('the only project on the engine', () => {
    const discovery = found(readStackHint(nobody, environment(tempDir())), [makeContainer()]);
    expect(discovery).toMatchObject({ source: 'only-project', identity: { project: 'shop', workingDir: '/srv/shop' } });
  });

  test('several projects are for the person to choose, running ones first', () => {
    const hint = readStackHint(nobody, environment(tempDir()));
    const stopped = makeContainer({ state: 'exited', labels: { project: 'archive' } });
    expect(settleStack(hint, [stopped, ...containers], true)).toEqual({
      kind: 'choose',
      candidates: [
        { project: 'blog', services: 1, running: 1, workingDir: '/srv/shop' },
        { project: 'shop', services: 1, running: 1, workingDir: '/srv/shop' },
        { project: 'archive', services: 1, running: 0, workingDir: '/srv/shop' },
      ],
    });
  });

  const shopFile = { 'compose.yml': 'name: shop\n' };
  const only = { project: 'blog', services: 1, running: 1, workingDir: '/srv/shop' };
  test.each([
    { case: '-p of no container and no file', request: { project: 'nope' }, kind: 'no-such-stack' },
    { case: '-p beside a file of another name', request: { project: 'nope' }, folder: shopFile, kind: 'no-such-stack' },
    { case: 'a variable without a file', variables: { COMPOSE_PROJECT_NAME: 'nope' }, kind: 'no-such-stack' },
    { case: '-p as the file here says', request: { project: 'shop' }, folder: shopFile, kind: 'found' },
    { case: '-p with -f', request: { project: 'nope', files: ['compose.yml'] }, folder: shopFile, kind: 'found' },
    { case: 'the file here, not made yet', folder: shopFile, kind: 'found' },
    { case: 'a variable beside a file', variables: { COMPOSE_PROJECT_NAME: 'x' }, folder: shopFile, kind: 'found' },
    { case: 'the .env beside a file', folder: { ...shopFile, '.env': 'COMPOSE_PROJECT_NAME=x\n' }, kind: 'found' },
    { case: '-p of a container', request: { project: 'blog' }, kind: 'found' },
  ])('a name that nothing bears is a typo, a file without containers is down: $case', row => {
    const cwd = tempDir(row.folder ?? {});
    const hint = readStackHint({ ...nobody, ...row.request }, environment(cwd, row.variables));
    const discovery = settleStack(hint, containers.slice(0, 1), true);
    expect(discovery.kind).toBe(row.kind);
    if (discovery.kind === 'no-such-stack')
      expect(discovery).toEqual({ kind: row.kind, project: 'nope', candidates: [only] });
  });

  test('containers of no project and one-offs are no stack', () => {
    const hint = readStackHint(nobody, environment(tempDir()));
    const foreign = makeContainer({ labels: { project: null, service: null } });
    const oneOff = makeContainer({ labels: { oneOff: true } });
    expect(settleStack(hint, [foreign, oneOff], true)).toEqual({ kind: 'nothing' });
  });

  test('without an engine the files still give a name', () => {
    const cwd = tempDir({ 'compose.yml': 'services: {}\nname: ${STACK:-shop}\n' });
    expect(identityWithoutEngine(readStackHint(nobody, environment(cwd)))).toMatchObject({
      project: 'shop',
      warnings: [],
    });
    expect(identityWithoutEngine(readStackHint(nobody, environment(tempDir())))).toBeNull();
  });
});

function shop(): string {
  return tempDir({ 'compose.yml': '', 'compose.prod.yml': '', 'compose.override.yml': '' });
}

function hintElsewhere(): StackHint {
  return readStackHint({ files: [], project: 'shop' }, environment(tempDir()));
}

describe('O-CONFIG-1: the files are those the labels name', () => {
  test('a relative one belongs to the working dir, the order stays, the override is not added', () => {
    const folder = shop();
    const labels = { workingDir: folder, configFiles: ['compose.yml', path.join(folder, 'compose.prod.yml')] };
    expect(found(hintElsewhere(), [makeContainer({ labels })]).identity).toEqual({
      project: 'shop',
      workingDir: folder,
      files: [path.join(folder, 'compose.yml'), path.join(folder, 'compose.prod.yml')],
      warnings: [],
    });
  });

  test('a missing file is said', () => {
    const folder = shop();
    const labels = { workingDir: folder, configFiles: ['compose.yml', 'gone.yml'] };
    const { warnings } = found(hintElsewhere(), [makeContainer({ labels })]).identity;
    expect(warnings).toEqual([
      `compose file ${path.join(folder, 'gone.yml')} is missing, but the containers were made from it`,
    ]);
  });

  test('files on another machine are not looked for', () => {
    const labels = { workingDir: '/nowhere', configFiles: ['compose.yml'] };
    const discovery = settleStack(hintElsewhere(), [makeContainer({ labels })], false);
    expect(discovery).toMatchObject({ kind: 'found', identity: { files: ['/nowhere/compose.yml'], warnings: [] } });
  });

  test('differing sets among the containers are said, and the newest is taken', () => {
    const folder = shop();
    const old = makeContainer({
      createdAt: 1,
      labels: { service: 'api', workingDir: folder, configFiles: ['compose.yml'] },
    });
    const young = makeContainer({
      createdAt: 2,
      labels: { service: 'web', workingDir: folder, configFiles: ['compose.yml', 'compose.prod.yml'] },
    });
    const { identity } = found(hintElsewhere(), [old, young]);
    expect(identity.files).toEqual([path.join(folder, 'compose.yml'), path.join(folder, 'compose.prod.yml')]);
    expect(identity.warnings).toHaveLength(1);
    expect(identity.warnings[0]).toContain('different compose files: web from');
  });

  test('files named by -f are used, and their difference from the labels is said', () => {
    const folder = shop();
    const hint = readStackHint({ files: ['compose.yml'], project: 'shop' }, environment(folder));
    const labels = { workingDir: folder, configFiles: ['compose.yml', 'compose.prod.yml'] };
    const { identity } = found(hint, [makeContainer({ labels })]);
    expect(identity.files).toEqual([path.join(folder, 'compose.yml')]);
    expect(identity.warnings[0]).toContain('not from the named');
  });

  test('one-offs and left-overs say nothing about the files', () => {
    const folder = shop();
    const labels = { workingDir: folder, configFiles: ['other.yml'] };
    const hint = hintElsewhere();
    const strays = [makeContainer({ labels: { ...labels, oneOff: true } }), makeContainer({ labels, leftover: true })];
    const real = makeContainer({ labels: { workingDir: folder, configFiles: ['compose.yml'] } });
    expect(found(hint, [...strays, real]).identity).toMatchObject({
      files: [path.join(folder, 'compose.yml')],
      warnings: [],
    });
  });
});
