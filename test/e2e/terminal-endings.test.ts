/** Design §5: however the console ends, the terminal comes back as it was. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { childrenOf, markProcess, signalProcess, waitForEnd, type ProcessMark } from '../engine/processes.ts';
import { isWhole } from '../helpers/console-screen.ts';
import { crashByDebugger } from '../helpers/crash-by-debugger.ts';
import { consoleEnvironment, launcher, node, openHome, withConsole } from '../helpers/open-console.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';

/** The terminal as a shell wants it: main screen, cursor shown. */
function expectGivenBack(terminal: Terminal): void {
  expect(terminal.alternate()).toBe(false);
  expect(terminal.cursorHidden()).toBe(false);
}

function fail(reason: string): never {
  throw new Error(reason);
}

/** The simulator's socket is in one of these. */
function demoFolders(folder: string): string[] {
  return readdirSync(folder).filter(name => name.startsWith('depotix-demo-'));
}

describe('ends', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('%s: with %i, and the terminal is back', (signal, exitCode) =>
    withConsole({ args: ['demo'] }, async console => {
      await console.waitFor(() => isWhole(console));
      console.signal(signal);
      expect(await console.exited).toMatchObject({ exitCode });
      expectGivenBack(console);
    }),
  );

  test('a signal before the first frame of the app gives the terminal back too', () =>
    withConsole({ args: ['demo'] }, async console => {
      await console.waitFor(() => console.alternate());
      console.signal('SIGTERM');
      expect(await console.exited).toMatchObject({ exitCode: 143 });
      expectGivenBack(console);
    }));

  test('Ctrl-C quits', () =>
    withConsole({ args: ['demo'] }, async console => {
      await console.waitFor(() => isWhole(console));
      console.type('\u0003');
      expect((await console.exited).signal ?? 0).toBe(0);
      expectGivenBack(console);
    }));

  test('a key pressed before the app is there is neither echoed nor lost', () =>
    withConsole({ args: ['demo'] }, async console => {
      await console.waitFor(() => console.alternate());
      console.type('3');
      await console.waitFor(text => text.includes('Health checks') && isWhole(console));
      expect(console.screen()[1]).toMatch(/^ 1 Overview {3}2 Logs {3}3 Health {3}4 Resources *$/);
    }));

  test('a crash shows the error on the main screen, and exits with 1', async () => {
    const home = openHome();
    const console = openTerminal({
      command: node,
      args: ['--inspect-port=0', launcher, 'demo'],
      env: consoleEnvironment({}, home.env),
      cwd: home.folder,
    });
    try {
      await console.waitFor(() => isWhole(console));
      await crashByDebugger(console, 'made to crash by a test');
      expect(await console.exited).toMatchObject({ exitCode: 1 });
      expectGivenBack(console);
      expect(console.screen().join('\n')).toMatch(/this is a bug in the console[^]*made to crash by a test/);
    } finally {
      await console.dispose();
      home.remove();
    }
  });

  test.each([
    ['its shell is killed', (shell: Terminal) => shell.signal('SIGKILL')],
    ['the connection is lost', (shell: Terminal) => shell.hangUp()],
    [
      // The kernel sends SIGCONT together with the SIGHUP; the two may be heard in either order.
      'its shell is killed, and it hears that it is continued first',
      (shell: Terminal, console: ProcessMark) => {
        signalProcess(console, 'SIGCONT');
        shell.signal('SIGKILL');
      },
    ],
  ])('%s: it ends too, and leaves neither process nor folder behind', async (_, cut) => {
    const home = openHome();
    const shell = openTerminal({
      command: 'bash',
      args: ['--norc', '-c', '"$@"; echo over', 'bash', node, launcher, 'demo'],
      env: consoleEnvironment({ env: { TMPDIR: home.folder } }, home.env),
      cwd: home.folder,
    });
    try {
      await shell.waitFor(text => text.includes('all is well') && isWhole(shell));
      const [console] = childrenOf(markProcess(shell.pid) ?? fail('no shell'));
      const mark = console ?? fail('no console');
      expect(demoFolders(home.folder)).toHaveLength(1);
      cut(shell, mark);
      expect(await waitForEnd(mark, 20_000)).toBe(true);
      expect(demoFolders(home.folder)).toEqual([]);
    } finally {
      await shell.dispose();
      home.remove();
    }
  });
});
