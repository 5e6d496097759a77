/** The console's own adapters on the simulator: whole ways through it, as the console goes them. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createContainerFeed } from '../../../src/docker/container-feed.ts';
import { createDockerodeEngine } from '../../../src/docker/dockerode-engine.ts';
import type { Engine } from '../../../src/docker/engine.ts';
import { followLogs } from '../../../src/docker/follow-logs.ts';
import { parseInspect } from '../../../src/docker/parse/container.ts';
import { parseStats } from '../../../src/docker/parse/stats.ts';
import {
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
} from '../../../src/docker/demo/start-demo-server.ts';
import { createSystemClock } from '../../../src/system/clock.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const call = { signal: new AbortController().signal };

async function open(options: Partial<DemoServerOptions>): Promise<{ server: DemoServer; engine: Engine }> {
  const socketPath = join(tempDir(), 'docker.sock');
  const server = await startDemoServer({ scenario: 'healthy', socketPath, clock: createSystemClock(), ...options });
  const engine = createDockerodeEngine({ endpoint: { kind: 'unix', path: socketPath, text: `unix://${socketPath}` } });
  onTestFinished(async () => {
    engine.close();
    await server.close();
  });
  return { server, engine };
}

async function containerOf(engine: Engine, name: string): Promise<NonNullable<ReturnType<typeof parseInspect>>> {
  const container = parseInspect(await engine.inspect(name, call));
  if (container === null) throw new Error(`no ${name}`);
  return container;
}

test('a follower comes through a restart in the middle of a flood: no line lost, none doubled', async () => {
  const { server, engine } = await open({ scenario: 'log-flood', floodRate: 5_000 });
  const api = await containerOf(engine, 'depotix-api-1');
  const feed = createContainerFeed([api]);
  const ending = new AbortController();
  const numbers: number[] = [];
  let afterRestart = Number.POSITIVE_INFINITY;
  let restarting: Promise<void> | null = null;
  const restart = async (): Promise<void> => {
    await engine.restart(api.id, {}, call);
    feed.update([await containerOf(engine, api.id)]);
    afterRestart = server.stats().flood.written;
  };
  const clock = createSystemClock();
  for await (const batch of followLogs(engine, api.id, feed, { signal: ending.signal, clock, tail: 10 })) {
    for (const item of batch) {
      if (item.kind === 'record' && item.text.startsWith('#')) numbers.push(Number(item.text.slice(1, 11)));
    }
    if (numbers.length > 2_000) {
      restarting ??= restart();
    }
    if ((numbers.at(-1) ?? 0) > afterRestart + 2_000) break;
  }
  await restarting;
  const first = numbers[0] ?? 0;
  expect(numbers.findIndex((number, index) => number !== first + index)).toBe(-1);
  expect(numbers.length).toBeGreaterThan(4_000);
});

test('statistics tell the throttling of a slow api and the climb of a leaking one', async () => {
  const clock = createFakeClock();
  const { server, engine } = await open({ scenario: 'slow', clock });
  const first = await engine.stats('depotix-api-1', call);
  await clock.advance(2_000);
  const slow = parseStats(await engine.stats('depotix-api-1', call), first, { containerId: 'api' });
  expect(slow?.cpu.cores).toBeCloseTo(0.985, 2);
  expect(slow?.cpu.throttledShare).toBeCloseTo(0.64, 1);
  expect(slow?.memory).toMatchObject({ limitBytes: 1024 ** 3 });
  server.setScenario('oom');
  await clock.advance(36_000);
  const leaking = parseStats(await engine.stats('depotix-api-1', call), first, { containerId: 'api' });
  expect(leaking?.memory?.usedBytes).toBeGreaterThan(0.85 * 1024 ** 3);
});
