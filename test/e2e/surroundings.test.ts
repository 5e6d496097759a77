/** What is around the console: CI, a screen reader, a pipe in place of the terminal (design §5). */
import { describe, expect, test } from 'vitest';
import { isWhole } from '../helpers/console-screen.ts';
import { consoleEnvironment, launcher, node, openHome, runPiped, withConsole } from '../helpers/open-console.ts';
import { openTerminal } from '../helpers/terminal.ts';

const escape = '\u001B';

describe('other surroundings', () => {
  test('CI in the environment changes nothing', () =>
    withConsole({ args: ['demo'], env: { CI: 'true' } }, async console => {
      await console.waitFor(text => text.includes('What is wrong') && isWhole(console));
      expect(console.alternate()).toBe(true);
      console.type('3');
      await console.waitFor('Health checks');
      console.type('q');
      expect(await console.exited).toMatchObject({ exitCode: 0 });
    }));

  test('INK_SCREEN_READER: plain text on the main screen, keys work', () =>
    withConsole({ args: ['demo'], env: { INK_SCREEN_READER: 'true' } }, async console => {
      const screen = await console.waitFor(/postgres: healthy/);
      expect(console.alternate()).toBe(false);
      expect(screen).not.toMatch(/[│┌└├─]/);
      console.type('q');
      expect(await console.exited).toMatchObject({ exitCode: 0 });
      expect(console.cursorHidden()).toBe(false);
    }));

  test.each([
    ['healthy', 0, /^DEMO ✔ OK depotix/],
    ['db-down', 3, /^DEMO ✖ DEGRADED /],
  ])('not a terminal, %s: prints the status and exits with %i', async (scenario, exitCode, first) => {
    const result = await runPiped(['demo', '--scenario', scenario], { LANG: 'C.UTF-8' });
    expect(result.stdout).toMatch(first);
    for (const service of ['caddy', 'web', 'api', 'postgres']) expect(result.stdout).toContain(service);
    expect(result.stdout).not.toContain(escape);
    expect(result.exitCode).toBe(exitCode);
  });

  test('an older Node: says which it is and which is needed, in one line', async () => {
    const older = `Object.defineProperty(process,"versions",{value:{...process.versions,node:"22.14.0"}})`;
    const result = await runPiped(['version'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}`,
    });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toBe(`depotix: this is Node 22.14.0 (${node}); Node 22.15 or newer is needed\n`);
    expect(result.stdout).toBe('');
  });

  test('not a terminal and no engine: says so and exits with 5', async () => {
    const result = await runPiped(['-H', 'unix:///nowhere/docker.sock'], {});
    expect(result.exitCode).toBe(5);
    expect(result.stdout + result.stderr).toContain('/nowhere/docker.sock does not exist');
  });

  test('only the input is no terminal: prints the status', async () => {
    const home = openHome();
    const terminal = openTerminal({
      command: 'bash',
      args: ['--norc', '-c', '"$@" < /dev/null', 'bash', node, launcher, 'demo'],
      env: consoleEnvironment({}, home.env),
      cwd: home.folder,
    });
    try {
      expect(await terminal.exited).toMatchObject({ exitCode: 0 });
      expect(terminal.screen().join('\n')).toContain('OK depotix');
      expect(terminal.output()).not.toContain(`${escape}[?1049h`);
    } finally {
      await terminal.dispose();
      home.remove();
    }
  });
});
