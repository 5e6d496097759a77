import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseInspect, parseListItem } from '../../../src/docker/parse/container.ts';
import type { ContainerFacts } from '../../../src/docker/parse/container.ts';
import type { Raw } from '../../../src/docker/engine.ts';

function fixture(name: string): Raw {
  return JSON.parse(readFileSync(new URL(`../../fixtures/engine/${name}`, import.meta.url), 'utf8')) as Raw;
}

const calm: ContainerFacts = { stopping: false, staleUntil: null };
const prefix = 'com.docker.compose.';

function labels(words: Readonly<Record<string, string>>): Raw {
  return Object.fromEntries(Object.entries({ project: 'shop', ...words }).map(([key, value]) => [prefix + key, value]));
}

function inspected(state: Raw, config: Raw = {}, facts = calm) {
  return parseInspect({ Id: 'c1', Name: '/shop-api-1', State: state, Config: config }, facts);
}

describe('O-STATUS-1: paused', () => {
  const health = {
    Status: 'unhealthy',
    Log: [{ Start: '2026-11-25T01:00:00Z', End: '2026-11-25T01:00:01Z', ExitCode: 0 }],
  };

  test('is a state of its own, in the list and by inspect, and its health means nothing', () => {
    const item = parseListItem({
      Id: 'c1',
      State: 'paused',
      Status: 'Up 3 hours (Paused)',
      Health: { Status: 'unhealthy' },
    });
    expect(item).toMatchObject({ state: 'paused', health: { status: 'unhealthy', meaningful: false } });
    expect(inspected({ Status: 'paused', Health: health })).toMatchObject({
      state: 'paused',
      health: { status: 'unhealthy', meaningful: false },
    });
  });

  test('after the unpause the old health is stale until the next probe', () => {
    const running = { Status: 'running', Health: health };
    const stale = { stopping: false, staleUntil: Date.parse('2026-11-25T01:00:30Z') };
    expect(inspected(running, {}, stale)?.health.meaningful).toBe(false);
    const probed = { ...health, Log: [...health.Log, { Start: '2026-11-25T01:00:31Z', End: '', ExitCode: 1 }] };
    expect(inspected({ Status: 'running', Health: probed }, {}, stale)?.health.meaningful).toBe(true);
  });
});

test('O-STATUS-2: what an interrupted recreate left is known by labels and named as left over', () => {
  const web = labels({ service: 'web', 'container-number': '1', oneoff: 'False' });
  const old = parseListItem({
    Id: 'a',
    Names: ['/3f0c9a7be211_shop-web-1'],
    Image: 'shop-web:41',
    State: 'running',
    Labels: web,
  });
  const next = parseListItem({ Id: 'b', Names: ['/shop-web-1'], Image: 'shop-web:42', State: 'created', Labels: web });
  expect(old).toMatchObject({ leftover: true, labels: { service: 'web', number: 1, oneOff: false } });
  expect(next).toMatchObject({ leftover: false, labels: { service: 'web', number: 1, oneOff: false } });
});

test('O-STATUS-3: a one-off run is told apart from the replicas', () => {
  const run = parseListItem({
    Id: 'a',
    Names: ['/shop-api-run-4f2a9c1d'],
    State: 'exited',
    Labels: labels({ service: 'api', oneoff: 'True' }),
  });
  expect(run?.labels).toMatchObject({ service: 'api', oneOff: true, number: null });
});

test('O-STATUS-4: empty names and null lists are a container like any other', () => {
  const item = parseListItem({
    Id: 'aa11bb22cc33dd44',
    Names: [],
    State: 'created',
    Status: 'Created',
    Ports: null,
    Mounts: null,
    NetworkSettings: { Networks: null },
    Labels: labels({ service: 'api' }),
  });
  expect(item).toMatchObject({
    id: 'aa11bb22cc33dd44',
    name: 'aa11bb22cc33',
    state: 'created',
    ports: [],
    leftover: false,
  });
  expect(item?.labels).toMatchObject({ project: 'shop', service: 'api', dependsOn: [], configFiles: [] });
});

test.each([
  ['nothing but an id', { Id: 'aa11bb22cc33dd44' }],
  [
    'nulls everywhere',
    {
      Id: 'aa11bb22cc33dd44',
      Names: null,
      State: null,
      Config: null,
      HostConfig: null,
      NetworkSettings: null,
      Mounts: null,
      Labels: null,
      Name: null,
    },
  ],
  [
    'other types than expected',
    { Id: 'aa11bb22cc33dd44', Names: 'x', State: 7, Config: [], HostConfig: 'x', Ports: {}, Labels: [], Created: {} },
  ],
])('a payload with %s is read without a crash', (_, raw) => {
  expect(parseListItem(raw)?.name).toBe('aa11bb22cc33');
  expect(parseInspect(raw)?.name).toBe('aa11bb22cc33');
});

test('what has no id is no container', () => {
  expect(parseListItem({})).toBeNull();
  expect(parseInspect({ message: 'x' })).toBeNull();
});

test('the own name is taken, not a link of another container', () => {
  expect(parseListItem({ Id: 'a', Names: ['/shop-web-1/db', '/shop-db-1'] })?.name).toBe('shop-db-1');
});

describe('O-HEALTH-1: no check is neither healthy nor a wait for it', () => {
  const none = { status: 'none', meaningful: false, failingStreak: 0, probes: [] };

  test('inspect without health, with HEALTHCHECK NONE', () => {
    const container = inspected({ Status: 'running' }, { Healthcheck: { Test: ['NONE'] } });
    expect(container?.health).toEqual(none);
    expect(container?.detail?.healthCheck).toBeNull();
  });

  test('the list of engine 29, with its word', () => {
    expect(parseListItem(fixture('29/list-no-check.handmade.json'))?.health).toEqual(none);
  });

  test('the list of engine 26, with no word', () => {
    expect(parseListItem({ Id: 'c1', State: 'running', Status: 'Up 5 minutes' })?.health).toEqual(none);
  });
});

describe('O-HEALTH-2: a clean stop leaves `unhealthy` behind', () => {
  const health = {
    Status: 'unhealthy',
    FailingStreak: 0,
    Log: [{ Start: '2026-11-25T01:00:00Z', ExitCode: 0, Output: 'ok' }],
  };

  test('which means nothing once it is stopped', () => {
    const container = inspected({ Status: 'exited', Running: false, ExitCode: 0, Health: health });
    expect(container).toMatchObject({ state: 'exited', health: { meaningful: false }, detail: { exitCode: 0 } });
  });

  test('nor while it is stopping', () => {
    const container = inspected({ Status: 'running', Running: true, Health: health }, {}, { ...calm, stopping: true });
    expect(container).toMatchObject({ state: 'running', stopping: true, health: { meaningful: false } });
  });
});

test.each([
  ['Up 5 minutes (healthy)', 'healthy'],
  ['Up 5 minutes (unhealthy)', 'unhealthy'],
  ['Up 3 seconds (health: starting)', 'starting'],
  ['Exited (1) 4 minutes ago', 'none'],
])('before engine 29 the list tells the health in its words: %s', (status, health) => {
  expect(parseListItem({ Id: 'c1', State: 'running', Status: status })?.health.status).toBe(health);
});

test('inspect tells all details (engine 29, without the address at the top)', () => {
  const container = parseInspect(fixture('29/inspect-unhealthy.handmade.json'));
  expect(container).toMatchObject({
    name: 'shop-api-1',
    image: 'shop-api:42',
    createdAt: Date.parse('2026-11-25T01:00:00.123Z'),
    labels: { service: 'api', dependsOn: ['db', 'cache'] },
    health: {
      status: 'unhealthy',
      meaningful: true,
      failingStreak: 4,
      probes: [
        { startedAt: Date.parse('2026-11-25T01:06:01Z'), endedAt: Date.parse('2026-11-25T01:06:01.25Z'), exitCode: 1 },
      ],
    },
    ports: [
      { hostIp: null, hostPort: null, containerPort: 8000, protocol: 'tcp' },
      { hostIp: '0.0.0.0', hostPort: 8443, containerPort: 443, protocol: 'tcp' },
      { hostIp: '::', hostPort: 8443, containerPort: 443, protocol: 'tcp' },
      { hostIp: '0.0.0.0', hostPort: 8443, containerPort: 443, protocol: 'udp' },
    ],
    detail: {
      restartCount: 2,
      startedAt: Date.parse('2026-11-25T01:00:01.5Z'),
      finishedAt: null,
      pid: 4242,
      restartPolicy: 'unless-stopped',
      limits: { memoryBytes: 1_073_741_824, cpuCores: 1.5, pids: null },
      healthCheck: { intervalMs: 5000, timeoutMs: 30_000, startPeriodMs: 0, retries: 3 },
      log: { driver: 'json-file', options: { 'max-size': '20m' }, tty: false },
      networks: [{ name: 'shop_default', ip: '172.18.0.5', aliases: [] }],
      mounts: [{ type: 'volume', name: 'shop_media', destination: '/media', readOnly: true }],
      stopTimeoutSeconds: 90,
      stopSignal: 'SIGINT',
    },
  });
});

test('a probe that engine 20.10 left at the zero time has no end', () => {
  const log = [{ Start: '2026-11-25T01:00:00Z', End: '0001-01-01T00:00:00Z', ExitCode: 0, Output: '' }];
  expect(
    inspected({ Status: 'running', Health: { Status: 'healthy', Log: log } })?.health.probes[0]?.endedAt,
  ).toBeNull();
});
