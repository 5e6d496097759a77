/** Design §5: at every size, at any time, the frame fills the terminal and no more. */
import { describe, expect, test } from 'vitest';
import { isWhole } from '../helpers/console-screen.ts';
import { withConsole } from '../helpers/open-console.ts';

const escape = '\u001B';
const sizes = [
  [120, 36],
  [80, 24],
  [60, 16],
  [40, 10],
  [20, 5],
] as const;
/** The keys of the screens, and the first pane of each. */
const screens = [
  ['2', /^[┌+] Log/m],
  ['3', /^[┌+] Heal/m],
  ['4', /^[┌+] Usage/m],
  ['1', /^[┌+] (What|Services)/m],
] as const;

describe('sizes', () => {
  test.each(sizes)('%i x %i: every screen, the help and the palette fit exactly', async (columns, rows) => {
    await withConsole({ args: ['demo', '--scenario', 'oom'], columns, rows }, async console => {
      await console.waitFor(() => isWhole(console));
      for (const [key, content] of screens) {
        console.type(key);
        await console.waitFor(text => content.test(text) && isWhole(console));
      }
      const before = console.screen().join('\n');
      console.type('?');
      await console.waitFor(text => text !== before && /Keys/.test(text) && isWhole(console));
      console.type(escape);
      await console.waitFor(text => !/Keys/.test(text) && isWhole(console));
      console.type(':');
      await console.waitFor(text => /All actio/.test(text) && isWhole(console));
    });
  });

  test('resized at any time, in any order, it fills the terminal and no more', async () => {
    await withConsole({ args: ['demo', '--scenario', 'oom'] }, async console => {
      await console.waitFor(() => isWhole(console));
      for (const [columns, rows] of [
        ...sizes,
        ...sizes.toReversed(),
        [200, 60],
        [33, 50],
        [150, 8],
        [120, 36],
      ] as const) {
        console.resize(columns, rows);
        await console.waitFor(() => isWhole(console));
      }
      // As when a window is dragged: sizes come faster than frames.
      for (let columns = 120; columns >= 30; columns -= 3) console.resize(columns, 36 - Math.floor(columns / 10));
      console.resize(100, 30);
      await console.waitFor(text => isWhole(console) && text.includes('What is wrong'));
      expect(console.screen()[0]).toContain('DEMO');
    });
  });

  test('resized while a dialog is open, the dialog stays and fits', async () => {
    await withConsole({ args: ['demo', '--scenario', 'oom'] }, async console => {
      await console.waitFor(() => isWhole(console));
      console.type('?');
      await console.waitFor('Keys on this screen');
      console.resize(50, 14);
      await console.waitFor(text => text.includes('Keys on this screen') && isWhole(console));
    });
  });
});
