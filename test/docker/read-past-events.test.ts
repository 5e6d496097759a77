import { expect, test } from 'vitest';
import { EngineError, notAnswering } from '../../src/docker/engine-error.ts';
import type { Engine, EventsQuery } from '../../src/docker/engine.ts';
import { readPastEvents } from '../../src/docker/read-past-events.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedEngine, rawEvent, untilAborted } from '../helpers/scripted-engine.ts';

const now = Date.parse('2026-11-25T01:00:00Z');
const past = [rawEvent('api', 'oom', {}, now - 30_000), rawEvent('api', 'die', { exitCode: '137' }, now - 29_900)];
const limits = { backMs: 600_000, limitMs: 1_500 };

function read(engine: Engine, signal = new AbortController().signal) {
  const clock = createFakeClock();
  return { clock, events: readPastEvents(engine, { project: 'shop' }, { ...limits, signal, clock }) };
}

test('asks for what was until now, and gives it oldest first', async () => {
  const queries: EventsQuery[] = [];
  const engine = createScriptedEngine({
    ping: async () => ({ Date: new Date(now).toUTCString() }),
    events: async function* (query) {
      queries.push(query);
      yield* past;
    },
  });
  const { events } = read(engine);
  expect((await events).map(({ action, exitCode }) => [action, exitCode])).toEqual([
    ['oom', null],
    ['die', 137],
  ]);
  expect(queries).toMatchObject([
    { project: 'shop', since: `${now / 1000 - 600}.000000000`, until: `${now / 1000}.000000000` },
  ]);
  expect(queries[0]?.actions).toContain('oom');
  expect(queries[0]?.actions).not.toContain('exec_die');
});

test.each([
  ['ahead', 3_600_000],
  ['behind', -3_600_000],
])('an engine whose clock is %s is asked by its own', async (_, skew) => {
  const queries: EventsQuery[] = [];
  const engine = createScriptedEngine({
    ping: async () => ({ Date: new Date(now + skew).toUTCString() }),
    events: async function* (query) {
      queries.push(query);
      yield* past;
    },
  });
  await read(engine).events;
  // The header's time is cut to the second.
  expect(queries[0]?.until).toBe(`${(now + skew) / 1000 + 1}.000000000`);
});

test('gives what came where the engine does not end its answer, and ends the call', async () => {
  let ended = false;
  const engine = createScriptedEngine({
    events: async function* (_, { signal }) {
      yield* past;
      await untilAborted(signal);
      ended = true;
    },
  });
  const { clock, events } = read(engine);
  await clock.advance(limits.limitMs);
  expect(await events).toHaveLength(2);
  await clock.advance(0);
  expect(ended).toBe(true);
  expect(clock.sleepers).toBe(0);
});

test('an engine that can not tell is no failure', async () => {
  const failure = new EngineError(notAnswering({ endpoint: 'x' }));
  const engine = createScriptedEngine({
    events: async function* () {
      yield* past.slice(0, 1);
      throw failure;
    },
  });
  expect(await read(engine).events).toHaveLength(1);
  expect(await read(createScriptedEngine({ ping: () => Promise.reject(failure) })).events).toEqual([]);
});

test('a bug in our own reading is thrown', async () => {
  const engine = createScriptedEngine({
    events: () => {
      throw new TypeError('a bug');
    },
  });
  await expect(read(engine).events).rejects.toThrow('a bug');
});

test('ends with its signal', async () => {
  const ending = new AbortController();
  const { clock, events } = read(
    createScriptedEngine({ ping: ({ signal }) => untilAborted(signal).then(() => ({})) }),
    ending.signal,
  );
  ending.abort();
  expect(await events).toEqual([]);
  expect(clock.sleepers).toBe(0);
});
