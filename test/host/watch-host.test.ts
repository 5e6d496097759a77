import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { tlsTarget, watchHost, type HostWatch } from '../../src/host/watch-host.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import type { Clock } from '../../src/system/clock.ts';
import { fakeHostFiles } from '../helpers/host-files.ts';

const id = 'a'.repeat(64);

/** Sleeping takes no time but moves the hands. */
function leapingClock(): Clock & { passed: number } {
  return {
    passed: 0,
    now() {
      return 1_000_000 + this.passed;
    },
    sleep(ms) {
      this.passed += ms;
      return Promise.resolve();
    },
  };
}

async function collect(
  watch: Omit<HostWatch, 'signal' | 'files' | 'clock'>,
  enough: (events: readonly StackEvent[], passed: number) => boolean,
): Promise<readonly StackEvent[]> {
  const controller = new AbortController();
  const clock = leapingClock();
  const files = fakeHostFiles({ '/proc/42/cgroup': `0::/docker-${id}.scope\n` });
  const events: StackEvent[] = [];
  for await (const event of watchHost({ ...watch, files, clock, signal: controller.signal })) {
    events.push(event);
    if (enough(events, clock.passed)) controller.abort();
  }
  return events;
}

const times = (events: readonly StackEvent[], type: StackEvent['type']): number =>
  events.filter(event => event.type === type).length;

test('samples the host and the containers every 5 s, and ends with the signal', async () => {
  const watch = {
    local: true,
    publicUrl: () => null,
    diskPaths: () => [],
    subjects: () => [{ containerId: id, pid: 42 }],
  };
  const events = await collect(watch, (_, passed) => passed >= 20_000);
  expect(times(events, 'cgroups-read')).toBe(4);
  expect(times(events, 'host-sampled')).toBe(5);
});

test('of an engine elsewhere only the public URL is asked', async () => {
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  const watch = {
    local: false,
    publicUrl: () => url,
    diskPaths: () => [],
    subjects: () => [{ containerId: id, pid: 42 }],
  };
  const events = await collect(watch, seen => times(seen, 'http-probed') >= 2);
  expect(times(events, 'cgroups-read')).toBe(0);
  expect(events[0]).toMatchObject({
    type: 'host-sampled',
    sample: { memory: { ok: false, reason: 'not available: the engine is elsewhere' } },
  });
  // Looked at every 5 s, probed every 10 s.
  expect(times(events, 'host-sampled')).toBe(3);
  expect(events.find(event => event.type === 'http-probed')).toMatchObject({
    probe: { ok: true, statusCode: 200, url },
  });
});

test('while the engine is lost, what is left of it is read, but less often', async () => {
  const watch = { local: true, publicUrl: () => null, diskPaths: () => [], subjects: () => [], engineLost: () => true };
  const events = await collect(watch, (_, passed) => passed >= 20_000);
  expect(times(events, 'remains-read')).toBeGreaterThanOrEqual(2);
  expect(times(events, 'remains-read')).toBeLessThan(times(events, 'host-sampled'));
  const elsewhere = await collect({ ...watch, local: false }, (_, passed) => passed >= 20_000);
  expect(times(elsewhere, 'remains-read')).toBe(0);
});

test.each([
  ['https://shop.example/healthz', { host: 'shop.example', port: 443 }],
  ['https://[::1]:8443/', { host: '::1', port: 8443 }],
  ['http://shop.example/', null],
])('the handshake for %s', (url, expected) => {
  expect(tlsTarget(url)).toEqual(expected);
});

test('a clock that is set back does not stop the probes', async () => {
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const controller = new AbortController();
  let now = 10_000_000;
  let slept = 0;
  const clock: Clock = {
    now: () => now,
    sleep(ms) {
      slept += ms;
      now += slept === 30_000 ? ms - 3_600_000 : ms;
      return Promise.resolve();
    },
  };
  const probedAt: number[] = [];
  for await (const event of watchHost({
    files: fakeHostFiles({}),
    clock,
    signal: controller.signal,
    local: true,
    publicUrl: () => `http://127.0.0.1:${port}/`,
    diskPaths: () => [],
    subjects: () => [],
  })) {
    if (event.type === 'http-probed') probedAt.push(slept);
    if (slept >= 60_000) controller.abort();
  }
  expect(probedAt.filter(at => at >= 30_000).length).toBeGreaterThanOrEqual(3);
});
