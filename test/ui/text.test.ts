import { assert, integer, property, string } from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cells, cutCells, cutRange, fit, joinFitting, wrapCells } from '../../src/ui/text.ts';
import { createTheme } from '../../src/ui/theme.ts';

const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;

/** O-TERMINAL-2: widths checked with string-width 8.3.0. */
const wide = [
  ['日本語ログ: 500', 15],
  ['👩‍💻 ok', 5],
  ['⚠️ high', 7],
  ['⚠ high', 6],
  ['🇩🇪', 2],
  ['e\u0301', 1],
] as const;

describe('cells', () => {
  it.each(wide)('counts %s as %d cells', (text, width) => {
    expect(cells(text)).toBe(width);
  });

  it('counts nothing for colours', () => {
    expect(cells(red('error'))).toBe(5);
  });

  it.each([false, true])('gives each of our own symbols one cell (ascii: %s)', ascii => {
    const { bars, arrow, ...single } = createTheme({ color: false, ascii }).symbols;
    for (const symbol of [...bars, ...Object.values(single)] as string[]) {
      expect(symbol).not.toContain('\uFE0F');
      expect([symbol, stringWidth(symbol)]).toEqual([symbol, 1]);
    }
    expect(cells(arrow)).toBe(stringWidth(arrow));
  });
});

describe('fit', () => {
  it.each(wide)('makes %s exactly 12 cells', text => {
    expect(stringWidth(fit(text, 12))).toBe(12);
    expect(stringWidth(fit(text, 12, 'right'))).toBe(12);
  });

  it.each([
    ['日本語', 4, '日 …'],
    ['日本語', 5, '日本…'],
    ['日本語', 1, ' '],
    ['postgres', 4, 'pos…'],
    ['web', 5, 'web  '],
  ])('cuts %s to %d cells without half of a character', (text, width, expected) => {
    expect(fit(text, width)).toBe(expected);
  });

  it('is exact for any text and any width', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 40 }), integer({ min: 1, max: 50 }), (text, width) => {
        const safe = text.replaceAll(/\p{C}/gu, '');
        expect(stringWidth(fit(safe, width))).toBe(width);
      }),
    );
  });

  it('keeps the colour of what it cuts and ends it', () => {
    expect(fit(red('unhealthy'), 5)).toBe(`${red('unhe')}…`);
  });
});

describe('cutRange', () => {
  it.each([
    ['日本語', 1, 4, ' 本'],
    ['日本語', 2, 4, '本'],
    ['abc', 1, 5, 'bc  '],
    ['日本語', 0, 3, '日 '],
  ])('takes of %s the cells %d to %d', (text, from, to, expected) => {
    expect(cutRange(text, from, to)).toBe(expected);
  });

  it('leaves a short text alone when only a maximum is asked', () => {
    expect(cutCells('web', 10)).toBe('web');
  });
});

describe('wrapCells', () => {
  it.each([
    ['gunicorn was killed by the kernel', 12, ['gunicorn was', 'killed by', 'the kernel']],
    ['/var/run/docker.sock', 8, ['/var/run', '/docker.', 'sock']],
    ['', 8, ['']],
  ])('breaks "%s" at %d cells', (text, width, rows) => {
    expect(wrapCells(text, width)).toEqual(rows);
  });
});

describe('joinFitting', () => {
  it('leaves out whole parts, never half of one', () => {
    expect(joinFitting(['q quit', '? help', ': all actions'], 16, '  ')).toBe('q quit  ? help');
  });
});
