import { chmodSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadProfile, type ProfileSources } from '../../src/config/load-profile.ts';
import { defaultProfile } from '../../src/model/profile.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const uid = process.getuid?.() ?? 0;

function sources(folder: string, more: Partial<ProfileSources> = {}): ProfileSources {
  return {
    configFile: path.join(folder, 'config.yaml'),
    configNamed: false,
    stackDir: folder,
    uid,
    readOnly: false,
    ...more,
  };
}

test('without any file the defaults hold and nothing is said', async () => {
  expect(await loadProfile(sources(tempDir()))).toEqual({ profile: defaultProfile, problems: [], files: [] });
});

test('the file beside the compose file goes over the own one, key by key', async () => {
  const folder = tempDir({
    'config.yaml': 'publicUrl: https://a.example\nroles: {proxy: edge, db: database}\nthresholds: {memoryWarn: 60}\n',
    'depotix.yaml':
      'publicUrl: https://b.example\nroles: {proxy: web}\nthresholds: {diskWarn: 75}\nbackupDir: /srv/backups\n',
  });
  const { profile, problems, files } = await loadProfile(sources(folder));
  expect(problems).toEqual([]);
  expect(files).toHaveLength(2);
  expect(profile).toEqual({
    ...defaultProfile,
    publicUrl: 'https://b.example',
    roles: { proxy: 'web', db: 'database' },
    thresholds: { ...defaultProfile.thresholds, memoryWarn: 60, diskWarn: 75 },
    backupDir: '/srv/backups',
  });
});

test('any config and --read-only switch readOnly on, none off', async () => {
  const off = tempDir({ 'config.yaml': 'readOnly: true\n', 'depotix.yaml': 'readOnly: false\n' });
  expect((await loadProfile(sources(off))).profile.readOnly).toBe(true);
  expect(
    (await loadProfile(sources(tempDir({ 'depotix.yaml': 'readOnly: false' }), { readOnly: true }))).profile.readOnly,
  ).toBe(true);
});

test.each([
  ['no YAML', 'publicUrl: https://a.example\nroles: [\n', 3, /no YAML/],
  ['an unknown key', '# ours\nreadonly: true\n', 2, /"readonly" is no known key; known: roles/],
  ['a wrong type', 'publicUrlBudgetMs: fast\n', 1, /publicUrlBudgetMs must be a number/],
  ['an unknown role', 'roles:\n  api: api\n  db: databse\n', 3, /roles\.db must be edge, web, api or database/],
  [
    'an unknown threshold',
    'thresholds:\n  memoryWarn: 50\n  memoryAlarm: 60\n',
    3,
    /memoryAlarm is not a key of thresholds/,
  ],
  ['a percentage over 100', 'thresholds:\n  diskWarn: 400\n', 2, /thresholds\.diskWarn must be at most 100/],
  [
    'warn above critical',
    '\nthresholds: {memoryWarn: 95, memoryCritical: 90}\n',
    2,
    /memoryWarn must be below memoryCritical/,
  ],
  ['a password in the URL', 'publicUrl: https://a:b@c.example\n', 1, /without a password/],
  ['a relative backup folder', 'backupDir: backups\n', 1, /absolute path/],
  ['a list', '- a\n', 1, /mapping/],
])('%s is reported with its line, and the defaults hold', async (_, text, line, reason) => {
  const folder = tempDir({ 'config.yaml': text });
  const { profile, problems } = await loadProfile(sources(folder));
  expect(problems).toEqual([
    { path: path.join(folder, 'config.yaml'), line, reason: expect.stringMatching(reason) as string },
  ]);
  expect(profile.publicUrlBudgetMs).toBe(500);
  expect(profile.thresholds.diskWarn).toBe(defaultProfile.thresholds.diskWarn);
});

test('a bad key leaves the others in force', async () => {
  const folder = tempDir({ 'config.yaml': 'publicUrlBudgetMs: fast\npublicUrl: https://a.example\n' });
  const { profile } = await loadProfile(sources(folder));
  expect(profile).toMatchObject({ publicUrl: 'https://a.example', publicUrlBudgetMs: 500 });
});

test('readOnly holds even in a file that is no YAML', async () => {
  const { profile } = await loadProfile(sources(tempDir({ 'config.yaml': 'readOnly: true\nroles: [\n' })));
  expect(profile.readOnly).toBe(true);
});

test('a file named by --config must exist', async () => {
  const { problems } = await loadProfile(sources(tempDir(), { configNamed: true }));
  expect(problems).toEqual([expect.objectContaining({ reason: 'does not exist' })]);
});

test('the file beside the compose file is taken only if nobody else may write it', async () => {
  const folder = tempDir({ 'depotix.yaml': 'publicUrl: https://evil.example\n' });
  chmodSync(path.join(folder, 'depotix.yaml'), 0o666);
  const { profile, problems } = await loadProfile(sources(folder));
  expect(profile.publicUrl).toBeNull();
  expect(problems[0]?.reason).toContain('may be written by others');
});

test('the file beside the compose file is no link to another', async () => {
  const folder = tempDir({ 'other.yaml': 'publicUrl: https://evil.example\n' });
  symlinkSync(path.join(folder, 'other.yaml'), path.join(folder, 'depotix.yaml'));
  const { profile, problems } = await loadProfile(sources(folder));
  expect(profile.publicUrl).toBeNull();
  expect(problems[0]?.reason).toBe('is a symbolic link');
});

test('a folder in its place and a file that is too big are told, not read', async () => {
  const folder = tempDir({ 'config.yaml/x': '', 'depotix.yaml': `# ${'x'.repeat(1_100_000)}` });
  const { problems } = await loadProfile(sources(folder));
  expect(problems.map(problem => problem.reason)).toEqual(['is not a regular file', 'is bigger than 1048576 bytes']);
});
