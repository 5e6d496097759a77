import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../src/hooks/key-name.ts';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

describe('readInput', () => {
  it.each([
    ['j', {}, 'j'],
    ['G', { shift: true }, 'G'],
    [' ', {}, 'space'],
    ['d', { ctrl: true }, 'ctrl-d'],
    ['', { upArrow: true }, 'up'],
    ['', { pageDown: true }, 'pagedown'],
    ['\r', { return: true }, 'enter'],
    ['', { escape: true }, 'esc'],
    ['', { tab: true }, 'tab'],
    ['', { tab: true, shift: true }, 'shift-tab'],
    ['', { backspace: true }, 'backspace'],
    ['', { delete: true }, 'backspace'],
    ['日', {}, '日'],
  ])('names %j with %j %s', (input, changes, name) => {
    expect(readInput(input, { ...none, ...changes })).toMatchObject({ kind: 'key', name });
  });

  it.each(['jq', 'r\ny\n', '\n', '👩‍💻'])('takes %j for a chunk', text => {
    expect(readInput(text, none)).toEqual({ kind: 'chunk', text });
  });

  it.each([
    ['x', { meta: true }],
    ['', {}],
    ['', { ctrl: true }],
  ])('hears nothing in %j with %j', (input, changes) => {
    expect(readInput(input, { ...none, ...changes })).toEqual({ kind: 'nothing' });
  });
});
