import { expect, test } from 'vitest';
import { doctorChecks, type DoctorFacts } from '../../src/commands/doctor-checks.ts';
import type { StackSearch } from '../../src/commands/session.ts';
import { defaultProfile } from '../../src/model/profile.ts';

const search: StackSearch = {
  discovery: { kind: 'nothing' },
  identity: { project: 'shop', workingDir: '/srv/shop', files: ['/srv/shop/compose.yml'], warnings: [] },
  containers: [],
  listedAt: 1,
  profile: defaultProfile,
  configProblems: [],
  configFiles: [],
};

const info = {
  version: '26.1.5',
  apiVersion: '1.45',
  os: 'Debian',
  kernel: '6.1',
  cpus: 2,
  memoryBytes: 1,
  name: 'srv',
  cgroupVersion: 2,
  rootDir: null,
} as const;

const fine: DoctorFacts = {
  nodeVersion: '24.21.0',
  endpoint: 'unix:///var/run/docker.sock',
  local: true,
  engine: { info, answerMs: 12 },
  compose: { version: '2.26.1', problem: null },
  search,
  configFile: '/root/.config/depotix/config.yaml',
  terminal: { isTTY: true, columns: 120, term: 'xterm-256color', color: true },
  ascii: false,
  locale: 'C.UTF-8',
  procReadable: true,
};

test('all is well', () => {
  expect(doctorChecks(fine).map(({ name, status }) => `${name} ${status}`)).toEqual([
    'node ok',
    'engine ok',
    'api ok',
    'compose ok',
    'stack ok',
    'config ok',
    'host ok',
    'terminal ok',
    'locale ok',
  ]);
});

const problem = {
  code: 'no-permission',
  message: "Can't open /var/run/docker.sock: permission denied",
  nextSteps: ['sudo usermod -aG docker "$USER"'],
  statusCode: null,
} as const;

test.each<[string, string, string, RegExp, Partial<DoctorFacts>]>([
  ['an old Node', 'node', 'failed', /22\.14\.0 is too old/, { nodeVersion: '22.14.0' }],
  ['no permission', 'engine', 'failed', /permission denied/, { engine: { problem } }],
  ['no engine to ask for its API', 'api', 'skipped', /no engine/, { engine: { problem } }],
  ['a slow engine', 'engine', 'warning', /2500 ms: slow/, { engine: { info, answerMs: 2_500 } }],
  [
    'an engine of before 20.10',
    'api',
    'failed',
    /1\.40 is older than 1\.41/,
    { engine: { info: { ...info, apiVersion: '1.40' }, answerMs: 1 } },
  ],
  [
    'no Compose',
    'compose',
    'warning',
    /no compose plug-in/,
    { compose: { version: null, problem: 'docker has no compose plug-in' } },
  ],
  [
    'the dead Compose',
    'compose',
    'warning',
    /1\.29\.2 is version 1/,
    { compose: { version: '1.29.2', problem: null } },
  ],
  [
    'several stacks',
    'stack',
    'warning',
    /several: blog, shop/,
    {
      search: {
        ...search,
        identity: null,
        discovery: {
          kind: 'choose',
          candidates: [
            { project: 'blog', services: 1, running: 1, workingDir: null },
            { project: 'shop', services: 1, running: 1, workingDir: null },
          ],
        },
      },
    },
  ],
  ['no stack', 'stack', 'warning', /none on unix/, { search: { ...search, identity: null } }],
  [
    'no engine to look for a stack',
    'stack',
    'skipped',
    /not known without an engine/,
    { search: { ...search, identity: null, discovery: { kind: 'no-engine', problem } } },
  ],
  [
    'a missing file',
    'files',
    'warning',
    /gone\.yml is missing/,
    {
      search: {
        ...search,
        identity: { project: 'shop', workingDir: null, files: [], warnings: ['compose file gone.yml is missing'] },
      },
    },
  ],
  [
    'a bad config',
    'config',
    'failed',
    /c\.yaml:7 roles must be a mapping/,
    { search: { ...search, configProblems: [{ path: 'c.yaml', line: 7, reason: 'roles must be a mapping' }] } },
  ],
  ['an engine elsewhere', 'host', 'skipped', /the engine is elsewhere/, { local: false }],
  ['a hidden /proc', 'host', 'warning', /can't read \/proc/, { procReadable: false }],
  ['a narrow terminal', 'terminal', 'warning', /30 columns.*narrow/, { terminal: { ...fine.terminal, columns: 30 } }],
  ['no UTF-8', 'locale', 'warning', /ASCII symbols/, { ascii: true, locale: 'C' }],
])('%s', (_, name, status, text, changes) => {
  const check = doctorChecks({ ...fine, ...changes }).find(found => found.name === name);
  expect(check).toMatchObject({ status, text: expect.stringMatching(text) as string });
  if (status !== 'skipped') expect(check?.nextSteps).not.toEqual([]);
});
