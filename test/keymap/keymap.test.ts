import { describe, expect, it } from 'vitest';
import { footerHints, helpGroups, keyLabel, keymap, keysOf, resolveKey, worksOn } from '../../src/keymap.ts';
import type { ScreenId } from '../../src/model/actions.ts';

const screens: readonly ScreenId[] = ['overview', 'logs', 'health', 'resources'];

describe('keymap', () => {
  it.each(screens)('gives no key two meanings on %s', screen => {
    const keys = keymap.filter(binding => worksOn(binding, screen)).flatMap(binding => binding.keys);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('names each action once', () => {
    const actions = keymap.map(binding => binding.action);
    expect(actions).toEqual([...new Set(actions)]);
  });

  it.each([
    ['j', 'overview', 'cursor.down'],
    ['G', 'logs', 'cursor.bottom'],
    ['ctrl-d', 'health', 'cursor.half-page-down'],
    ['4', 'logs', 'screen.resources'],
    ['c', 'overview', 'copy.summary'],
    ['c', 'logs', 'logs.copy'],
    ['e', 'overview', null],
    ['x', 'logs', null],
    ['ctrl-c', 'resources', 'quit'],
  ] as const)('reads %s on %s as %s', (key, screen, action) => {
    expect(resolveKey(key, screen)).toBe(action);
  });

  it('keeps the keys that mean acting free until acting exists', () => {
    for (const screen of screens) {
      for (const key of ['r', 'D', 'R', 'B', 'K', 'A', 'U', 's', 'x', '!', 'd'])
        expect([key, resolveKey(key, screen)]).toEqual([key, null]);
    }
  });

  it('shows the first key of an action', () => {
    expect(keysOf('logs.of-service')).toEqual(['l']);
    expect(keysOf('no.such-action')).toEqual([]);
    expect(keyLabel('ctrl-d')).toBe('Ctrl-d');
    expect(keyLabel('up')).toBe('↑');
    expect(keyLabel('up', true)).toBe('Up');
  });

  it.each(screens)('has in the footer of %s only what works there, with help and palette among it', screen => {
    const hints = footerHints(screen, { following: false, instead: null });
    expect(hints.map(hint => hint.hint)).toEqual(expect.arrayContaining(['help', 'all actions', 'quit']));
    for (const { key } of hints) expect(key).not.toBe('');
  });

  it.each([
    { log: 'followed', following: true, hinted: [{ key: 'E', hint: 'error before' }] },
    { log: 'paused', following: false, hinted: [{ key: 'e', hint: 'next error' }] },
  ])('hints at the way to an error that a $log log has', ({ following, hinted }) => {
    const hints = footerHints('logs', { following, instead: null });
    expect(hints.filter(({ hint }) => hint.includes('error'))).toEqual(hinted);
  });

  it('lists in the help of a screen every key of that screen', () => {
    const shown = helpGroups('logs').flatMap(({ bindings }) => bindings.map(binding => binding.action));
    const working = keymap
      .filter(binding => worksOn(binding, 'logs') && binding.keys.length > 0)
      .map(binding => binding.action);
    expect(shown.toSorted()).toEqual(working.toSorted());
  });
});
