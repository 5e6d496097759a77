import { afterEach, describe, expect, test } from 'vitest';
import { EngineError, died, makeProblem, notAnswering } from '../../src/docker/engine-error.ts';
import type { Engine, Raw } from '../../src/docker/engine.ts';
import { watchStack, type WatchOptions } from '../../src/docker/watch-stack.ts';
import type { EngineEvent, StackEvent } from '../../src/model/stack-event.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import type { FakeClock } from '../helpers/fake-clock.ts';
import {
  createScriptedEngine,
  notFound,
  rawEvent,
  rawInspect,
  rawListItem,
  silentUntilAborted,
  untilAborted,
} from '../helpers/scripted-engine.ts';

const endings: AbortController[] = [];

afterEach(() => {
  for (const ending of endings.splice(0)) ending.abort();
});

interface Watch {
  readonly clock: FakeClock;
  readonly seen: StackEvent[];
  readonly ending: AbortController;
  readonly done: Promise<void>;
  types(): string[];
  last<T extends StackEvent['type']>(type: T): Extract<StackEvent, { type: T }> | undefined;
}

const opened = Date.parse('2026-11-25T01:00:00Z');

function eventsOf(seen: readonly StackEvent[]): EngineEvent[] {
  return seen.flatMap(event => (event.type === 'engine-event-seen' ? [event.event] : []));
}

function watch(engine: Engine, more: Partial<WatchOptions> = {}): Watch {
  const clock = createFakeClock();
  const ending = new AbortController();
  endings.push(ending);
  const seen: StackEvent[] = [];
  const done = (async () => {
    const options = { signal: ending.signal, clock, random: () => 0.5, ...more };
    for await (const event of watchStack(engine, { project: 'shop' }, options)) seen.push(event);
  })();
  return {
    clock,
    seen,
    ending,
    done,
    types: () => seen.map(event => event.type),
    last: type => seen.findLast((event): event is Extract<StackEvent, { type: typeof type }> => event.type === type),
  };
}

/** An event stream that the test feeds. */
function createEventFeed() {
  const queue: Raw[] = [];
  let wake: (() => void) | null = null;
  let broken: Error | null = null;
  const poke = (): void => wake?.();
  return {
    push(event: Raw) {
      queue.push(event);
      poke();
    },
    cut(error: Error) {
      broken = error;
      poke();
    },
    mend() {
      broken = null;
    },
    events: async function* (_: unknown, options: { signal: AbortSignal }): AsyncGenerator<Raw> {
      while (!options.signal.aborted) {
        yield* queue.splice(0);
        if (broken !== null) throw broken;
        const poked = new Promise<void>(resolve => (wake = resolve));
        await Promise.race([poked, untilAborted(options.signal)]);
      }
    },
  };
}

describe('the first look', () => {
  test('tells what the list says before each container is inspected', async () => {
    const item = rawListItem('api', { Status: 'Up 5 minutes (healthy)' });
    const stuck = Promise.withResolvers<Raw>();
    const { clock, types, last } = watch(
      createScriptedEngine({ list: async () => [item], inspect: () => stuck.promise }),
    );
    await clock.advance(0);
    expect(types()).toEqual(['engine-connected', 'containers-listed']);
    expect(last('containers-listed')?.containers).toMatchObject([
      { id: 'api', detail: null, health: { status: 'healthy' } },
    ]);
    stuck.resolve(rawInspect('api'));
    await clock.advance(0);
    expect(types().at(-1)).toBe('container-inspected');
    expect(last('container-inspected')?.container.detail?.startedAt).toBe(Date.parse('2026-11-25T00:00:00Z'));
  });

  test('does not wait for an engine that is slow to describe itself', async () => {
    const slow = Promise.withResolvers<Raw>();
    const { clock, types, last } = watch(
      createScriptedEngine({ info: () => slow.promise, list: async () => [rawListItem('api')] }),
    );
    await clock.advance(200);
    expect(types().slice(0, 2)).toEqual(['engine-connected', 'containers-listed']);
    slow.resolve({ NCPU: 8 });
    await clock.advance(0);
    expect(last('engine-connected')?.info.cpus).toBe(8);
  });

  test('asks for the events of ten minutes before the list, so that none falls in between', async () => {
    const order: string[] = [];
    const engine = createScriptedEngine({
      events: (query, options) => {
        order.push(`events since ${query.since}`);
        return silentUntilAborted(options);
      },
      list: async () => {
        order.push('list');
        return [];
      },
    });
    const { clock } = watch(engine);
    await clock.advance(0);
    expect(order).toEqual([`events since ${opened / 1000 - 1 - 600}`, 'list']);
  });

  test('tells what the engine remembers after the list, with its own time, and looks at nothing twice for it', async () => {
    const feed = createEventFeed();
    const past = [
      rawEvent('api', 'kill', { signal: '15' }, opened - 50_000),
      rawEvent('api', 'oom', {}, opened - 40_100),
      rawEvent('api', 'die', { exitCode: '137' }, opened - 40_000),
      rawEvent('old', 'destroy', {}, opened - 30_000),
    ];
    for (const event of past) feed.push(event);
    let inspects = 0;
    const engine = createScriptedEngine({
      events: feed.events,
      list: async () => [rawListItem('api')],
      inspect: async id => {
        inspects += 1;
        return rawInspect(id);
      },
    });
    const { clock, seen, types } = watch(engine);
    await clock.advance(200);
    expect(types().slice(0, 2)).toEqual(['engine-connected', 'containers-listed']);
    expect(eventsOf(seen).map(({ action, at }) => [action, at - opened])).toEqual([
      ['kill', -50_000],
      ['oom', -40_100],
      ['die', -40_000],
      ['destroy', -30_000],
    ]);
    expect(inspects).toBe(1);
    expect(types()).not.toContain('container-removed');
  });

  test('an old signal is no stop that is under way', async () => {
    const { clock, feed, last } = await openStack(id => rawInspect(id));
    feed.push(rawEvent('api', 'kill', { signal: '15' }, opened - 5_000));
    // Something new makes it look again.
    feed.push(rawEvent('api', 'update'));
    await clock.advance(100);
    expect(last('container-inspected')?.container.stopping).toBe(false);
    feed.push(rawEvent('api', 'kill', { signal: '15' }));
    await clock.advance(100);
    expect(last('container-inspected')?.container.stopping).toBe(true);
  });

  test('by the engine’s clock, which need not be ours', async () => {
    const ahead = opened + 3_600_000;
    const feed = createEventFeed();
    let since: string | undefined;
    const engine = createScriptedEngine({
      ping: async () => ({ ApiVersion: '1.45', Date: new Date(ahead).toUTCString() }),
      events: (query, options) => {
        since = query.since;
        return feed.events(query, options);
      },
      list: async () => [rawListItem('api')],
      inspect: async id => rawInspect(id),
    });
    const { clock, last } = watch(engine);
    await clock.advance(100);
    expect(since).toBe(String(ahead / 1000 - 1 - 600));
    feed.push(rawEvent('api', 'kill', { signal: '15' }, ahead - 2_000));
    feed.push(rawEvent('api', 'update', {}, ahead));
    await clock.advance(100);
    expect(last('container-inspected')?.container.stopping).toBe(false);
  });

  test('asks for no past where none is wanted', async () => {
    const sinces: (string | undefined)[] = [];
    const engine = createScriptedEngine({
      events: (query, options) => {
        sinces.push(query.since);
        return silentUntilAborted(options);
      },
    });
    const { clock } = watch(engine, { pastMs: 0 });
    await clock.advance(0);
    expect(sinces).toEqual([String(opened / 1000 - 1)]);
  });
});

async function openStack(inspect: (id: string) => Raw, items: readonly Raw[] = [rawListItem('api')]) {
  const feed = createEventFeed();
  let inspects = 0;
  const engine = createScriptedEngine({
    events: feed.events,
    list: async () => items,
    inspect: async id => {
      inspects += 1;
      return inspect(id);
    },
  });
  const watched = watch(engine);
  await watched.clock.advance(100);
  return { ...watched, feed, inspects: () => inspects };
}

async function readsIn(seconds: number, health: Raw): Promise<number> {
  let inspects = 0;
  const engine = createScriptedEngine({
    list: async () => [rawListItem('api')],
    inspect: async id => {
      inspects += 1;
      return rawInspect(id, { Health: health }, { Healthcheck: { Test: ['CMD', 'x'], Interval: 5e9 } });
    },
  });
  const { clock } = watch(engine);
  await clock.advance(0);
  const before = inspects;
  await clock.advance(seconds * 1000);
  return inspects - before;
}

const probe = (start: string): Raw => ({ Start: start, End: start, ExitCode: 1, Output: 'x' });

describe('changes', () => {
  test('an event is told and the container is inspected again', async () => {
    let state: Raw = {};
    const { clock, feed, last } = await openStack(id => rawInspect(id, state));
    state = { Status: 'exited', ExitCode: 137, OOMKilled: true };
    feed.push(rawEvent('api', 'die', { exitCode: '137' }));
    await clock.advance(0);
    expect(last('engine-event-seen')?.event).toMatchObject({ action: 'die', exitCode: 137 });
    expect(last('container-inspected')?.container).toMatchObject({
      state: 'exited',
      detail: { exitCode: 137, oomKilled: true },
    });
  });

  test('a burst of events costs two inspects, not one each', async () => {
    const { clock, feed, inspects } = await openStack(id => rawInspect(id));
    const before = inspects();
    for (let i = 0; i < 50; i += 1) feed.push(rawEvent('api', 'update'));
    await clock.advance(100);
    expect(inspects() - before).toBeLessThanOrEqual(2);
  });

  test('O-HEALTH-2: between the signal of a stop and the end it is stopping, and its health means nothing', async () => {
    let state: Raw = { Health: { Status: 'healthy', Log: [] } };
    const { clock, feed, last } = await openStack(id => rawInspect(id, state));
    state = { Health: { Status: 'unhealthy', Log: [] } };
    feed.push(rawEvent('api', 'kill', { signal: '15' }));
    await clock.advance(0);
    expect(last('container-inspected')?.container).toMatchObject({
      state: 'running',
      stopping: true,
      health: { meaningful: false },
    });
    state = { Status: 'exited', Health: { Status: 'unhealthy', Log: [] } };
    feed.push(rawEvent('api', 'die', { exitCode: '0' }));
    await clock.advance(100);
    expect(last('container-inspected')?.container).toMatchObject({ state: 'exited', stopping: false });
  });

  test('a signal that is none of a stop is no stop', async () => {
    const { clock, feed, last } = await openStack(id => rawInspect(id));
    feed.push(rawEvent('api', 'kill', { signal: '10' }));
    await clock.advance(0);
    expect(last('container-inspected')?.container.stopping).toBe(false);
  });

  test('the signal is compared with the one of the container', async () => {
    const { clock, feed, last } = await openStack(id => rawInspect(id, {}, { StopSignal: 'SIGINT', StopTimeout: 60 }));
    feed.push(rawEvent('api', 'kill', { signal: '2' }));
    await clock.advance(0);
    expect(last('container-inspected')?.container.stopping).toBe(true);
  });

  test('a stop that does not come about is not believed for ever', async () => {
    const { clock, feed, last } = await openStack(id => rawInspect(id));
    feed.push(rawEvent('api', 'kill', { signal: '15' }));
    await clock.advance(45_000);
    expect(last('container-inspected')?.container.stopping).toBe(false);
  });

  test('O-STATUS-1: after an unpause the old health is stale until the next probe', async () => {
    let log = [probe('2026-11-25T00:59:00Z')];
    const { clock, feed, last } = await openStack(id =>
      rawInspect(
        id,
        { Health: { Status: 'unhealthy', Log: log } },
        { Healthcheck: { Test: ['CMD', 'x'], Interval: 2e9 } },
      ),
    );
    expect(last('container-inspected')?.container.health.meaningful).toBe(true);
    feed.push(rawEvent('api', 'unpause'));
    await clock.advance(0);
    expect(last('container-inspected')?.container.health.meaningful).toBe(false);
    log = [...log, probe('2026-11-25T01:00:02Z')];
    await clock.advance(4_000);
    expect(last('container-inspected')?.container.health.meaningful).toBe(true);
  });

  test('a container that vanished before its inspect is told as removed, without an error', async () => {
    const { clock, feed, last, types } = await openStack(id => {
      throw notFound(id);
    }, []);
    feed.push(rawEvent('gone', 'create'));
    await clock.advance(0);
    expect(last('container-removed')?.containerId).toBe('gone');
    expect(types()).not.toContain('engine-lost');
  });

  test('a destroyed container is told as removed, and no late inspect brings it back', async () => {
    const slow = Promise.withResolvers<void>();
    const feed = createEventFeed();
    const engine = createScriptedEngine({
      events: feed.events,
      list: async () => [rawListItem('api')],
      inspect: async id => {
        await slow.promise;
        return rawInspect(id);
      },
    });
    const { clock, types } = watch(engine);
    await clock.advance(0);
    feed.push(rawEvent('api', 'destroy'));
    await clock.advance(0);
    slow.resolve();
    await clock.advance(0);
    expect(types().slice(-1)).toEqual(['container-removed']);
  });

  test('what no event told is found by the next complete list', async () => {
    let items = [rawListItem('api'), rawListItem('web')];
    const inspect = async (id: string): Promise<Raw> => {
      if (items.some(item => item['Id'] === id)) return rawInspect(id);
      throw notFound(id);
    };
    const { clock, last } = watch(createScriptedEngine({ list: async () => items, inspect }));
    await clock.advance(0);
    items = [rawListItem('api', { State: 'paused' })];
    await clock.advance(31_000);
    expect(last('containers-listed')?.containers[0]).toMatchObject({ id: 'api', state: 'paused' });
    expect(last('container-removed')?.containerId).toBe('web');
  });

  test('why a start was refused is read though no event tells it', async () => {
    let error = '';
    const engine = createScriptedEngine({
      list: async () => [rawListItem('api', { State: 'created', Status: 'Created' })],
      inspect: async id => rawInspect(id, { Status: 'created', ExitCode: 127, Error: error }),
    });
    const { clock, last } = watch(engine);
    await clock.advance(0);
    error = 'exec: "nosuch": executable file not found in $PATH';
    await clock.advance(6_000);
    expect(last('container-inspected')?.container.detail?.error).toBe(error);
  });
});

describe('probes', () => {
  test('are read at the interval of the check while the health is in doubt', async () => {
    expect(await readsIn(25, { Status: 'unhealthy', FailingStreak: 3, Log: [] })).toBeGreaterThanOrEqual(4);
    expect(await readsIn(25, { Status: 'starting', Log: [] })).toBeGreaterThanOrEqual(4);
  });

  test('are read at every fourth while all is well, which loses none of the five that the engine keeps', async () => {
    const reads = await readsIn(25, { Status: 'healthy', FailingStreak: 0, Log: [] });
    expect(reads).toBe(1);
  });
});

describe('a lost engine', () => {
  test('that hangs is noticed at the second sign of life, told with the next attempt, and comes back by itself', async () => {
    let hangs = false;
    const engine = createScriptedEngine({
      ping: async ({ timeoutMs }) => {
        if (hangs) throw new EngineError(notAnswering({ endpoint: 'unix:///test.sock', timeoutMs: timeoutMs ?? 0 }));
        return { ApiVersion: '1.45' };
      },
    });
    const { clock, last, types } = watch(engine);
    await clock.advance(2_000);
    expect(types().at(-1)).toBe('engine-answered');
    hangs = true;
    await clock.advance(2_000);
    const lost = last('engine-lost');
    expect(lost?.problem).toMatchObject({ code: 'not-answering' });
    expect(lost?.retryAt).toBe((lost?.at ?? 0) + 250);
    hangs = false;
    await clock.advance(300);
    expect(types().slice(-2)).toEqual(['engine-connected', 'containers-listed']);
  });

  test('is knocked at after 0.25 s, then less and less often, at most every 5 s', async () => {
    const down = new EngineError(makeProblem('refused', 'down'));
    const { clock, seen } = watch(createScriptedEngine({ ping: () => Promise.reject(down) }));
    await clock.advance(20_000);
    const waits = seen.map(event => (event.type === 'engine-lost' ? (event.retryAt ?? 0) - event.at : -1));
    expect(waits.slice(0, 7)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  test('whose event stream ends in good order has been stopped, which is a loss too', async () => {
    const { clock, last } = watch(createScriptedEngine({ events: async function* () {} }));
    await clock.advance(0);
    expect(last('engine-lost')?.problem.code).toBe('died');
  });

  test('is asked on return for the events since the last one, which is not told twice', async () => {
    const feed = createEventFeed();
    const sinces: (string | undefined)[] = [];
    const engine = createScriptedEngine({
      events: (query, options) => {
        sinces.push(query.since);
        return feed.events(query, options);
      },
    });
    const { clock, seen } = watch(engine);
    await clock.advance(0);
    feed.push(rawEvent('api', 'die'));
    await clock.advance(0);
    feed.cut(new EngineError(died('x')));
    await clock.advance(0);
    feed.mend();
    feed.push(rawEvent('api', 'die'));
    await clock.advance(1_000);
    expect(sinces[1]).toBe(`${opened / 1000}.000000000`);
    expect(seen.filter(event => event.type === 'engine-event-seen')).toHaveLength(1);
  });

  test('is not what a single container that can not be inspected makes of it', async () => {
    const engine = createScriptedEngine({
      list: async () => [rawListItem('api')],
      inspect: () => Promise.reject(new EngineError(notAnswering({ endpoint: 'x' }))),
    });
    const { clock, types } = watch(engine);
    await clock.advance(10_000);
    expect(types()).not.toContain('engine-lost');
    expect(types()).toContain('engine-answered');
  });
});

test('ends with its signal, whatever is under way, and leaves no timer behind', async () => {
  const engine = createScriptedEngine({
    list: async () => [rawListItem('api')],
    inspect: () => new Promise(() => undefined),
  });
  const { clock, ending, done } = watch(engine);
  await clock.advance(100);
  ending.abort();
  await clock.advance(0);
  expect(clock.sleepers).toBe(0);
  await done;
}, 2_000);

test('a bug in our own reading is thrown, not retried for ever', async () => {
  const engine = createScriptedEngine({
    list: () => {
      throw new TypeError('a bug');
    },
  });
  await expect(watch(engine).done).rejects.toThrow('a bug');
});
