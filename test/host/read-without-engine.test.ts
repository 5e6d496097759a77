import { expect, test } from 'vitest';
import { readRemains, readWithoutEngine } from '../../src/host/read-without-engine.ts';
import { readDataRoot } from '../../src/host/read-survivors.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import { fakeHostFiles } from '../helpers/host-files.ts';

const clock = createSystemClock();
const { signal } = new AbortController();
const id = 'a'.repeat(64);
const config = JSON.stringify({ Name: '/shop-api-1', Config: { Labels: null } });

test('survivors are looked up in the data folder that daemon.json names', async () => {
  const files = fakeHostFiles({
    '/etc/docker/daemon.json': '{"data-root": "/srv/docker"}',
    '/proc/70/cgroup': `0::/docker-${id}.scope\n`,
    [`/srv/docker/containers/${id}/config.v2.json`]: config,
  });
  const remains = await readRemains(files, clock, signal);
  expect(remains.survivors).toMatchObject({ ok: true, value: [{ name: 'shop-api-1', project: null }] });
});

test.each([
  ['no daemon.json', {}],
  ['one that is no JSON', { '/etc/docker/daemon.json': '{"data-root": ' }],
  ['a data-root that is no path', { '/etc/docker/daemon.json': '{"data-root": 5}' }],
])('%s: the default folder', (_, texts) => {
  expect(readDataRoot(fakeHostFiles(texts))).toBe('/var/lib/docker');
});

test('of an engine elsewhere nothing of this host is told', async () => {
  const files = fakeHostFiles({ '/proc/70/cgroup': `0::/docker-${id}.scope\n` });
  const tells = await readWithoutEngine({ files, clock, signal, local: false, publicUrl: null, backupDir: null });
  const unknown = { ok: false, reason: 'not available: the engine is elsewhere' };
  expect(tells).toMatchObject({
    sample: { memory: unknown },
    remains: { units: unknown, survivors: unknown },
    http: null,
  });
});
