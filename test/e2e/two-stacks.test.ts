/** Several stacks on one engine, and nothing that names one: the person chooses (design §7). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import { isWhole, serviceRow } from '../helpers/console-screen.ts';
import { runPiped, withConsole } from '../helpers/open-console.ts';
import type { Terminal } from '../helpers/terminal.ts';

/** The project of the marked row. */
function marked(console: Terminal): string | undefined {
  return /▸ (\S+)/.exec(console.screen().join('\n'))?.[1];
}

describeEngine('two stacks on one engine', () => {
  let shared: Awaited<ReturnType<typeof useSharedStack>>;
  let extra: ExtraContainers;

  beforeAll(async () => {
    shared = await useSharedStack();
    extra = await openExtraContainers(shared.host, shared.engine);
    await extra.run({ service: 'other', command: 'echo I am the other; exec sleep 600' });
  });

  afterAll(async () => {
    await extra?.removeAll();
  });

  test('both are offered, Enter opens the marked one, and only that', () =>
    withConsole({ engine: shared.engine }, async console => {
      const list = await console.waitFor(
        text =>
          text.includes(extra.project) && new RegExp(`\\b${shared.stack.project} +4`).test(text) && isWhole(console),
      );
      // Only a moved mark is an answer to the key: the clock changes the screen as well.
      for (let row = 0; row < list.split('\n').length && marked(console) !== extra.project; row += 1) {
        const before = marked(console);
        console.type('j');
        await console.waitFor(() => marked(console) !== before);
      }
      console.type('\r');
      const screen = await console.waitFor(text => serviceRow(text, 'other')?.includes('running') === true);
      expect(screen.split('\n')[0]).toContain(extra.project);
      expect(serviceRow(screen, 'postgres')).toBeUndefined();
      await console.waitFor('I am the other');
    }));

  test('q leaves without choosing', () =>
    withConsole({ engine: shared.engine }, async console => {
      await console.waitFor(text => text.includes(extra.project) && isWhole(console));
      console.type('q');
      expect(await console.exited).toMatchObject({ exitCode: 0 });
      expect(console.alternate()).toBe(false);
    }));

  test('a headless command names them and asks for one', async () => {
    const result = await runPiped(['-H', shared.engine.dockerHost, 'status']);
    expect(result.exitCode).not.toBe(0);
    expect(result.stdout + result.stderr).toContain(extra.project);
    expect(result.stdout + result.stderr).toMatch(/-p/);
  });
});
