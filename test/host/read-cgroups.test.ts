import { expect, test } from 'vitest';
import { foldersOf, readCgroups } from '../../src/host/read-cgroups.ts';
import { containerOf, readSurvivors } from '../../src/host/read-survivors.ts';
import { fakeHostFiles } from '../helpers/host-files.ts';

const id = 'a'.repeat(64);
const other = 'b'.repeat(64);
const v1 = `12:pids:/docker/${id}
9:memory:/docker/${id}
3:cpu,cpuacct:/docker/${id}
0::/docker/${id}
`;
const v2 = `0::/system.slice/docker-${id}.scope\n`;

test('cgroup v2: kills, peak and processes from one folder', () => {
  const folder = `/sys/fs/cgroup/system.slice/docker-${id}.scope`;
  const files = fakeHostFiles({
    '/proc/42/cgroup': v2,
    [`${folder}/memory.events`]: 'low 0\nhigh 0\nmax 91\noom 7\noom_kill 7\noom_group_kill 0\n',
    [`${folder}/memory.peak`]: '1073741824\n',
    [`${folder}/pids.current`]: '5\n',
  });
  expect(readCgroups(files, [{ containerId: id, pid: 42 }])).toEqual([
    { containerId: id, oomKills: 7, memoryPeakBytes: 1073741824, processes: 5 },
  ]);
});

test('cgroup v1: each controller has its own folder', () => {
  const files = fakeHostFiles({
    '/proc/42/cgroup': v1,
    [`/sys/fs/cgroup/memory/docker/${id}/memory.oom_control`]: 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
    [`/sys/fs/cgroup/memory/docker/${id}/memory.max_usage_in_bytes`]: '4096\n',
    [`/sys/fs/cgroup/pids/docker/${id}/pids.current`]: '9\n',
  });
  expect(readCgroups(files, [{ containerId: id, pid: 42 }])).toEqual([
    { containerId: id, oomKills: 3, memoryPeakBytes: 4096, processes: 9 },
  ]);
});

test.each([
  ['the process has ended', {}],
  ['the pid is another container by now', { '/proc/42/cgroup': v2.replace(id, other) }],
  ['the pid is no container at all', { '/proc/42/cgroup': '0::/user.slice\n' }],
  ['the files of an old kernel are missing', { '/proc/42/cgroup': v2 }],
])('nothing is claimed where %s', (_, texts) => {
  expect(readCgroups(fakeHostFiles(texts), [{ containerId: id, pid: 42 }])).toEqual([
    { containerId: id, oomKills: null, memoryPeakBytes: null, processes: null },
  ]);
});

test('a nested path is taken whole', () => {
  expect(foldersOf(`0::/kubepods/x:y/docker-${id}.scope\n`, id)).toMatchObject({
    version: 2,
    memory: `/sys/fs/cgroup/kubepods/x:y/docker-${id}.scope`,
  });
});

test.each([
  [v1, id],
  [v2, id],
  [`0::/docker/${id}/init\n`, id],
  ['0::/system.slice/docker.service\n', null],
  [`0::/libpod-${id}.scope\n`, null],
])('whose process it is: %s', (text, expected) => {
  expect(containerOf(text)).toBe(expected);
});

test('survivors are named by the files of the engine, and by their id without them', () => {
  const config = JSON.stringify({
    Name: '/shop-api-1',
    Config: { Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api' } },
  });
  const files = fakeHostFiles({
    '/proc/1/cgroup': '0::/init.scope\n',
    '/proc/70/cgroup': v2,
    '/proc/70/cmdline': 'gunicorn\0shop.wsgi\0',
    '/proc/71/cgroup': v2,
    '/proc/71/cmdline': 'gunicorn: worker\0',
    '/proc/90/cgroup': v2.replace(id, other),
    '/proc/90/cmdline': '',
    '/proc/uptime': '1 1',
    [`/data/containers/${id}/config.v2.json`]: config,
    [`/data/containers/${other}/config.v2.json`]: '{"Name": "/half',
  });
  expect(readSurvivors(files, '/data')).toEqual({
    ok: true,
    value: [
      { containerId: other, name: 'bbbbbbbbbbbb', project: null, service: null, processes: 1, command: '' },
      {
        containerId: id,
        name: 'shop-api-1',
        project: 'shop',
        service: 'api',
        processes: 2,
        command: 'gunicorn shop.wsgi',
      },
    ],
  });
  expect(readSurvivors(fakeHostFiles({}), '/data')).toEqual({ ok: false, reason: "can't read /proc" });
});
