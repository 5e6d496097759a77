/** An engine that hangs, dies and comes back under a console that was there, and one that is away before a console opens. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeEngine } from '../engine/describe-engine.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import { startEngine, type PrivateEngine } from '../engine/private-engine.ts';
import { createTestHost } from '../engine/test-host.ts';
import { firstFinding, isWhole, paneRows, serviceRow } from '../helpers/console-screen.ts';
import { openConsole, runPiped, withConsole } from '../helpers/open-console.ts';
import type { Terminal } from '../helpers/terminal.ts';

const counting = 'i=0; trap "exit 0" TERM; while :; do i=$((i+1)); echo "line $i"; sleep 0.3; done';

describeEngine('an engine that fails', () => {
  let engine: PrivateEngine;
  let extra: ExtraContainers;
  let args: string[];
  let warm: Terminal;

  beforeAll(async () => {
    const host = createTestHost({ report: () => {} });
    engine = await startEngine(host, { data: 'fresh' });
    extra = await openExtraContainers(host, engine);
    await extra.run({ service: 'counter', command: counting, restart: 'always' });
    args = ['-H', engine.dockerHost, '-p', extra.project];
  });

  afterAll(async () => {
    await engine?.stop();
  });

  beforeEach(async () => {
    warm = openConsole({ engine, args });
    await warm.waitFor(text => /running .*MiB|running .*KiB/.test(serviceRow(text, 'counter') ?? ''));
  });

  afterEach(async () => {
    await warm.dispose();
  });

  test('hangs: said within 8 s as not answering, the data stay with their age, keys work, and it comes back', async () => {
    engine.pause();
    try {
      const pausedAt = Date.now();
      const lost = await warm.waitFor(text => /✖ engine lost .*not answer/.test(firstFinding(text)), 10_000);
      expect(Date.now() - pausedAt).toBeLessThan(8000);
      expect(lost).toMatch(/ENGINE LOST/);
      expect(serviceRow(lost, 'counter')).toMatch(/running/);
      await warm.waitFor(/data \d+ s old/);
      warm.type('2');
      await warm.waitFor(text => text.includes('┌ Log') && /line \d+/.test(text) && isWhole(warm));
      await expectColdConsoleSays(/does not answer|not answering/);
    } finally {
      engine.resume();
    }
    warm.type('1');
    await warm.waitFor(text => /engine (<1|1|2) s ago/.test(text) && !/engine lost/.test(text), 20_000);
  });

  test('dies: said at once, the data stay; started again, the console is back by itself, with its lines', async () => {
    const before = lastLine(warm.screen().join('\n'));
    await engine.kill();
    try {
      const lost = await warm.waitFor(text => /✖ engine lost/.test(firstFinding(text)), 8000);
      expect(serviceRow(lost, 'counter')).toMatch(/running/);
      await warm.waitFor(/data \d+ s old/);
      await expectColdConsoleSays(/Engine is down: nobody listens at/);
    } finally {
      engine = await engine.restart();
    }
    await warm.waitFor(text => /engine (<1|1|2) s ago/.test(text) && !/engine lost/.test(text), 30_000);
    await warm.waitFor(text => lastLine(text) !== before && (lastLine(text) ?? 0) > 0, 20_000);
    expect(serviceRow(await warm.waitFor(() => isWhole(warm)), 'counter')).toMatch(/running/);
  });

  test('q quits at once while it hangs, and a headless command does not hang with it', async () => {
    engine.pause();
    try {
      await warm.waitFor(/ENGINE LOST/, 10_000);
      const pressed = Date.now();
      warm.type('q');
      expect(await warm.exited).toMatchObject({ exitCode: 0 });
      expect(Date.now() - pressed).toBeLessThan(1000);
      const status = await runPiped([...args, 'status']);
      expect(status.exitCode).toBe(5);
    } finally {
      engine.resume();
    }
  });

  test('answers a waiting console at last, but has no stack: it ends with what to do, and the terminal is back', async () => {
    await warm.dispose();
    await extra.removeAll();
    engine.pause();
    try {
      await withConsole({ engine, args: ['-H', engine.dockerHost] }, async cold => {
        await cold.waitFor('NO ENGINE', 12_000);
        engine.resume();
        expect(await cold.exited).toMatchObject({ exitCode: 1 });
        expect(cold.alternate()).toBe(false);
        expect(cold.cursorHidden()).toBe(false);
        expect(cold.screen().join('\n')).toMatch(/no Docker Compose stack on[^]*depotix -f FILE/);
      });
    } finally {
      engine.resume();
    }
  });

  /** A console that has never seen the engine: the host's own screen, keys work, it ends at once. */
  async function expectColdConsoleSays(message: RegExp): Promise<void> {
    await withConsole({ engine, args }, async cold => {
      const screen = await cold.waitFor(
        text => text.includes('NO ENGINE') && message.test(text) && isWhole(cold),
        12_000,
      );
      expect(paneRows(screen, 'No engine').join('\n')).toMatch(/What to do next/);
      cold.type('q');
      expect(await cold.exited).toMatchObject({ exitCode: 0 });
    });
  }
});

/** The number of the newest line that the log pane shows. */
function lastLine(screen: string): number | undefined {
  const numbers = [...screen.matchAll(/line (\d+)/g)].map(match => Number(match[1]));
  return numbers.at(-1);
}
