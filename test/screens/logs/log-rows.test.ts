import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/model/log-line.ts';
import { sanitizeLogText } from '../../../src/model/sanitize.ts';
import { lineRows, noMarks, ruledNote, type LineMarks, type LineStyle } from '../../../src/screens/logs/line-rows.ts';
import { cells } from '../../../src/ui/text.ts';
import { createTheme } from '../../../src/ui/theme.ts';
import { noColor } from '../../helpers/frame.ts';
import { logStart } from '../../helpers/log-records.ts';

const colored = createTheme({ color: true, ascii: false });
const style: LineStyle = {
  width: 80,
  theme: noColor,
  wrap: false,
  timestamps: true,
  services: ['api', 'caddy', 'postgres', 'web'],
  merged: true,
  mostRows: 10,
};

function aLine(text: string, changes: Partial<LogLine> = {}): LogLine {
  return {
    sequence: 1,
    atMs: logStart + 871,
    nanos: 0,
    containerId: 'api-1',
    service: 'api',
    stream: 'stdout',
    text,
    cut: 0,
    level: 'info',
    late: false,
    kind: 'line',
    ...changes,
  };
}

function rowsOf(
  text: string,
  changes: Partial<LogLine> = {},
  with_: Partial<LineStyle> = {},
  marks: Partial<LineMarks> = {},
): string[] {
  return lineRows(aLine(text, changes), { ...noMarks, ...marks }, { ...style, ...with_ });
}

describe('a line', () => {
  it.each<[string, string, string, Partial<LogLine>, Partial<LineStyle>]>([
    ['with all its columns', 'started', ' 10:00:00.871 api      INFO  started', {}, {}],
    ['of one service', 'started', ' 10:00:00.871 INFO  started', {}, { merged: false }],
    ['without the time', 'started', ' api      INFO  started', {}, { timestamps: false }],
    ['with no level', 'started', ' 10:00:00.871 api            started', { level: 'unknown' }, {}],
    ['that came late', 'started', ' 10:00:00.871 api      INFO  late started', { late: true }, {}],
    ['in 70 cells', 'started', ' 10:00:00 api      E started', { level: 'error' }, { width: 70 }],
    ['in 38 cells', 'started', ' post… E started', { level: 'error', service: 'postgres' }, { width: 38 }],
    ['of nothing', '', ' 10:00:00.871 api      INFO  ', {}, {}],
  ])('%s', (_what, text, row, changes, with_) => {
    expect(rowsOf(text, changes, with_)).toEqual([row]);
  });

  it('that is cut says how much of it is not shown', () => {
    const [row = ''] = rowsOf('0123456789'.repeat(30));
    expect(row).toMatch(/^ 10:00:00\.871 api {6}INFO {2}(\d+)…\+\d+$/);
    expect(cells(row)).toBe(80);
    const [, shown = '', hidden = ''] = /INFO {2}(\d+)…\+(\d+)$/.exec(row) ?? [];
    expect(shown.length + Number(hidden)).toBe(300);
  });

  it('that was too long to be kept whole says so too', () => {
    expect(rowsOf('short', { cut: 1_000_000 })[0]).toMatch(/short…\+1,000,000$/);
  });

  it('wrapped goes on under its text, down to its last character', () => {
    const rows = rowsOf('abcdefghij'.repeat(12), {}, { wrap: true, width: 60 });
    expect(rows).toEqual([
      ` 10:00:00 api      I ${'abcdefghij'.repeat(4).slice(0, 39)}`,
      `                     ${'abcdefghij'.repeat(9).slice(39, 78)}`,
      `                     ${'abcdefghij'.repeat(12).slice(78, 117)}`,
      `                     hij`,
    ]);
  });

  it('wrapped takes no more rows than there are, and says what is left', () => {
    const rows = rowsOf('x'.repeat(5000), {}, { wrap: true, width: 60, mostRows: 3 });
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatch(/x…\+4,8\d\d$/);
  });

  it('shows matches in reverse, colours or not', () => {
    const inverse = '\u001B[7m502\u001B[27m';
    expect(rowsOf('GET / 502', {}, {}, { ranges: [[6, 9]] })[0]).toContain(`GET / ${inverse}`);
    expect(rowsOf('\u001B[31mGET / 502\u001B[0m', {}, { theme: colored }, { ranges: [[6, 9]] })[0]).toContain(
      `GET / ${inverse}`,
    );
  });

  it('keeps its own colours where there is no match in it, and none under NO_COLOR', () => {
    expect(rowsOf('\u001B[35mviolet\u001B[0m', {}, { theme: colored })[0]).toContain('\u001B[35mviolet');
    expect(rowsOf('\u001B[35mviolet\u001B[0m', {}, {})[0]).toBe(' 10:00:00.871 api      INFO  violet');
  });

  it.each<[Partial<LineMarks>, string]>([
    [{ cursor: true }, '▸'],
    [{ marked: true }, '*'],
    [{ cursor: true, marked: true }, '\u001B[7m*\u001B[27m'],
  ])('with %j begins with its sign', (marks, sign) => {
    expect(rowsOf('x', {}, {}, marks)[0]?.startsWith(sign)).toBe(true);
  });

  it('has the colour of its service, another one for each', () => {
    const tags = style.services.map(
      service =>
        /\u001B\[(\d+)m(?:api|caddy|postgres|web)/.exec(rowsOf('x', { service }, { theme: colored })[0] ?? '')?.[1],
    );
    expect(new Set(tags).size).toBe(4);
    expect(tags).not.toContain('31');
  });
});

describe('a note', () => {
  it('is ruled over the width', () => {
    const row = ruledNote({ text: 'died 01:06:58, exit 137 (OOM)', service: 'api' }, noMarks, style);
    expect(row).toBe(` ── api: died 01:06:58, exit 137 (OOM) ${'─'.repeat(41)}`);
    expect(cells(row)).toBe(80);
  });

  it('of one service does not repeat its name', () => {
    expect(rowsOf('stream re-attached', { kind: 'note' }, { merged: false })[0]).toMatch(/^ ── stream re-attached ─+$/);
  });
});

describe('the width', () => {
  it.each(['日本語ログ: 500', '👩‍💻 ok', '⚠️ high', '🇩🇪', 'e\u0301té', 'שגיאה 500'])(
    'of %s is never passed, and no character is halved (O-TERMINAL-2, O-TERMINAL-3)',
    text => {
      for (let width = 1; width <= 40; width += 1) {
        for (const wrap of [true, false]) {
          for (const row of rowsOf(sanitizeLogText(text.repeat(6)).text, {}, { width, wrap })) {
            expect(cells(row)).toBeLessThanOrEqual(width);
            expect(row.isWellFormed()).toBe(true);
          }
        }
      }
    },
  );

  it('holds for any text of any log at any size', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001B[31m',
        '\u001B[0m',
        '\u001B]8;;http://x\u0007',
        '\r',
        '\t',
        '\u202E',
        '\u200B',
        '日本',
        '👩‍💻',
      ),
    );
    const input = fc.record({
      text: fc.array(piece, { maxLength: 30 }).map(parts => sanitizeLogText(parts.join('')).text),
      width: fc.integer({ min: 1, max: 130 }),
      wrap: fc.boolean(),
      color: fc.boolean(),
      late: fc.boolean(),
      ranges: fc.constantFrom<LineMarks['ranges']>(
        [],
        [[0, 3]],
        [
          [2, 5],
          [7, 400],
        ],
      ),
    });
    fc.assert(
      fc.property(input, ({ text, width, wrap, color, late, ranges }) => {
        const rows = rowsOf(text, { late }, { width, wrap, theme: color ? colored : noColor }, { ranges });
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(cells(row)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 400 },
    );
  });
});
