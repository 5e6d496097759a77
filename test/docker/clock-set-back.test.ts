/** NTP, or a virtual machine that was restored: the wall clock may go back by an hour while the console is open. */
import { expect, test } from 'vitest';
import { createContainerWatch } from '../../src/docker/container-watch.ts';
import { sampleStats } from '../../src/docker/sample-stats.ts';
import type { Clock } from '../../src/system/clock.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { makeContainer } from '../helpers/make-container.ts';
import { createScriptedEngine, rawInspect, rawListItem } from '../helpers/scripted-engine.ts';

/** Sleeps go by `hands`, as timers do; only the time of day is set back. */
function settableClock(hands: FakeClock): Clock & { setBack(ms: number): void } {
  let back = 0;
  return {
    now: () => hands.now() - back,
    sleep: (ms, signal) => hands.sleep(ms, signal),
    setBack: ms => (back += ms),
  };
}

const hour = 3_600_000;

test('the figures go on', async () => {
  const hands = createFakeClock();
  const clock = settableClock(hands);
  const ending = new AbortController();
  let asked = 0;
  const engine = createScriptedEngine({
    stats: () => {
      asked += 1;
      return Promise.resolve({});
    },
  });
  const containers = [makeContainer({ id: 'api' })];
  const options = { signal: ending.signal, clock, containers: () => containers, interval: () => 2_000 };
  const done = (async () => {
    for await (const event of sampleStats(engine, options)) expect(event.type).toBe('stats-sampled');
  })();
  await hands.advance(10_000);
  clock.setBack(hour);
  const before = asked;
  await hands.advance(10_000);
  expect(asked - before).toBeGreaterThanOrEqual(4);
  expect(asked - before).toBeLessThanOrEqual(6);
  ending.abort();
  await done;
});

test('the health log is read on', async () => {
  const hands = createFakeClock();
  const clock = settableClock(hands);
  const ending = new AbortController();
  let inspects = 0;
  const health = { Status: 'starting', Log: [] };
  const check = { Healthcheck: { Test: ['CMD', 'x'], Interval: 5e9 } };
  const watch = createContainerWatch({
    engine: createScriptedEngine({
      inspect: id => {
        inspects += 1;
        return Promise.resolve(rawInspect(id, { Health: health }, check));
      },
    }),
    call: { signal: ending.signal },
    clock,
    send: () => Promise.resolve(),
    fail: error => {
      throw error;
    },
  });
  void watch.listed([rawListItem('api')]);
  const reading = watch.keepReading();
  await hands.advance(20_000);
  clock.setBack(hour);
  const before = inspects;
  await hands.advance(20_000);
  expect(inspects - before).toBeGreaterThanOrEqual(3);
  ending.abort();
  await reading;
});
