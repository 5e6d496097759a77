/** O-TERMINAL-1: a command line pasted into the wrong window must do nothing. */
import { describe, expect, test } from 'vitest';
import { firstFinding, isWhole, paneRows } from '../helpers/console-screen.ts';
import { withConsole } from '../helpers/open-console.ts';

const escape = '\u001B';

describe('paste (O-TERMINAL-1)', () => {
  test.each([
    ['one chunk', 'r\ny\nshop\n'],
    ['one chunk with keys that would act', '2q\r'],
    ['bracketed', `${escape}[200~D\ry\r${escape}[201~`],
    ['bracketed, a single key', `${escape}[200~q${escape}[201~`],
  ])('%s: does nothing and says so; typed keys work as before', (_, pasted) =>
    withConsole({ args: ['demo', '--scenario', 'db-down'] }, async console => {
      await console.waitFor(text => /✖ postgres/.test(firstFinding(text)) && isWhole(console));
      console.type(pasted);
      const screen = await console.waitFor(/[Pp]asted/);
      expect(paneRows(screen, 'What is wrong')).not.toEqual([]);
      expect(screen).not.toContain('Esc: back');
      console.type('2');
      await console.waitFor('┌ Log');
    }),
  );

  test('into the search it is text', () =>
    withConsole({ args: ['demo'] }, async console => {
      await console.waitFor(() => isWhole(console));
      console.type('2');
      await console.waitFor('┌ Log');
      console.type('/');
      await console.waitFor(text => (text.split('\n').at(-1) ?? '').startsWith(' /'));
      console.type(`${escape}[200~quarrel${escape}[201~`);
      await console.waitFor(text => (text.split('\n').at(-1) ?? '').startsWith(' /quarrel'));
    }));
});
