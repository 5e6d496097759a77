/** The connection to an engine that hangs, dies and comes back, with a console that was there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContainerFeed } from '../../src/docker/container-feed.ts';
import type { Engine } from '../../src/docker/engine.ts';
import { followStackLogs } from '../../src/docker/follow-stack-logs.ts';
import { sampleStats } from '../../src/docker/sample-stats.ts';
import { watchStack } from '../../src/docker/watch-stack.ts';
import type { Container } from '../../src/model/container.ts';
import type { LogRecord, LogStreamItem } from '../../src/model/log-record.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import { connectTo } from '../docker/real-stage.ts';
import { describeEngine } from '../engine/describe-engine.ts';
import { callEngine } from '../engine/engine-api.ts';
import { openExtraContainers } from '../engine/extra-containers.ts';
import type { ExtraContainers } from '../engine/extra-containers.ts';
import { startEngine } from '../engine/private-engine.ts';
import type { PrivateEngine } from '../engine/private-engine.ts';
import { createTestHost } from '../engine/test-host.ts';
import { waitUntil } from '../engine/wait-until.ts';

const clock = createSystemClock();

/** A console without a screen: watches, samples and follows, and keeps all it was told. */
interface Onlooker {
  readonly events: StackEvent[];
  readonly items: LogStreamItem[];
  readonly containers: () => readonly Container[];
  close(): Promise<void>;
}

function lookOn(engine: Engine, project: string, silenceMs = 30_000): Onlooker {
  const ending = new AbortController();
  const { signal } = ending;
  const known = new Map<string, Container>();
  const events: StackEvent[] = [];
  const items: LogStreamItem[] = [];
  const feed = createContainerFeed();
  const watching = async (): Promise<void> => {
    for await (const event of watchStack(engine, { project }, { signal, clock })) {
      events.push(event);
      if (event.type === 'containers-listed') {
        const details = new Map(known);
        known.clear();
        for (const item of event.containers)
          known.set(item.id, { ...item, detail: item.detail ?? details.get(item.id)?.detail ?? null });
      }
      if (event.type === 'container-inspected') known.set(event.container.id, event.container);
      if (event.type === 'container-removed') known.delete(event.containerId);
      feed.update([...known.values()]);
    }
  };
  const sampling = async (): Promise<void> => {
    for await (const event of sampleStats(engine, {
      signal,
      clock,
      containers: () => feed.current(),
      interval: () => 1000,
    }))
      events.push(event);
  };
  const following = async (): Promise<void> => {
    for await (const batch of followStackLogs(engine, feed, { signal, clock, silenceMs })) items.push(...batch);
  };
  const running = Promise.all([watching(), sampling(), following()]);
  return {
    events,
    items,
    containers: () => feed.current(),
    async close() {
      ending.abort();
      await running;
    },
  };
}

function lostSince(onlooker: Onlooker, from: number): string[] {
  return onlooker.events.slice(from).flatMap(event => (event.type === 'engine-lost' ? [event.problem.code] : []));
}

/** "run 7": the counted lines of each run, in the order they came. */
function countedLines(items: readonly LogStreamItem[]): ReadonlyMap<string, readonly number[]> {
  const runs = new Map<string, number[]>();
  for (const { text } of items.filter((item): item is LogRecord => item.kind === 'record')) {
    const [run = '', number = ''] = text.split(' ');
    runs.set(run, [...(runs.get(run) ?? []), Number(number)]);
  }
  return runs;
}

function expectUnbroken(lines: readonly number[]): void {
  const first = lines[0] ?? 0;
  expect(lines).toEqual(lines.map((_, index) => first + index));
}

const counter =
  'run=$(cat /proc/sys/kernel/random/uuid); i=0; trap "exit 0" TERM; while :; do i=$((i+1)); echo "$run $i"; [ $((i % 50)) = 0 ] && sleep 0.05; done';

describeEngine('an engine that fails', () => {
  let real: PrivateEngine;
  let engine: Engine;
  let extra: ExtraContainers;
  let onlooker: Onlooker;

  beforeAll(async () => {
    const host = createTestHost({ report: () => {} });
    real = await startEngine(host, { data: 'fresh' });
    engine = connectTo(real);
    extra = await openExtraContainers(host, real);
    await extra.run({ service: 'counter', command: counter, restart: 'always' });
    onlooker = lookOn(engine, extra.project);
    await waitUntil('the first lines', 20_000, async () => onlooker.items.some(item => item.kind === 'record'));
  });

  afterAll(async () => {
    await onlooker?.close();
    engine?.close();
    await real?.stop();
  });

  test('O-DAEMON-1: hangs: noticed within 6 s as not answering, and back by itself', async () => {
    const before = onlooker.events.length;
    real.pause();
    const pausedAt = Date.now();
    await waitUntil('the loss', 12_000, async () => lostSince(onlooker, before).length > 0);
    expect(Date.now() - pausedAt).toBeLessThan(6_500);
    expect(lostSince(onlooker, before)[0]).toBe('not-answering');
    real.resume();
    await waitUntil('the return', 12_000, async () =>
      onlooker.events.slice(before).some(event => event.type === 'containers-listed'),
    );
  });

  test('dies and comes back: told as died, then as down, then connected; no log line lost or doubled', async () => {
    const before = onlooker.events.length;
    await real.kill();
    await waitUntil('the loss', 8_000, async () => lostSince(onlooker, before).includes('died'));
    await waitUntil('the engine is known to be down', 8_000, async () =>
      lostSince(onlooker, before).includes('refused'),
    );
    await real.restart();
    const connected = () => onlooker.events.slice(before).some(event => event.type === 'engine-connected');
    await waitUntil('the return', 20_000, async () => connected());
    const received = onlooker.items.length;
    await waitUntil('lines again', 30_000, async () =>
      onlooker.items.slice(received).some(item => item.kind === 'record'),
    );
    for (const lines of countedLines(onlooker.items).values()) expectUnbroken(lines);
  });

  test('a restarted container loses no line and doubles none', async () => {
    const [container] = onlooker.containers();
    const runs = countedLines(onlooker.items).size;
    await engine.restart(container?.id ?? '', { timeoutSeconds: 2 }, { signal: new AbortController().signal });
    await waitUntil('lines of the next run', 20_000, async () => countedLines(onlooker.items).size > runs);
    const read = countedLines(onlooker.items);
    expect(read.size).toBe(runs + 1);
    for (const lines of read.values()) expectUnbroken(lines);
    expect([...read.values()].at(-1)?.[0]).toBe(1);
    expect(onlooker.items.some(item => item.kind === 'note' && item.text.startsWith('started again'))).toBe(true);
  });

  test('O-STATS-1: a container removed under the statistics is quiet, its row goes', async () => {
    const short = await extra.run({ service: 'short', command: 'sleep 600' });
    await waitUntil('its figures', 20_000, async () =>
      onlooker.events.some(
        event => event.type === 'stats-sampled' && event.samples.some(sample => sample.containerId === short.id),
      ),
    );
    const before = onlooker.events.length;
    await callEngine(real.socket, `/containers/${short.id}?force=1`, { method: 'DELETE' });
    await waitUntil('its end', 20_000, async () =>
      onlooker.events.slice(before).some(event => event.type === 'container-removed' && event.containerId === short.id),
    );
    await waitUntil(
      'two more rounds of figures',
      20_000,
      async () => onlooker.events.slice(before).filter(event => event.type === 'stats-sampled').length >= 2,
    );
    expect(onlooker.events.slice(before).filter(event => event.type === 'stats-lost')).toEqual([]);
  });
});
