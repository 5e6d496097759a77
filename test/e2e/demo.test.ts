/** The drills of `depotix demo`: each scenario is diagnosed as what it is, within its time. */
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startSimulator } from '../bench/simulator.ts';
import { waitUntil } from '../engine/wait-until.ts';
import { firstFinding, isWhole, logCounters } from '../helpers/console-screen.ts';
import { withConsole } from '../helpers/open-console.ts';
import type { Terminal } from '../helpers/terminal.ts';

const escape = '\u001B';

/** The banner has to be there whatever covers the screen. */
async function expectBannerEverywhere(console: Terminal): Promise<void> {
  for (const key of ['1', '2', '3', '4', '?']) {
    const before = console.written();
    console.type(key);
    const screen = await console.waitFor(() => console.written() > before && isWhole(console));
    expect(screen.split('\n')[0]).toMatch(/^ DEMO /);
  }
  console.type(escape);
  await console.waitFor(text => !text.includes('Esc: back'));
}

describe('each scenario', () => {
  test.each([
    ['healthy', /^✔ All 4 services are well/, 10_000],
    ['crash-loop', /^✖ api crash loop: .*exit 1/, 10_000],
    ['db-down', /^✖ postgres stopped \(0\)/, 10_000],
    ['unhealthy', /^✖ web unhealthy for \d+ min, \d\d probes failed in a row: .*503/, 10_000],
    ['slow', /^▲ api throttled \d+ % of the time at its limit of 1 core/, 15_000],
    ['log-flood', /^✔ All 4 services are well/, 15_000],
    // Killed 40 s after each start: the engine remembers the last ones.
    ['oom', /^✖ api OOM-killed .*1 GiB limit about \d+ s after each start; \d+ (?:restarts|times)/, 10_000],
  ])('%s: the first thing said is its cause, under the banner', (scenario, finding, withinMs) =>
    withConsole({ args: ['demo', '--scenario', scenario] }, async console => {
      await console.waitFor(text => finding.test(firstFinding(text)), withinMs);
      await expectBannerEverywhere(console);
    }),
  );
});

test('Enter opens the finding: what was seen, since when, and what to do next with its keys', () =>
  withConsole({ args: ['demo', '--scenario', 'db-down'] }, async console => {
    await console.waitFor(text => /✖ postgres stopped/.test(firstFinding(text)) && /▸✖ postgres/.test(text));
    console.type('\r');
    const page = await console.waitFor(text => text.includes('Esc: back') && isWhole(console));
    expect(page).toMatch(/critical: service postgres/);
    expect(page).toMatch(/seen {2,}[^]*What to do next[^]*l +read its log/);
    console.type(escape);
    await console.waitFor(text => !text.includes('Esc: back'));
    console.type('l');
    await console.waitFor('┌ Log: postgres');
  }));

test('the palette changes the scenario', () =>
  withConsole({ args: ['demo'] }, async console => {
    await console.waitFor(text => firstFinding(text).includes('All 4 services are well'));
    console.type(':');
    await console.waitFor('All actions');
    console.type('db-down');
    await console.waitFor(/▸ Scenario db-down/);
    console.type('\r');
    await console.waitFor(text => /✖ postgres stopped/.test(firstFinding(text)), 25_000);
    console.type(':');
    await console.waitFor('All actions');
    console.type('scenario healthy');
    await console.waitFor(/▸ Scenario healthy/);
    console.type('\r');
    await console.waitFor(text => firstFinding(text).includes('All 4 services are well'), 40_000);
  }));

test('an unknown scenario is refused with what there is', () =>
  withConsole({ args: ['demo', '--scenario', 'oon'] }, async console => {
    expect(await console.exited).toMatchObject({ exitCode: 2 });
    expect(console.output()).toContain('depotix demo --scenario oom');
    expect(console.output()).not.toContain(`${escape}[?1049h`);
  }));

test('under a flood keys are answered, the frame stays whole, and the counters are those of the sender', async () => {
  const simulator = await startSimulator({ scenario: 'log-flood' });
  try {
    await withConsole({ args: ['-H', simulator.dockerHost] }, async console => {
      await console.waitFor(text => (logCounters(text)?.trimmed ?? 0) > 50_000, 20_000);
      for (const key of ['2', '?']) {
        const pressed = performance.now();
        console.type(key);
        await console.waitFor(key === '2' ? /^┌ Log/m : 'Keys on this screen');
        expect(performance.now() - pressed).toBeLessThan(1000);
      }
      console.type(escape);
      await console.waitFor(text => /^┌ Log/m.test(text) && isWhole(console));
      await changeScenario(simulator.socketPath, 'healthy');
      await waitUntil('received to be what was sent', 20_000, async () => {
        const sent = await simulator.linesSent();
        const counters = logCounters(console.screen().join('\n'));
        expect(counters?.received).toBe((counters?.held ?? 0) + (counters?.trimmed ?? 0));
        return counters?.received === sent;
      });
    });
  } finally {
    await simulator.stop();
  }
});

function changeScenario(socketPath: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: `/demo/scenario?name=${name}`, method: 'POST', agent: false }, response => {
      response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}
