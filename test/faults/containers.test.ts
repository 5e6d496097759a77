/** Containers that fail for real, each seen by a console that was there and by one that comes afterwards. */
import { beforeAll, expect, test } from 'vitest';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { callEngine } from '../engine/engine-api.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import type { PrivateEngine } from '../engine/private-engine.ts';
import type { TestHost } from '../engine/test-host.ts';
import { isWhole, paneRows, serviceRow } from '../helpers/console-screen.ts';
import { withConsole } from '../helpers/open-console.ts';
import type { Terminal } from '../helpers/terminal.ts';

type RunOptions = Parameters<ExtraContainers['run']>[0];

/** A container that does nothing, so that the project is there before anything goes wrong. */
const steady: RunOptions = { service: 'steady', command: 'echo steady is up; exec sleep 600' };

const wrong = (screen: string): string => paneRows(screen, 'What is wrong').join('\n');

describeEngine('a container that fails', () => {
  let host: TestHost;
  let engine: PrivateEngine;

  beforeAll(async () => {
    ({ host, engine } = await useSharedStack());
  });

  /** Breaks something under an open console, then opens another one on what is left. */
  async function breakUnder(
    cause: (extra: ExtraContainers, warm: Terminal) => Promise<unknown>,
    seen: (screen: string) => boolean,
    check: (screen: string, console: Terminal, which: 'warm' | 'cold') => void | Promise<void>,
  ): Promise<void> {
    await using extra = await openExtraContainers(host, engine);
    await extra.run(steady);
    const args = ['-p', extra.project];
    await withConsole({ engine, args }, async warm => {
      await warm.waitFor(text => serviceRow(text, 'steady')?.includes('running') === true);
      await cause(extra, warm);
      await check(await warm.waitFor(text => seen(text) && isWhole(warm), 30_000), warm, 'warm');
    });
    await withConsole({ engine, args }, async cold => {
      await check(await cold.waitFor(text => seen(text) && isWhole(cold), 20_000), cold, 'cold');
    });
  }

  test('dies with an exit code: the code, what it means, and its last words in the log', () =>
    breakUnder(
      extra => extra.run({ service: 'fails', command: 'echo these were my last words; exit 126' }),
      text => /✖ fails exited \(126\)/.test(wrong(text)) && text.includes('these were my last words'),
      screen => {
        expect(serviceRow(screen, 'fails')).toMatch(/exited \(126\)/);
        expect(serviceRow(screen, 'steady')).toMatch(/running/);
        expect(screen).toMatch(/✖ DEGRADED/);
      },
    ));

  test('is killed for want of memory: OOM with its limit, not only 137', () =>
    breakUnder(
      extra => extra.run({ service: 'hungry', command: 'sleep 0.5; exec tail /dev/zero', memoryBytes: 16 << 20 }),
      text => /✖ hungry OOM-killed.*16 MiB limit/.test(wrong(text)),
      screen => {
        expect(serviceRow(screen, 'hungry')).toMatch(/exited \(137, OOM\)/);
        expect(wrong(screen)).toMatch(/137/);
      },
    ));

  test('turns unhealthy: the failed probes and what the last one said', () =>
    breakUnder(
      extra =>
        extra.run({
          service: 'ill',
          command: 'exec sleep 600',
          health: { command: 'echo no answer from the heart; exit 1', intervalMs: 1000, retries: 2 },
        }),
      text => /✖ ill unhealthy.*\d+ probes failed in a row: no answer from the heart/.test(wrong(text)),
      async (_, console) => {
        console.type('3');
        const health = await console.waitFor(/✖ exit 1 .*no answer from the heart/);
        expect(health).toMatch(/ill +unhealthy/);
      },
    ));

  test('restarts again and again: a crash loop with its exit code, and the words of every run in the log', () =>
    breakUnder(
      extra =>
        extra.run({ service: 'loops', command: 'read up _ < /proc/uptime; echo run $up; exit 7', restart: 'always' }),
      // The fourth run: none of them lasts long enough to be seen running.
      text => /✖ loops crash loop: .*exit 7/.test(wrong(text)) && new Set(text.match(/run \d+\.\d+/g)).size >= 4,
      async (screen, console) => {
        expect(serviceRow(screen, 'loops')).toMatch(/\d+ since/);
        const runs = new Set(screen.match(/run \d+\.\d+/g));
        await console.waitFor(text => [...(text.match(/run \d+\.\d+/g) ?? [])].some(run => !runs.has(run)), 60_000);
      },
    ));

  test('is paused: told as paused, neither stopped nor unhealthy (O-STATUS-1)', () =>
    breakUnder(
      async extra => {
        const { id } = await extra.run({
          service: 'frozen',
          command: 'exec sleep 600',
          health: { command: 'exit 0', intervalMs: 1000 },
        });
        await callEngine(engine.socket, `/containers/${id}/pause`, { method: 'POST' });
      },
      text => /▲ frozen paused/.test(wrong(text)),
      screen => {
        expect(serviceRow(screen, 'frozen')).toMatch(/paused/);
        expect(screen).not.toMatch(/frozen unhealthy|✖ frozen/);
      },
    ));

  test('is removed while its log is followed: its row goes, the rest goes on', () =>
    breakUnder(
      async (extra, warm) => {
        const { id } = await extra.run({ service: 'gone', command: 'while :; do echo still here; sleep 0.2; done' });
        await warm.waitFor(text => serviceRow(text, 'gone') !== undefined);
        warm.type('2');
        await warm.waitFor('still here');
        await callEngine(engine.socket, `/containers/${id}?force=1`, { method: 'DELETE' });
        await extra.run({ service: 'later', command: 'echo the next one came; exec sleep 600' });
        await warm.waitFor('the next one came');
        warm.type('1');
      },
      text => serviceRow(text, 'later')?.includes('running') === true && serviceRow(text, 'gone') === undefined,
      screen => {
        expect(serviceRow(screen, 'steady')).toMatch(/running/);
      },
    ));

  test('has a log that cannot be read: the pane says which driver, the others go on (O-LOGS-2)', () =>
    breakUnder(
      async extra => {
        await extra.run({
          service: 'mute',
          command: 'while :; do echo nobody reads this; sleep 1; done',
          hostConfig: { LogConfig: { Type: 'none' } },
        });
        await extra.run({ service: 'talker', command: 'while :; do echo I can be heard; sleep 1; done' });
      },
      text => /mute: log driver none can't be read/.test(text),
      async (_, console) => {
        console.type('2');
        await console.waitFor('┌ Log');
        console.type('L');
        const merged = await console.waitFor(
          text => text.includes('┌ Log: all services') && text.includes('I can be heard') && isWhole(console),
        );
        expect(merged).toMatch(/mute: log driver none can't be read/);
        expect(merged).not.toContain('nobody reads this');
      },
    ));
});
