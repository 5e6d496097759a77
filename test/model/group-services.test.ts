import { describe, expect, it } from 'vitest';
import type { ComposeProject } from '../../src/model/compose-project.ts';
import type { Container } from '../../src/model/container.ts';
import { groupServices } from '../../src/model/group-services.ts';
import type { Service } from '../../src/model/service.ts';
import {
  aCompose,
  aComposeService,
  aContainer,
  anExited,
  days,
  depotixContainers,
  idOf,
  minutes,
  noHealth,
  now,
  probes,
  seconds,
} from '../helpers/stack-factory.ts';

function group(
  containers: readonly Container[],
  compose: ComposeProject | null = null,
  engineConnected = true,
): Service[] {
  return groupServices(containers, compose, { roles: {} }, { engineConnected });
}

function only(containers: readonly Container[], compose: ComposeProject | null = null): Service {
  const [service, ...rest] = group(containers, compose);
  expect(rest).toEqual([]);
  if (service === undefined) throw new Error('no service');
  return service;
}

describe('the order of services', () => {
  it('is edge, web, api, others by name, database, however the engine lists them', () => {
    const containers = [
      aContainer({ service: 'zeta' }),
      ...depotixContainers().toReversed(),
      aContainer({ service: 'cart' }),
    ];
    expect(group(containers).map(({ name }) => name)).toEqual(['caddy', 'web', 'api', 'cart', 'zeta', 'postgres']);
  });

  it('numbers replicas', () => {
    const replicas = [10, 2, 1].map(number => aContainer({ labels: { number } }));
    expect(only(replicas).containers.map(({ labels }) => labels.number)).toEqual([1, 2, 10]);
  });
});

describe('the word for one container', () => {
  it.each<[string, Container, Partial<Service>]>([
    ['healthy', aContainer(), { state: 'healthy', stateText: 'healthy', severity: 'good', since: now - days(9) }],
    ['without a check', aContainer({ health: noHealth }), { state: 'running', stateText: 'running', severity: 'good' }],
    [
      'starting',
      aContainer({ health: { status: 'starting' } }),
      { state: 'starting', stateText: 'starting', severity: 'busy' },
    ],
    [
      'unhealthy since its first failed probe',
      aContainer({
        health: {
          status: 'unhealthy',
          failingStreak: 3,
          probes: [...probes(2, {}, now - seconds(20)), ...probes(3, { exitCode: 1 }, now - seconds(5))],
        },
      }),
      { state: 'unhealthy', stateText: 'unhealthy', severity: 'bad', since: now - seconds(15) },
    ],
    [
      'unhealthy for longer than the engine remembers',
      aContainer({ health: { status: 'unhealthy', failingStreak: 30, probes: probes(5, { exitCode: 1 }, now) } }),
      { state: 'unhealthy', since: now - 29 * seconds(5) },
    ],
    [
      'stopped by hand',
      anExited(0),
      { state: 'stopped', stateText: 'stopped (0)', severity: 'bad', since: now - minutes(3) },
    ],
    ['told to stop', anExited(143), { state: 'stopped', stateText: 'stopped (143, SIGTERM)', severity: 'bad' }],
    ['failed', anExited(1), { state: 'failing', stateText: 'exited (1)', severity: 'bad' }],
    [
      'OOM-killed',
      anExited(137, { detail: { oomKilled: true } }),
      { state: 'failing', stateText: 'exited (137, OOM)' },
    ],
    ['killed', anExited(137), { state: 'failing', stateText: 'exited (137, SIGKILL)' }],
    [
      'ended, not yet inspected',
      anExited(1, { detail: null }),
      { state: 'stopped', stateText: 'ended', severity: 'warn' },
    ],
    [
      'between two lives',
      anExited(1, { state: 'restarting', detail: { restartCount: 4 } }),
      { state: 'restarting', stateText: 'restarting (1)', severity: 'bad', restarts: 4 },
    ],
    [
      'being removed',
      aContainer({ state: 'removing' }),
      { state: 'stopping', stateText: 'being removed', severity: 'busy' },
    ],
    ['dead', anExited(1, { state: 'dead' }), { state: 'failing', stateText: 'dead', severity: 'bad' }],
    [
      'refused by the engine',
      aContainer({ state: 'created', health: noHealth, detail: { exitCode: 127, error: 'exec: "nosuch": not found' } }),
      { state: 'failing', stateText: 'start failed (127)', severity: 'bad' },
    ],
  ])('%s', (_, container, expected) => {
    expect(only([container])).toMatchObject(expected);
  });

  it('is calm about a task that has done its work', () => {
    const job = anExited(0, { service: 'api-migrate', detail: { restartPolicy: 'no' } });
    expect(only([job])).toMatchObject({ state: 'stopped', stateText: 'stopped (0)', severity: 'neutral' });
  });

  it('claims nothing while the engine is away, and keeps the words', () => {
    const [service] = group([anExited(1)], null, false);
    expect(service).toMatchObject({ stateText: 'exited (1)', severity: 'neutral' });
  });
});

describe('O-STATUS-1: a paused container', () => {
  it('is paused and amber, neither unhealthy nor stopped', () => {
    const container = aContainer({ state: 'paused', health: { status: 'unhealthy', meaningful: false } });
    expect(only([container])).toMatchObject({ state: 'paused', stateText: 'paused', severity: 'warn' });
  });

  it('runs without a claim about its health after the unpause, until a probe has run', () => {
    const container = aContainer({ health: { status: 'unhealthy', meaningful: false } });
    expect(only([container])).toMatchObject({ state: 'running', stateText: 'running, probe due', severity: 'neutral' });
  });
});

describe('O-STATUS-2: the left-over of an interrupted recreate', () => {
  const leftover = aContainer({ service: 'web', name: '3f0c9a7be211_depotix-web-1', leftover: true });
  const created = aContainer({ service: 'web', state: 'created', health: noHealth, detail: { startedAt: null } });

  it('is no replica, and it is told that it still runs', () => {
    const service = only([leftover, created], aCompose([aComposeService('web')]));
    expect(service.containers).toEqual([created]);
    expect(service.leftovers).toEqual([leftover]);
    expect(service).toMatchObject({
      wanted: 1,
      state: 'created',
      stateText: 'created, left-over runs',
      severity: 'warn',
    });
  });

  it('alone stands for its service without being called well', () => {
    expect(only([leftover], aCompose([aComposeService('web')]))).toMatchObject({
      stateText: 'left-over only',
      severity: 'warn',
    });
  });
});

describe('O-STATUS-3: one-off containers', () => {
  const oneOff = anExited(1, { name: 'depotix-api-run-4f2a9c1d', labels: { oneOff: true, number: null } });

  it('stand apart with their exit code and change nothing in the service', () => {
    const service = only([aContainer(), oneOff]);
    expect(service).toMatchObject({ state: 'healthy', stateText: 'healthy', wanted: 1, severity: 'good' });
    expect(service.oneOffs).toEqual([oneOff]);
    expect(service.oneOffs[0]?.detail?.exitCode).toBe(1);
  });

  it('alone are no service that is down', () => {
    expect(only([oneOff])).toMatchObject({ wanted: 0, stateText: 'one-off only', severity: 'neutral' });
  });
});

describe('O-STATUS-4: a container with nothing but an id', () => {
  it('is one row', () => {
    const bare = aContainer({
      name: 'aa11bb22cc33',
      state: 'created',
      health: noHealth,
      detail: null,
      labels: { number: null },
    });
    const services = group([bare, aContainer({ service: 'web' })]);
    expect(services.map(({ name, state }) => [name, state])).toEqual([
      ['web', 'healthy'],
      ['api', 'created'],
    ]);
  });

  it('stands for itself without a service label', () => {
    const stray = { ...aContainer(), name: 'aa11bb22cc33', labels: { ...aContainer().labels, service: null } };
    expect(only([stray]).name).toBe('aa11bb22cc33');
  });
});

describe('O-HEALTH', () => {
  it('1: no check at all is neutral, never a reason to wait', () => {
    expect(only([aContainer({ health: noHealth, detail: { healthCheck: null } })])).toMatchObject({
      state: 'running',
      severity: 'good',
    });
  });

  it('2: a clean stop is "stopped (0)" and not unhealthy; while stopping it is "stopping"', () => {
    const stopped = anExited(0, { health: { status: 'unhealthy', meaningful: false } });
    const stopping = aContainer({ stopping: true, health: { status: 'unhealthy', meaningful: false } });
    expect(only([stopped])).toMatchObject({ state: 'stopped', stateText: 'stopped (0)' });
    expect(only([stopping])).toMatchObject({ state: 'stopping', stateText: 'stopping', severity: 'busy' });
  });
});

const replica = (number: number, make: (parts: { labels: { number: number } }) => Container = aContainer): Container =>
  make({ labels: { number } });
const wanted = (count: number): ComposeProject => aCompose([aComposeService('api', { wanted: count })]);

describe('replicas', () => {
  it('are one word when all are well', () => {
    expect(
      only(
        [1, 2, 3].map(number => replica(number)),
        wanted(3),
      ),
    ).toMatchObject({ stateText: 'healthy', severity: 'good' });
  });

  it('are counted when one is down: users are served, somebody should look', () => {
    const service = only([replica(1), replica(2), replica(3, parts => anExited(1, parts))], wanted(3));
    expect(service).toMatchObject({ state: 'failing', stateText: '2 of 3 running', severity: 'warn' });
  });

  it('are counted when one was never created', () => {
    expect(only([replica(1), replica(2)], wanted(3))).toMatchObject({
      state: 'not-created',
      stateText: '2 of 3 running',
      severity: 'warn',
    });
  });

  it('are bad when none runs', () => {
    const service = only([replica(1, parts => anExited(1, parts)), replica(2, parts => anExited(1, parts))], wanted(2));
    expect(service).toMatchObject({ stateText: '0 of 2 running', severity: 'bad' });
  });

  it('are amber when one of them is unhealthy', () => {
    const sick = aContainer({ labels: { number: 2 }, health: { status: 'unhealthy' } });
    expect(only([replica(1), sick], wanted(2))).toMatchObject({ stateText: '1 of 2 unhealthy', severity: 'warn' });
  });

  it('add up their restarts', () => {
    const restarted = [1, 2].map(number => aContainer({ labels: { number }, detail: { restartCount: number } }));
    expect(only(restarted).restarts).toBe(3);
  });
});

describe('the compose file', () => {
  it('names services that have no container', () => {
    const services = group(
      [aContainer({ service: 'web' })],
      aCompose([aComposeService('web'), aComposeService('api')]),
    );
    expect(services.find(({ name }) => name === 'api')).toMatchObject({
      state: 'not-created',
      stateText: 'not created',
      severity: 'warn',
    });
  });

  it('may want none', () => {
    expect(only([], aCompose([aComposeService('api', { wanted: 0 })]))).toMatchObject({
      stateText: 'scaled to 0',
      severity: 'neutral',
    });
  });

  it('gives roles to services by the image it names', () => {
    expect(only([], aCompose([aComposeService('store', { image: 'postgres:16' })])).role).toBe('database');
  });
});

it('has ids that tell containers apart', () => {
  expect(new Set(depotixContainers().map(({ id }) => id)).size).toBe(4);
  expect(idOf('depotix-api-1')).toHaveLength(64);
});
