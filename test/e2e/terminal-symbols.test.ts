/** Design §5: colours and symbols that the terminal can show; colour is never the only sign. */
import { describe, expect, test } from 'vitest';
import { isWhole } from '../helpers/console-screen.ts';
import { withConsole } from '../helpers/open-console.ts';

const colours = /\u001B\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m/;
// oxlint-disable-next-line no-control-regex -- what is not ASCII is looked for
const beyondAscii = /[^\u0000-\u007F]/;
/** The keys of the screens, and the first pane of each. */
const screens = [
  ['2', /^[┌+] Log/m],
  ['3', /^[┌+] Heal/m],
  ['4', /^[┌+] Usage/m],
  ['1', /^[┌+] (What|Services)/m],
] as const;

describe('colours and symbols', () => {
  const shown = 'What is wrong';

  test('colours in a usual terminal', () =>
    withConsole({ args: ['demo'] }, async console => {
      await console.waitFor(shown);
      expect(console.output()).toMatch(colours);
      expect(console.output()).toMatch(beyondAscii);
    }));

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['--no-color', {}, ['--no-color']],
  ])('%s: none, and a state is still told by symbol and word', (_, env, args) =>
    withConsole({ args: [...args, 'demo', '--scenario', 'db-down'], env }, async console => {
      await console.waitFor(text => text.includes(shown) && /✖ postgres/.test(text));
      console.type('2');
      await console.waitFor('┌ Log');
      expect(console.output()).not.toMatch(colours);
    }),
  );

  test.each([
    ['--ascii', {}, ['--ascii']],
    ['a C locale', { LANG: 'C' }, []],
    ['LC_ALL over LANG', { LANG: 'C.UTF-8', LC_ALL: 'POSIX' }, []],
    ['TERM=dumb', { TERM: 'dumb' }, []],
  ])('%s: nothing but ASCII reaches the terminal', (_, env, args) =>
    withConsole({ args: [...args, 'demo', '--scenario', 'db-down'], env }, async console => {
      await console.waitFor(text => /x postgres/.test(text) && isWhole(console));
      for (const [key, content] of screens) {
        console.type(key);
        await console.waitFor(text => content.test(text) && isWhole(console));
      }
      expect(console.output()).not.toMatch(beyondAscii);
    }),
  );

  test('TERM=dumb: no colours', () =>
    withConsole({ args: ['demo'], env: { TERM: 'dumb' } }, async console => {
      await console.waitFor(shown);
      expect(console.output()).not.toMatch(colours);
    }));
});
