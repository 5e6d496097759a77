/** Ctrl-Z and fg in a real shell (design §5). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { childrenOf, markProcess } from '../engine/processes.ts';
import { isWhole } from '../helpers/console-screen.ts';
import { consoleEnvironment, launcher, node, openHome } from '../helpers/open-console.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';

const ctrlZ = '\u001A';

function fail(reason: string): never {
  throw new Error(reason);
}

describe('job control in a shell', () => {
  let shell: Terminal;
  let home: ReturnType<typeof openHome>;

  beforeEach(async () => {
    home = openHome();
    shell = openTerminal({
      command: 'bash',
      args: ['--norc', '--noprofile', '-i'],
      env: { ...consoleEnvironment({}, home.env), PS1: 'ready> ', NODE: node, LAUNCHER: launcher },
    });
    await shell.waitFor('ready>');
  });

  afterEach(async () => {
    shell.signal('SIGKILL');
    await shell.dispose();
    home.remove();
  });

  /** Ctrl-Z, a look at the terminal's modes, `fg`, a key, `q`, another look. */
  async function suspendAndReturn(command: string): Promise<void> {
    shell.type(`${command}\r`);
    await shell.waitFor(text => text.includes('DEMO') && isWhole(shell), 60_000);
    shell.type(ctrlZ);
    await shell.waitFor(text => /Stopped/.test(text) && !shell.alternate());
    expect(shell.cursorHidden()).toBe(false);
    shell.type('clear; stty -a; echo "st""ty done"\r');
    expect(await shell.waitFor('stty done')).toMatch(/[^-]icanon[^]*[^-]echo /);
    shell.type('fg\r');
    await shell.waitFor(text => text.includes('DEMO') && isWhole(shell) && shell.alternate());
    shell.type('3');
    await shell.waitFor(text => text.includes('Health checks') && isWhole(shell));
    shell.type('q');
    await shell.waitFor(text => !shell.alternate() && text.trimEnd().endsWith('ready>'));
    shell.type('echo "ended with $?"; stty -a; echo "st""ty again"\r');
    const after = await shell.waitFor('stty again');
    expect(after).toContain('ended with 0');
    expect(after).toMatch(/[^-]icanon[^]*[^-]echo /);
    expect(shell.cursorHidden()).toBe(false);
  }

  test('Ctrl-Z gives the shell its terminal, fg brings the console back', () =>
    suspendAndReturn('"$NODE" "$LAUNCHER" demo'));

  test('Ctrl-Z and fg through npm, which stops with it', () => suspendAndReturn('npm start --silent -- demo'));

  test('stopped by SIGSTOP, which nobody can hear, it comes back whole', async () => {
    shell.type('"$NODE" "$LAUNCHER" demo\r');
    // Answered: the app has taken over from the first frame.
    await shell.waitFor(text => text.includes('all is well') && isWhole(shell));
    const [console] = childrenOf(markProcess(shell.pid) ?? fail('no shell'));
    process.kill(console?.pid ?? fail('no console'), 'SIGSTOP');
    await shell.waitFor(text => text.includes('Stopped') && text.includes('ready>'));
    shell.type('fg\r');
    await shell.waitFor(text => text.includes('DEMO') && isWhole(shell) && shell.alternate());
    shell.type('3');
    await shell.waitFor(text => text.includes('Health checks') && isWhole(shell));
  });
});
