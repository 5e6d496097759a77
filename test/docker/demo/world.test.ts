import { describe, expect, test } from 'vitest';
import { lastRun, type DemoContainer } from '../../../src/docker/demo/container.ts';
import { countersAt, memoryAt } from '../../../src/docker/demo/load.ts';
import { kill, pause, requestStop, resume, startRun } from '../../../src/docker/demo/transitions.ts';
import { listScenarios, type ScenarioName } from '../../../src/docker/demo/scenario.ts';
import { depotixServices, workerServices } from '../../../src/docker/demo/services.ts';
import { createWorld, type World } from '../../../src/docker/demo/world.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';

interface Scene {
  readonly world: World;
  readonly clock: FakeClock;
  /** Turns the clock and lets the world see it. */
  pass(ms: number): Promise<void>;
  container(name: string): DemoContainer;
  actions(name: string): readonly string[];
}

function open(scenario: ScenarioName, seed = 1): Scene {
  const clock = createFakeClock();
  const world = createWorld({ clock, seed, scenario, services: depotixServices() });
  const container = (name: string): DemoContainer => {
    const found = world.find(`depotix-${name}-1`);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  return {
    world,
    clock,
    container,
    async pass(ms) {
      await clock.advance(ms);
      world.advance();
    },
    actions: name =>
      world
        .events()
        .filter(event => event.container === container(name) && !event.action.startsWith('exec_'))
        .map(event => event.action),
  };
}

const minute = 60_000;
const mebibyte = 1024 ** 2;

describe('a healthy stack', () => {
  test('is up for days, with full health logs, when it opens', () => {
    const { world } = open('healthy');
    for (const container of world.containers()) {
      expect(container.state).toBe('running');
      expect(container.health.status).toBe('healthy');
      expect(container.health.log).toHaveLength(5);
      expect(world.openedAt - lastRun(container).startedAt).toBeGreaterThan(24 * 60 * minute);
    }
  });

  test('is probed at the interval of each check, and stays well for an hour', async () => {
    const { pass, container, world } = open('healthy');
    for (let passed = 0; passed < 60; passed++) await pass(minute);
    const [first, second] = container('api').health.log;
    expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBe(5_000);
    expect(container('api').health.log.at(-1)?.endedAt).toBeGreaterThan(world.advance() - 6_000);
    expect(world.containers().every(item => item.health.status === 'healthy' && item.restartCount === 0)).toBe(true);
  });

  test('survives a night in which nobody looked, without working through each probe of it', async () => {
    const { pass, container, world } = open('healthy');
    await pass(12 * 60 * minute);
    expect(container('web').health.status).toBe('healthy');
    expect(container('web').health.log.at(-1)?.endedAt).toBeGreaterThan(world.advance() - 10_000);
  });
});

describe('oom', () => {
  test('has been going on for minutes when it opens: restarts counted, and the run before ended with 137', () => {
    const { container } = open('oom');
    const api = container('api');
    expect(api.restartCount).toBeGreaterThanOrEqual(6);
    expect(api.runs.at(-2)).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  test('climbs to the limit in about 40 s, is killed, and starts again after 100 ms', async () => {
    const { pass, container, world, actions } = open('healthy');
    world.setScenario('oom');
    const api = container('api');
    const memory = (): number => memoryAt(world.timeline, api, world.advance())?.usageBytes ?? 0;
    await pass(10_000);
    const early = memory();
    await pass(27_000);
    const late = memory();
    expect(late).toBeGreaterThan(early + 300 * mebibyte);
    expect(late).toBeLessThanOrEqual(1024 * mebibyte);
    await pass(6_000);
    expect(api.runs.at(-2)).toMatchObject({ exitCode: 137, oomKilled: true });
    expect(api).toMatchObject({ state: 'running', restartCount: 1 });
    expect((lastRun(api).startedAt ?? 0) - (api.runs.at(-2)?.endedAt ?? 0)).toBe(100);
    expect(actions('api')).toEqual(['oom', 'die', 'start']);
    expect(memory()).toBeLessThan(500 * mebibyte);
  });

  test('ends with the scenario: memory falls and nothing dies any more', async () => {
    const { pass, container, world } = open('oom');
    await pass(20_000);
    const restarts = container('api').restartCount;
    world.setScenario('healthy');
    await pass(5 * minute);
    expect(container('api')).toMatchObject({ state: 'running', restartCount: restarts });
    expect(memoryAt(world.timeline, container('api'), world.advance())?.usageBytes).toBeLessThan(300 * mebibyte);
  });
});

describe('crash-loop', () => {
  test('waits twice as long before each start, up to a minute', async () => {
    const { pass, container, world } = open('healthy');
    world.setScenario('crash-loop');
    await pass(10 * minute);
    const { runs } = container('api');
    const waits = runs.slice(1).map((run, index) => run.startedAt - (runs[index]?.endedAt ?? 0));
    expect(waits.slice(0, 5)).toEqual([100, 200, 400, 800, 1600]);
    expect(waits.at(-1)).toBe(60_000);
    expect(runs.slice(0, -1).every(run => run.exitCode === 1 && !run.oomKilled)).toBe(true);
  });

  test('is in the state restarting when it opens, health not meant', () => {
    const { container } = open('crash-loop');
    const api = container('api');
    expect(api.restartCount).toBeGreaterThan(8);
    expect(api.state).toBe('restarting');
    expect(api.health.status).toBe('unhealthy');
  });

  test('a stop ends the loop, a start counts from zero', async () => {
    const { pass, container, world } = open('crash-loop');
    const api = container('api');
    requestStop(world, api, world.advance(), 'stopped');
    await pass(2 * minute);
    expect(api.state).toBe('exited');
    startRun(world, api, world.advance(), false);
    expect(api).toMatchObject({ state: 'running', restartCount: 0 });
  });
});

describe('db-down', () => {
  test('postgres is stopped cleanly, and api turns unhealthy with the reason', async () => {
    const { pass, container, world, actions } = open('healthy');
    world.setScenario('db-down');
    await pass(30_000);
    expect(container('postgres').state).toBe('exited');
    expect(lastRun(container('postgres')).exitCode).toBe(0);
    expect(actions('postgres')).toEqual(['kill', 'stop', 'die']);
    expect(container('api')).toMatchObject({ state: 'running', health: { status: 'unhealthy' } });
    expect(container('api').health.log.at(-1)?.output).toMatch(/503/);
    expect(container('web').health.status).toBe('healthy');
  });

  test('a start of postgres mends it', async () => {
    const { pass, container, world, actions } = open('db-down');
    startRun(world, container('postgres'), world.advance(), false);
    await pass(15_000);
    expect(container('postgres').health.status).toBe('healthy');
    expect(container('api').health.status).toBe('healthy');
    expect(actions('api')).toContain('health_status: healthy');
  });
});

describe('unhealthy', () => {
  test('web fails three probes with their output, runs on, and recovers with the scenario', async () => {
    const { pass, container, world, actions } = open('healthy');
    world.setScenario('unhealthy');
    await pass(25_000);
    const web = container('web');
    expect(web).toMatchObject({ state: 'running', restartCount: 0, health: { status: 'unhealthy' } });
    expect(web.health.failingStreak).toBeGreaterThanOrEqual(3);
    expect(web.health.log.at(-1)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/503 Service Unavailable/),
    });
    world.setScenario('healthy');
    await pass(10_000);
    expect(web.health).toMatchObject({ status: 'healthy', failingStreak: 0 });
    expect(actions('web')).toEqual(['health_status: unhealthy', 'health_status: healthy']);
  });
});

describe('slow', () => {
  test('api is held back in most periods and probed slowly, yet healthy', async () => {
    const { pass, container, world } = open('slow');
    const api = container('api');
    const before = countersAt(world.timeline, api, world.advance());
    await pass(10_000);
    const after = countersAt(world.timeline, api, world.advance());
    if (before === undefined || after === undefined) throw new Error('api does not run');
    expect(after.periods - before.periods).toBe(100);
    expect(after.throttledPeriods - before.throttledPeriods).toBeGreaterThan(55);
    expect(after.cpuSeconds - before.cpuSeconds).toBeCloseTo(9.85, 0);
    const last = api.health.log.at(-1);
    expect((last?.endedAt ?? 0) - (last?.startedAt ?? 0)).toBeGreaterThan(1_000);
    expect(api.health.status).toBe('healthy');
  });
});

describe('what an operator does', () => {
  test('a restart is kill, stop, die, start, restart, and health starts anew', async () => {
    const { pass, container, world, actions } = open('healthy');
    const web = container('web');
    requestStop(world, web, world.advance(), 'start');
    expect(web.state).toBe('running');
    await pass(1_000);
    expect(actions('web')).toEqual(['kill', 'stop', 'die', 'start', 'restart']);
    expect(web.health.status).toBe('starting');
    await pass(6_000);
    expect(web.health.status).toBe('healthy');
  });

  test('a kill is not answered by the restart policy', async () => {
    const { pass, container, world, actions } = open('healthy');
    kill(world, container('web'), world.advance());
    await pass(minute);
    expect(container('web').state).toBe('exited');
    expect(lastRun(container('web')).exitCode).toBe(137);
    expect(actions('web')).toEqual(['kill', 'die']);
  });

  test('a paused container uses nothing, is probed no more and called unhealthy by the engine', async () => {
    const { pass, container, world } = open('healthy');
    const api = container('api');
    pause(world, api, world.advance());
    const before = countersAt(world.timeline, api, world.advance());
    await pass(minute);
    expect(countersAt(world.timeline, api, world.advance())).toEqual(before);
    expect(api.health.status).toBe('unhealthy');
    resume(world, api, world.advance());
    await pass(6_000);
    expect(api.health.status).toBe('healthy');
  });

  test('a paused database takes api with it', async () => {
    const { pass, container, world } = open('healthy');
    pause(world, container('postgres'), world.advance());
    await pass(minute);
    expect(container('api').health.status).toBe('unhealthy');
    expect(container('api').health.log.at(-1)?.output).toMatch(/timed out/);
  });
});

/** What has come of everything after these steps of time. */
async function story(scenario: ScenarioName, seed: number, steps: readonly number[]): Promise<unknown> {
  const { pass, world } = open(scenario, seed);
  for (const step of steps) await pass(step);
  return world.containers().map(item => ({
    id: item.id,
    runs: item.runs,
    health: item.health,
    counters: countersAt(world.timeline, item, world.advance()),
  }));
}

describe('chance', () => {
  test.each(listScenarios().map(item => item.name))('%s: the same seed tells the same story', async name => {
    expect(await story(name, 7, [90_000])).toEqual(await story(name, 7, [90_000]));
  });

  test('it does not matter how often somebody looked', async () => {
    expect(await story('oom', 7, [100_000])).toEqual(await story('oom', 7, [30_000, 1, 250, 69_749]));
  });

  test('another seed is another stack', async () => {
    expect(await story('oom', 7, [90_000])).not.toEqual(await story('oom', 8, [90_000]));
  });
});

test('the load follows the traffic and never runs backwards', async () => {
  const { pass, container, world } = open('healthy');
  const api = container('api');
  const rates: number[] = [];
  let before = countersAt(world.timeline, api, world.advance());
  for (let step = 0; step < 60; step++) {
    await pass(5_000);
    const now = countersAt(world.timeline, api, world.advance());
    if (before === undefined || now === undefined) throw new Error('api does not run');
    rates.push(now.cpuSeconds - before.cpuSeconds);
    expect(now.receivedBytes).toBeGreaterThan(before.receivedBytes);
    before = now;
  }
  expect(Math.min(...rates)).toBeGreaterThan(0);
  expect(Math.max(...rates)).toBeGreaterThan(1.3 * Math.min(...rates));
});

test('a stack of sixty has sixty names, addresses and ids', () => {
  const clock = createFakeClock();
  const services = [...depotixServices(), ...workerServices(56)];
  const world = createWorld({ clock, seed: 1, scenario: 'healthy', services });
  expect(new Set(world.containers().map(item => item.name)).size).toBe(60);
  expect(new Set(world.containers().map(item => item.id)).size).toBe(60);
  expect(new Set(services.map(item => item.address)).size).toBe(60);
});
