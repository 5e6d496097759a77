import { afterEach, describe, expect, test } from 'vitest';
import { EngineError, makeProblem, notAnswering } from '../../src/docker/engine-error.ts';
import type { Engine, Raw } from '../../src/docker/engine.ts';
import { sampleStats } from '../../src/docker/sample-stats.ts';
import type { Container } from '../../src/model/container.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { makeContainer } from '../helpers/make-container.ts';
import { createScriptedEngine, notFound } from '../helpers/scripted-engine.ts';

const endings: AbortController[] = [];

afterEach(() => {
  for (const ending of endings.splice(0)) ending.abort();
});

/** Half a core, by a clock that the reading takes its time from. */
function readingAt(ms: number): Raw {
  return {
    read: new Date(ms).toISOString(),
    cpu_stats: { cpu_usage: { total_usage: ms * 0.5e6 }, system_cpu_usage: ms * 4e6, online_cpus: 4 },
    memory_stats: { usage: 1000 },
  };
}

function sample(
  stats: (id: string, now: number) => Promise<Raw>,
  first: readonly Container[] = [makeContainer({ id: 'api' })],
) {
  const clock = createFakeClock();
  const ending = new AbortController();
  endings.push(ending);
  const world = { containers: first, intervalMs: 2_000 };
  const asked: { readonly id: string; readonly at: number }[] = [];
  const engine: Engine = createScriptedEngine({
    stats: id => {
      asked.push({ id, at: clock.now() });
      return stats(id, clock.now());
    },
  });
  const seen: StackEvent[] = [];
  const begin = clock.now();
  const done = (async () => {
    const options = {
      signal: ending.signal,
      clock,
      containers: () => world.containers,
      interval: () => world.intervalMs,
    };
    for await (const event of sampleStats(engine, options)) seen.push(event);
  })();
  return {
    clock,
    ending,
    done,
    world,
    seen,
    askedAt: (id = 'api') => asked.filter(ask => ask.id === id).map(ask => ask.at - begin),
    samples: () => seen.flatMap(event => (event.type === 'stats-sampled' ? event.samples : [])),
    lost: () => seen.flatMap(event => (event.type === 'stats-lost' ? [event] : [])),
  };
}

const answer = async (_: string, now: number): Promise<Raw> => readingAt(now);

test('O-STATS-3: a new container has no cores at first, and has them half a second later', async () => {
  const { clock, samples, askedAt } = sample(answer);
  await clock.advance(800);
  expect(samples().map(item => item.cpu.cores)).toEqual([null, 0.5]);
  expect(askedAt()).toEqual([0, 500]);
});

describe('the rate', () => {
  test('is every 2 s while keys come', async () => {
    const { clock, askedAt } = sample(answer);
    await clock.advance(6_600);
    expect(askedAt()).toEqual([0, 500, 2500, 4500, 6500]);
  });

  test('is every 5 s when idle, and a key is noticed within half a second', async () => {
    const { clock, world, askedAt } = sample(answer);
    world.intervalMs = 5_000;
    await clock.advance(9_000);
    expect(askedAt()).toEqual([0, 500, 5500]);
    world.intervalMs = 2_000;
    await clock.advance(500);
    expect(askedAt().at(-1)).toBe(9_500);
  });

  test('is one event for all containers that answer together', async () => {
    const { clock, seen } = sample(answer, [makeContainer({ id: 'api' }), makeContainer({ id: 'web' })]);
    await clock.advance(300);
    expect(seen.map(event => (event.type === 'stats-sampled' ? event.samples.length : 0))).toEqual([2]);
  });
});

test('only running containers are asked', async () => {
  const states = ['created', 'paused', 'restarting', 'exited', 'dead', 'removing'] as const;
  const { clock, askedAt } = sample(
    answer,
    states.map(state => makeContainer({ id: state, state })),
  );
  await clock.advance(5_000);
  expect(states.flatMap(state => askedAt(state))).toEqual([]);
});

describe('O-STATS-1: a container that vanishes', () => {
  test.each([
    ['404', notFound('api')],
    ['409', new EngineError(makeProblem('conflict', 'container is marked for removal', [], 409))],
  ])('(%s) is quiet, and tried no more than the rate', async (_, error) => {
    const { clock, lost, askedAt, samples } = sample(() => Promise.reject(error));
    await clock.advance(10_000);
    expect(lost()).toEqual([]);
    expect(samples()).toEqual([]);
    expect(askedAt().length).toBeLessThanOrEqual(6);
  });

  test('and a new one in its place starts without a predecessor', async () => {
    const { clock, world, samples } = sample(answer);
    await clock.advance(3_000);
    world.containers = [makeContainer({ id: 'api-2' })];
    await clock.advance(1_200);
    const fresh = samples().filter(item => item.containerId === 'api-2');
    expect(fresh.map(item => item.cpu.cores)).toEqual([null, 0.5]);
  });
});

describe('a container that can not be read', () => {
  test('is told once, and again only after it had been read', async () => {
    let fails = true;
    const { clock, lost, samples } = sample(async (_, now) => {
      if (fails) throw new EngineError(notAnswering({ endpoint: 'unix:///x.sock', timeoutMs: 5_000 }));
      return readingAt(now);
    });
    await clock.advance(10_000);
    expect(lost()).toMatchObject([
      { containerId: 'api', reason: 'Docker Engine is not answering at /x.sock: no answer within 5 s' },
    ]);
    fails = false;
    await clock.advance(3_000);
    expect(samples().length).toBeGreaterThan(0);
    fails = true;
    await clock.advance(10_000);
    expect(lost()).toHaveLength(2);
  });

  test('holds up no other, and is not asked again while it hangs', async () => {
    const { clock, samples, askedAt } = sample(
      (id, now) => (id === 'stuck' ? new Promise(() => undefined) : Promise.resolve(readingAt(now))),
      [makeContainer({ id: 'stuck' }), makeContainer({ id: 'api' })],
    );
    await clock.advance(10_000);
    expect(askedAt('stuck')).toEqual([0]);
    expect(samples().filter(item => item.containerId === 'api').length).toBeGreaterThanOrEqual(5);
  });
});

test('ends with its signal and leaves no timer behind', async () => {
  const { clock, ending, done } = sample(answer);
  await clock.advance(1_000);
  ending.abort();
  await done;
  await clock.advance(0);
  expect(clock.sleepers).toBe(0);
});
