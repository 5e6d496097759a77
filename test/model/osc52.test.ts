import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipboardWrite, multiplexerOf } from '../../src/model/osc52.ts';

/** What a terminal would put into the clipboard. */
function taken(sequence: string): string {
  const encoded = /^\u001B\]52;c;([A-Za-z0-9+/=]*)\u0007$/.exec(sequence)?.[1];
  if (encoded === undefined) throw new Error(`no OSC 52: ${JSON.stringify(sequence.slice(0, 40))}`);
  return Buffer.from(encoded, 'base64').toString('utf8');
}

describe('the clipboard of the terminal', () => {
  it('gets the text', () => {
    expect(clipboardWrite('api ✖ 502\nweb', 'none')).toEqual({ sequence: expect.any(String), cut: 0 });
    expect(taken(clipboardWrite('api ✖ 502\nweb', 'none').sequence)).toBe('api ✖ 502\nweb');
  });

  it('gets it through tmux, which wants each escape doubled, and plainly too', () => {
    const plain = clipboardWrite('x', 'none').sequence;
    expect(clipboardWrite('x', 'tmux').sequence).toBe(`${plain}\u001BPtmux;\u001B${plain}\u001B\\`);
  });

  it('gets it through screen in pieces that screen can hold', () => {
    const text = 'abc '.repeat(1000);
    const pieces = clipboardWrite(text, 'screen').sequence.split('\u001B\\').slice(0, -1);
    expect(pieces.length).toBeGreaterThan(5);
    for (const piece of pieces) {
      expect(piece.startsWith('\u001BP')).toBe(true);
      expect(piece.length).toBeLessThan(768);
    }
    expect(taken(pieces.map(piece => piece.slice(2)).join(''))).toBe(text);
  });

  it('gets the beginning of what is too long, and it is told how much is missing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a', 'é', '日', '👩‍💻', 'a👍'),
        fc.integer({ min: 50_000, max: 60_000 }),
        (unit, bytes) => {
          const text = unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)));
          const { sequence, cut } = clipboardWrite(text, 'none');
          const got = taken(sequence);
          expect(text.startsWith(got)).toBe(true);
          expect(got.length + cut).toBe(text.length);
          expect(Buffer.byteLength(got)).toBeGreaterThan(Math.min(Buffer.byteLength(text), 56_000) - 8);
          expect(sequence.length).toBeLessThanOrEqual(75_010);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the multiplexer', () => {
  it.each([
    [{ TERM: 'xterm-256color' }, 'none'],
    [{ TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0' }, 'tmux'],
    [{ TERM: 'tmux-256color', TMUX: 'x' }, 'tmux'],
    [{ TERM: 'screen.xterm-256color', STY: '123.pts-0' }, 'screen'],
    [{ TERM: 'screen-256color' }, 'screen'],
    [{ TMUX: '' }, 'none'],
  ])('of %j is %s', (variables, expected) => {
    expect(multiplexerOf(variables)).toBe(expected);
  });
});
