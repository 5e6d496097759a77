/** What the log of a real engine looks like at its edges. */
import { truncate } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContainerFeed } from '../../src/docker/container-feed.ts';
import type { Engine } from '../../src/docker/engine.ts';
import { followLogs } from '../../src/docker/follow-logs.ts';
import { parseInspect } from '../../src/docker/parse/container.ts';
import { readLogs } from '../../src/docker/read-logs.ts';
import type { Container } from '../../src/model/container.ts';
import type { LogRecord, LogStreamItem } from '../../src/model/log-record.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { openExtraContainers } from '../engine/extra-containers.ts';
import type { ExtraContainers } from '../engine/extra-containers.ts';
import { waitUntil } from '../engine/wait-until.ts';
import { connectTo } from './real-stage.ts';

const { signal } = new AbortController();

describeEngine('the log of a real engine', () => {
  let engine: Engine;
  let extra: ExtraContainers;

  beforeAll(async () => {
    const { host, engine: real } = await useSharedStack();
    engine = connectTo(real);
    extra = await openExtraContainers(host, real);
  });

  afterAll(async () => {
    engine?.close();
    await extra?.removeAll();
  });

  async function inspect(id: string): Promise<Container> {
    const container = parseInspect(await engine.inspect(id, { signal }));
    if (container === null) throw new Error('no container');
    return container;
  }

  async function linesOfEnded(id: string): Promise<readonly LogRecord[]> {
    const container = await waitUntil('its end', 20_000, async () => {
      const now = await inspect(id);
      return now.state === 'exited' && now;
    });
    const owner = { containerId: id, service: 's', tty: container.detail?.log.tty ?? false };
    const lines: LogRecord[] = [];
    for await (const records of readLogs(engine, owner, {}, signal)) lines.push(...records);
    return lines;
  }

  // Lengths around the 16 KiB at which the engine cuts, and a last line that is left open.
  const longLines = 'for n in 16383 16384 16385 40000; do head -c $n /dev/zero | tr "\\0" x; echo; done; printf open';

  test.each([
    ['json-file', false],
    ['json-file', true],
    ['local', false],
  ])('O-LOGS-5: lines longer than 16 KiB come whole (driver %s, TTY %s)', async (driver, tty) => {
    const { id } = await extra.run({
      service: `long-${driver}-${tty}`,
      command: longLines,
      tty,
      hostConfig: { LogConfig: { Type: driver, Config: {} } },
    });
    const lines = await linesOfEnded(id);
    expect(lines.map(line => line.text.length)).toEqual([16_383, 16_384, 16_385, 40_000, 4]);
    expect(lines.filter(line => /[^x]/.test(line.text)).map(line => line.text)).toEqual(['open']);
    expect(lines.some(line => line.partial)).toBe(false);
  });

  function follow(container: Container, silenceMs?: number) {
    const ending = new AbortController();
    const items: LogStreamItem[] = [];
    const clock = createSystemClock();
    const options = { signal: ending.signal, clock, ...(silenceMs === undefined ? {} : { silenceMs }) };
    const done = (async () => {
      for await (const batch of followLogs(engine, container.id, createContainerFeed([container]), options))
        items.push(...batch);
    })();
    return { items, ending, done, texts: () => items.flatMap(item => (item.kind === 'record' ? [item.text] : [])) };
  }

  test('O-LOGS-2: a driver without a log is told, once', async () => {
    const { id } = await extra.run({
      service: 'mute',
      command: 'sleep 600',
      hostConfig: { LogConfig: { Type: 'none', Config: {} } },
    });
    const container = await inspect(id);
    // As if the list had not told the driver: the engine's own refusal must do.
    const unaware = {
      ...container,
      detail: container.detail && { ...container.detail, log: { ...container.detail.log, driver: 'custom' } },
    };
    const { items, done } = follow(unaware);
    await done;
    expect(items.at(-1)).toMatchObject({
      kind: 'status',
      status: { phase: 'unreadable', reason: "log driver custom can't be read" },
    });
  });

  test('O-LOGS-3: a log truncated under the engine goes on, no line lost or doubled', async () => {
    const command = 'i=0; while :; do i=$((i+1)); echo "$i"; sleep 0.1; done';
    const { id } = await extra.run({ service: 'truncated', command });
    const container = await inspect(id);
    const { texts, ending, done, items } = follow(container, 3_000);
    await waitUntil('ten lines', 10_000, async () => texts().length >= 10);
    await truncate(container.detail?.log.path ?? '', 0);
    const before = texts().length;
    await waitUntil('the stream taken up again', 20_000, async () => items.some(item => item.kind === 'note'));
    await waitUntil('more lines', 20_000, async () => texts().length >= before + 20);
    ending.abort();
    await done;
    // What was written between our last line and the truncation is gone from the engine too.
    const numbers = texts().map(Number);
    const gaps = numbers.filter((number, index) => index > 0 && number !== (numbers[index - 1] ?? 0) + 1);
    expect(gaps.length).toBeLessThanOrEqual(1);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
