import { afterEach, describe, expect, test } from 'vitest';
import { createContainerFeed } from '../../src/docker/container-feed.ts';
import { EngineError, died, makeProblem } from '../../src/docker/engine-error.ts';
import type { CallOptions, Engine, LogsQuery } from '../../src/docker/engine.ts';
import { followLogs } from '../../src/docker/follow-logs.ts';
import { followStackLogs } from '../../src/docker/follow-stack-logs.ts';
import { parseInspect } from '../../src/docker/parse/container.ts';
import type { Container } from '../../src/model/container.ts';
import type { LogBatch, LogStreamItem } from '../../src/model/log-record.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedEngine, notFound, rawInspect, untilAborted } from '../helpers/scripted-engine.ts';

const start = Date.parse('2026-11-25T01:00:00Z');
/** A stream that begins with a line at the start is attached again from a little before. */
const since = `${start / 1000 - 1}.750000000`;
const endings: AbortController[] = [];

afterEach(() => {
  for (const ending of endings.splice(0)) ending.abort();
});

/** One line as the engine frames it, `ms` after the start of the test. */
function line(ms: number, text: string): Buffer {
  const body = Buffer.from(`${new Date(start + ms).toISOString().replace('Z', '000000Z')} ${text}\n`);
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

function container(state: Readonly<Record<string, unknown>> = {}, logDriver = 'json-file'): Container {
  const raw = { ...rawInspect('api', state), HostConfig: { LogConfig: { Type: logDriver } } };
  const parsed = parseInspect(raw);
  if (parsed === null) throw new Error('no container');
  return parsed;
}

function named(id: string): Container {
  return { ...container(), id, labels: { ...container().labels, service: id } };
}

interface Attachment {
  readonly query: LogsQuery;
  readonly lines: readonly Buffer[];
  readonly ending: 'stay' | 'end' | 'die';
}

/** The engine's logs, attachment by attachment; reads without `follow` are answered by `read`. */
function logsOf(
  attachments: readonly Omit<Attachment, 'query'>[],
  read: (query: LogsQuery) => readonly Buffer[] = () => [],
) {
  const queries: LogsQuery[] = [];
  const reads: LogsQuery[] = [];
  const engine = createScriptedEngine({
    logs: async function* (_, query, options: CallOptions) {
      options.onOpen?.();
      if (!query.follow) {
        reads.push(query);
        yield* read(query);
        return;
      }
      const attachment = attachments[queries.length];
      queries.push(query);
      yield* attachment?.lines ?? [];
      if (attachment?.ending === 'end') return;
      if (attachment?.ending === 'die') throw new EngineError(died('x'));
      await untilAborted(options.signal);
      throw new EngineError(makeProblem('aborted', 'aborted'));
    },
  });
  return { engine, queries, reads };
}

function follow(engine: Engine, first: Container = container()) {
  const clock = createFakeClock(start);
  const ending = new AbortController();
  endings.push(ending);
  const feed = createContainerFeed([first]);
  const items: LogStreamItem[] = [];
  const done = (async () => {
    for await (const batch of followLogs(engine, 'api', feed, { signal: ending.signal, clock, random: () => 0.5 }))
      items.push(...batch);
  })();
  return {
    clock,
    feed,
    ending,
    done,
    items,
    texts: () => items.flatMap(item => (item.kind === 'record' ? [item.text] : [])),
    phases: () => items.flatMap(item => (item.kind === 'status' ? [item.status.phase] : [])),
    notes: () => items.flatMap(item => (item.kind === 'note' ? [item.text] : [])),
    lastStatus: () => items.flatMap(item => (item.kind === 'status' ? [item.status] : [])).at(-1),
  };
}

test('a log is followed from its tail, and the status says so before the first line', async () => {
  const { engine, queries } = logsOf([{ lines: [line(0, 'a'), line(1, 'b')], ending: 'stay' }]);
  const { clock, items, lastStatus } = follow(engine);
  await clock.advance(0);
  expect(
    items.map(item => (item.kind === 'record' ? item.text : item.kind === 'status' ? item.status.phase : item.text)),
  ).toEqual(['connecting', 'following', 'a', 'b']);
  expect(queries).toEqual([{ follow: true, tail: 200 }]);
  expect(lastStatus()).toMatchObject({ service: 'api', reason: null });
});

describe('a stream that is cut', () => {
  test('is attached again from the lines that came: none lost, none doubled', async () => {
    const { engine, queries } = logsOf([
      { lines: [line(0, 'a'), line(5, 'b'), line(5, 'b')], ending: 'die' },
      {
        lines: [line(0, 'a'), line(4, 'late'), line(5, 'b'), line(5, 'b'), line(5, 'b'), line(6, 'c')],
        ending: 'stay',
      },
    ]);
    const { clock, texts, phases, notes } = follow(engine);
    await clock.advance(1_000);
    expect(texts()).toEqual(['a', 'b', 'b', 'late', 'b', 'c']);
    expect(phases()).toEqual(['connecting', 'following', 'lost', 'following']);
    expect(notes()).toEqual(['stream re-attached']);
    expect(queries[1]).toEqual({ follow: true, tail: 'all', since });
  });

  test('tells why, and when the next attempt is, which comes less and less often', async () => {
    const engine = createScriptedEngine({
      logs: () => {
        throw new EngineError(makeProblem('refused', 'Docker Engine is down'));
      },
    });
    const { clock, items, lastStatus, phases } = follow(engine);
    await clock.advance(0);
    expect(lastStatus()).toMatchObject({ phase: 'lost', reason: 'Docker Engine is down; re-attaching in 1 s' });
    const atOnce = items.length;
    await clock.advance(60_000);
    expect(items.length - atOnce).toBeLessThan(20);
    expect(new Set(phases())).toEqual(new Set(['connecting', 'lost']));
  });

  test('is lost since its first failure, however many attempts fail after it', async () => {
    const engine = createScriptedEngine({
      logs: () => {
        throw new EngineError(makeProblem('refused', 'Docker Engine is down'));
      },
    });
    const { clock, lastStatus } = follow(engine);
    await clock.advance(0);
    const first = lastStatus()?.since;
    await clock.advance(60_000);
    expect(clock.now() - (first ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect(lastStatus()).toMatchObject({ phase: 'lost', since: first });
  });

  test('never asks for a whole log that nobody has seen', async () => {
    const { engine, queries } = logsOf([]);
    let failures = 1;
    const flaky = createScriptedEngine({
      logs: (id, query, options) => {
        if (failures-- > 0) throw new EngineError(died('x'));
        return engine.logs(id, query, options);
      },
    });
    await follow(flaky).clock.advance(1_000);
    expect(queries[0]?.tail).toBe(200);
  });
});

describe('a container that ends', () => {
  const ended = { Status: 'exited', ExitCode: 137, OOMKilled: true, FinishedAt: '2026-11-25T01:00:02Z' };

  test('is told with its exit, and followed again when it runs again', async () => {
    const { engine, queries } = logsOf([
      { lines: [line(0, 'first run')], ending: 'end' },
      { lines: [line(0, 'first run'), line(3_000, 'second run')], ending: 'stay' },
    ]);
    const { clock, feed, texts, phases, notes } = follow(engine);
    await clock.advance(0);
    feed.update([container(ended)]);
    await clock.advance(10_000);
    expect(phases()).toEqual(['connecting', 'following', 'ended']);
    expect(queries).toHaveLength(1);
    feed.update([container({ StartedAt: '2026-11-25T01:00:03Z' })]);
    await clock.advance(0);
    expect(texts()).toEqual(['first run', 'second run']);
    expect(notes()).toEqual(['died 01:00:02, exit 137 (OOM)', 'started again 01:00:03']);
    expect(phases().at(-1)).toBe('following');
  });

  test('has its very last lines read once more, since the stream may end before them', async () => {
    const { engine } = logsOf([{ lines: [line(0, 'a')], ending: 'end' }], () => [line(0, 'a'), line(1, 'last words')]);
    const { clock, texts } = follow(engine);
    await clock.advance(0);
    expect(texts()).toEqual(['a', 'last words']);
  });

  test('and runs again before anybody told, is followed without a break', async () => {
    const { engine } = logsOf([
      { lines: [line(0, 'a')], ending: 'end' },
      { lines: [line(0, 'a'), line(9, 'b')], ending: 'stay' },
    ]);
    const { clock, feed, texts, phases } = follow(engine);
    await clock.advance(0);
    feed.update([container({ StartedAt: '2026-11-25T01:00:03Z' })]);
    await clock.advance(0);
    expect(texts()).toEqual(['a', 'b']);
    expect(phases()).not.toContain('lost');
  });

  test('only by the word of the stream is attached again, and called lost meanwhile', async () => {
    const { engine, queries } = logsOf([
      { lines: [], ending: 'end' },
      { lines: [line(0, 'a')], ending: 'stay' },
    ]);
    const { clock, texts, phases } = follow(engine);
    await clock.advance(5_000);
    expect(phases()).toEqual(['connecting', 'following', 'lost', 'following']);
    expect(texts()).toEqual(['a']);
    expect(queries).toHaveLength(2);
  });

  test('and is removed ends the follower quietly', async () => {
    const engine = createScriptedEngine({
      logs: id => {
        throw notFound(id);
      },
    });
    const { clock, done, phases } = follow(engine);
    await clock.advance(0);
    await done;
    expect(phases()).toEqual(['connecting']);
  });
});

describe('O-LOGS-2: a log that can not be read', () => {
  const refusal = new EngineError(
    makeProblem('server-error', 'configured logging driver does not support reading', [], 501),
  );

  test('is told with its driver, and not asked for again', async () => {
    let calls = 0;
    const engine = createScriptedEngine({
      logs: () => {
        calls += 1;
        throw refusal;
      },
    });
    const { clock, done, lastStatus } = follow(engine, container({}, 'syslog'));
    await clock.advance(60_000);
    await done;
    expect(lastStatus()).toMatchObject({ phase: 'unreadable', reason: "log driver syslog can't be read" });
    expect(calls).toBe(1);
  });

  test('of the driver none is not even asked for', async () => {
    const { engine, queries } = logsOf([]);
    const { clock, lastStatus } = follow(engine, container({}, 'none'));
    await clock.advance(0);
    expect(lastStatus()?.phase).toBe('unreadable');
    expect(queries).toEqual([]);
  });

  test('leaves the other streams alone, and is tried again when the container is a new one', async () => {
    const asked: string[] = [];
    const engine = createScriptedEngine({
      logs: async function* (id, query, options) {
        if (query.follow) asked.push(id);
        if (id.startsWith('mute')) throw refusal;
        options.onOpen?.();
        yield line(0, `from ${id}`);
        await untilAborted(options.signal);
      },
    });
    const clock = createFakeClock(start);
    const ending = new AbortController();
    endings.push(ending);
    const feed = createContainerFeed([named('mute-1'), named('web')]);
    const batches: LogBatch[] = [];
    void (async () => {
      for await (const batch of followStackLogs(engine, feed, { signal: ending.signal, clock })) batches.push(batch);
    })();
    await clock.advance(60_000);
    feed.update([named('mute-2'), named('web')]);
    await clock.advance(0);
    expect(asked.toSorted()).toEqual(['mute-1', 'mute-2', 'web']);
    const items = batches.flat();
    expect(items.flatMap(item => (item.kind === 'record' ? [item.text] : []))).toEqual(['from web']);
    expect(items.filter(item => item.kind === 'status' && item.status.phase === 'unreadable')).toHaveLength(2);
  });
});

test('a container that is out of sight for a moment is not followed twice', async () => {
  const asked: string[] = [];
  const engine = createScriptedEngine({
    logs: async function* (id, query, options) {
      if (query.follow) asked.push(id);
      options.onOpen?.();
      yield line(0, `from ${id}`);
      await untilAborted(options.signal);
    },
  });
  const clock = createFakeClock(start);
  const ending = new AbortController();
  endings.push(ending);
  const feed = createContainerFeed([named('api'), named('web')]);
  const batches: LogBatch[] = [];
  void (async () => {
    for await (const batch of followStackLogs(engine, feed, { signal: ending.signal, clock })) batches.push(batch);
  })();
  await clock.advance(100);
  for (const seen of [[named('web')], [named('api'), named('web')]]) {
    feed.update(seen);
    await clock.advance(100);
  }
  expect(asked.toSorted()).toEqual(['api', 'web']);
  expect(batches.flat().filter(item => item.kind === 'record' && item.text === 'from api')).toHaveLength(1);
});

describe('O-LOGS-3: a stream that has gone silent', () => {
  const last = line(0, 'last before');

  test('is noticed by the newest line, attached again from the last one, and noted', async () => {
    const { engine, queries, reads } = logsOf(
      [
        { lines: [last], ending: 'stay' },
        { lines: [last, line(31_000, 'missed')], ending: 'stay' },
      ],
      query => (query.tail === 1 ? [line(31_000, 'missed')] : []),
    );
    const { clock, texts, notes, phases } = follow(engine);
    await clock.advance(29_000);
    expect(reads).toEqual([]);
    await clock.advance(4_000);
    expect(texts()).toEqual(['last before', 'missed']);
    expect(notes()).toEqual(['stream re-attached: the engine had stopped delivering']);
    expect(queries[1]?.since).toBe(since);
    expect(phases()).toEqual(['connecting', 'following', 'following']);
  });

  test('is noticed where the engine finds no newest line in a truncated file, but later ones', async () => {
    const { engine } = logsOf(
      [
        { lines: [last], ending: 'stay' },
        { lines: [line(31_000, 'missed')], ending: 'stay' },
      ],
      query => (query.tail === 1 ? [] : [line(31_000, 'missed')]),
    );
    const { clock, texts } = follow(engine);
    await clock.advance(33_000);
    expect(texts()).toEqual(['last before', 'missed']);
  });

  test('is not what a quiet service makes of it: asked less and less often, never attached again', async () => {
    const { engine, queries, reads } = logsOf([{ lines: [last], ending: 'stay' }], () => [last]);
    const { clock, notes } = follow(engine);
    await clock.advance(10 * 60_000);
    expect(queries).toHaveLength(1);
    expect(notes()).toEqual([]);
    expect(reads.length).toBeGreaterThanOrEqual(4);
    expect(reads.length).toBeLessThanOrEqual(8);
  });

  test('nor an empty log', async () => {
    const { engine, queries } = logsOf([{ lines: [], ending: 'stay' }]);
    await follow(engine).clock.advance(5 * 60_000);
    expect(queries).toHaveLength(1);
  });
});

test('ends with its signal and leaves no timer behind', async () => {
  const { engine } = logsOf([{ lines: [line(0, 'a')], ending: 'stay' }]);
  const { clock, ending, done } = follow(engine);
  await clock.advance(0);
  ending.abort();
  await done;
  expect(clock.sleepers).toBe(0);
}, 2_000);

test('a slow reader slows the stream down, instead of filling the memory', async () => {
  let given = 0;
  const engine = createScriptedEngine({
    logs: async function* (_, __, options) {
      options.onOpen?.();
      for (; given < 1_000; given += 1) yield line(given, `line ${given}`);
      await untilAborted(options.signal);
    },
  });
  const clock = createFakeClock(start);
  const ending = new AbortController();
  endings.push(ending);
  const reader = followLogs(engine, 'api', createContainerFeed([container()]), { signal: ending.signal, clock });
  await reader.next();
  await clock.advance(0);
  expect(given).toBeLessThan(20);
});
