import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  displayLimit,
  labelLimit,
  lastWords,
  sanitizeLabel,
  sanitizeLogText,
  stripForSearch,
} from '../../src/model/sanitize.ts';

const reset = '\u001B[0m';

describe('a log line', () => {
  it.each([
    ['plain text as it is', 'GET /healthz 200', 'GET /healthz 200'],
    ['letters of any script as they are', 'größe ✔ 日本語 שגיאה', 'größe ✔ 日本語 שגיאה'],
    ['an empty line', '', ''],
    ['colours, closed at the end', '\u001B[31mred', `\u001B[31mred${reset}`],
    ['colours that close themselves, once', '\u001B[32mok\u001B[0m done', '\u001B[32mok\u001B[0m done'],
    ['the short reset', '\u001B[1mbold\u001B[m plain', '\u001B[1mbold\u001B[0m plain'],
    ['256 and true colours', '\u001B[38;5;8ma\u001B[48;2;1;2;3mb', `\u001B[38;5;8ma\u001B[48;2;1;2;3mb${reset}`],
    ['no concealed text: SGR 8 is taken out', '\u001B[8msecret\u001B[28m', 'secret'],
    ['no concealed text inside a list of codes', '\u001B[31;8mred', `\u001B[31mred${reset}`],
    ['no blinking, no reverse, no italics', '\u001B[5;7;3;1mx', `\u001B[1mx${reset}`],
    ['no broken colour', '\u001B[38;5;999mx\u001B[38mx\u001B[38;9;1mx', 'xxx'],
    ['no colour with colons', '\u001B[4:3mx', 'x'],
    ['an unknown SGR', '\u001B[999mx', 'x'],
    ['cursor movement, visible', '\u001B[2Kdone\u001B[1;1H', '␛[2Kdone␛[1;1H'],
    ['a hyperlink, visible', '\u001B]8;;http://evil\u0007here\u001B]8;;\u0007', '␛]8;;http://evil\\x07here␛]8;;\\x07'],
    ['a title, visible', '\u001B]0;pwned\u001B\\', '␛]0;pwned␛\\'],
    ['an escape at the end', 'x\u001B', 'x␛'],
    ['an unfinished SGR', 'x\u001B[31', 'x␛[31'],
    ['C1 control characters', 'a\u009B31mb\u0085', 'a\\x9b31mb\\x85'],
    ['NUL, backspace, bell, DEL', '\u0000\b\u0007\u007F', '\\x00\\x08\\x07\\x7f'],
    ['a line feed that has no business there', 'a\nb', 'a\\x0ab'],
    ['half a surrogate pair', 'a\uD800b', 'a\uFFFDb'],
    ['a whole surrogate pair', 'a😀b', 'a😀b'],
    ['line separators', 'a\u2028b', 'a\\u2028b'],
    ['tag characters', `a${String.fromCodePoint(0xe_00_41)}b`, 'ab'],
  ])('keeps or shows %s', (_, raw, safe) => expect(sanitizeLogText(raw)).toEqual({ text: safe, cut: 0 }));

  it.each([
    ['a\tb', 'a       b'],
    ['\t', '        '],
    ['12345678\tx', '12345678        x'],
    ['日本\tx', '日本    x'],
    ['\u001B[31mab\u001B[0m\tx', '\u001B[31mab\u001B[0m      x'],
    ['a\tbc\td', 'a       bc      d'],
  ])('expands the tabs of %j by cells', (raw, safe) => expect(sanitizeLogText(raw).text).toBe(safe));
});

describe('O-LOGS-4: progress bars', () => {
  it.each([
    ['pull 10%\rpull 55%\rpull 100%', 'pull 100%'],
    ['done\r', 'done'],
    ['\r', ''],
    ['10%\r55%\r\r', '55%'],
  ])('%j shows its last state', (raw, safe) => expect(sanitizeLogText(raw).text).toBe(safe));
});

describe('O-TERMINAL-3: bidi and zero-width characters', () => {
  it('shows directional controls as text', () => {
    expect(sanitizeLogText('user \u202Egnp.exe\u202C ok').text).toBe(String.raw`user \u202egnp.exe\u202c ok`);
    expect(sanitizeLabel('shop\u2066')).toBe(String.raw`shop\u2066`);
  });

  it('finds the word that zero-width characters hid', () => {
    expect(sanitizeLogText('ad\u200Bmin').text).toBe('admin');
    expect(stripForSearch('ad\u200Bmin')).toBe('admin');
  });

  it('leaves a Hebrew line readable', () => {
    expect(sanitizeLogText('שגיאה 500').text).toBe('שגיאה 500');
  });
});

describe('a line that is too long', () => {
  it('is cut, and the length of the rest is told', () => {
    const { text, cut } = sanitizeLogText('x'.repeat(20_000));
    expect(text).toHaveLength(displayLimit);
    expect(cut).toBe(20_000 - displayLimit);
  });

  it('is not cut inside a character', () => {
    const { text, cut } = sanitizeLogText(`x${'😀'.repeat(10_000)}`);
    expect(text.isWellFormed()).toBe(true);
    expect(text.length + cut).toBe(20_001);
  });

  it('does not grow by tabs or escapes', () => {
    for (const hostile of ['\t', '\u0000', '\u001B[31mx']) {
      const { text, cut } = sanitizeLogText(hostile.repeat(10_000));
      expect(text.length).toBeLessThanOrEqual(displayLimit + 20);
      expect(cut).toBeGreaterThan(0);
    }
  });
});

/** Pieces that a hostile program would write. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001B',
        '\u001B[',
        '\u001B[8m',
        '\u001B[31m',
        '\u001B]8;;x\u0007',
        '\r',
        '\t',
        '\u009B',
        '\u202E',
        '\u200B',
        '\uD800',
        '\uDB40',
        '\uDC41',
        'm',
        ';',
        '38;5;',
      ),
      fc.string(),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''));

const allowedSgr = /\u001B\[(?:\d{1,3}(?:;\d{1,3})*)m/g;
const forbidden = /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

describe('whatever comes in', () => {
  it('only colours, bold, dim and underline come out as control characters', () => {
    fc.assert(
      fc.property(hostile, raw => {
        const { text } = sanitizeLogText(raw);
        expect(text.replace(allowedSgr, '')).not.toMatch(forbidden);
        for (const [sequence] of text.matchAll(allowedSgr)) {
          const codes = sequence.slice(2, -1).split(';').map(Number);
          if (!codes.includes(38) && !codes.includes(48))
            expect(codes.every(code => ![3, 5, 6, 7, 8].includes(code))).toBe(true);
        }
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('no colour leaks into the next line', () => {
    fc.assert(
      fc.property(hostile, raw => {
        const sequences = [...sanitizeLogText(raw).text.matchAll(allowedSgr)].map(([sequence]) => sequence);
        expect(sequences.at(-1) ?? reset).toMatch(/^\u001B\[(?:\d+;)*0m$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('what is safe stays as it is', () => {
    fc.assert(
      fc.property(hostile, raw => {
        const once = sanitizeLogText(raw).text;
        expect(sanitizeLogText(once).text).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a label is one line without any control character', () => {
    fc.assert(
      fc.property(hostile, raw => {
        const label = sanitizeLabel(raw);
        expect(label).not.toMatch(forbidden);
        expect(label.length).toBeLessThanOrEqual(labelLimit);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a label', () => {
  it.each([
    ['depotix-api-1', 'depotix-api-1'],
    ['\u001B[31mred\u001B[0m', 'red'],
    ['two\nlines\tand a tab', 'two lines and a tab'],
    ['\u001B]0;title\u0007', String.raw`␛]0;title\x07`],
  ])('%j is %j', (raw, safe) => expect(sanitizeLabel(raw)).toBe(safe));

  it('is cut with an ellipsis', () => {
    expect(sanitizeLabel('x'.repeat(600))).toBe(`${'x'.repeat(labelLimit - 1)}…`);
    expect(sanitizeLabel('abcdef', 4)).toBe('abc…');
  });
});

describe('the last words of an output', () => {
  it.each([
    ['curl: (7) failed\n', 'curl: (7) failed'],
    ['one\n\ntwo\r\nthree\n\n', 'two · three'],
    ['', ''],
    [' \n\t\n', ''],
  ])('%j are %j', (raw, words) => expect(lastWords(raw)).toBe(words));
});

it('searches text without its colours', () => {
  expect(stripForSearch('\u001B[31mER\u001B[1mROR\u001B[0m x')).toBe('ERROR x');
  expect(stripForSearch('plain')).toBe('plain');
});

it('has the width that is computed for it: no character whose width terminals disagree about', () => {
  expect(stringWidth(sanitizeLogText('⚠️ high').text)).toBe(6);
  expect(sanitizeLogText('👩‍💻 ok').text).toBe('👩💻 ok');
});
