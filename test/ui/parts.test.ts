import { array, assert, integer, property, string } from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { gauge, graphRows, sparkline } from '../../src/ui/gauge.ts';
import { overlayDialog } from '../../src/ui/overlay.ts';
import { stackedPanes } from '../../src/ui/pane.ts';
import { visibleWindow, windowAround } from '../../src/ui/scroll-window.ts';
import { tableRows, type Column } from '../../src/ui/table-rows.ts';
import { createTheme } from '../../src/ui/theme.ts';

const theme = createTheme({ color: false, ascii: false });
const ascii = createTheme({ color: false, ascii: true });

describe('visibleWindow', () => {
  it.each([
    [10, 4, 0, [0, 4, 0, 6]],
    [10, 4, 8, [6, 10, 6, 0]],
    [3, 4, 2, [0, 3, 0, 0]],
    [0, 4, 0, [0, 0, 0, 0]],
    [10, 0, 3, [3, 3, 3, 7]],
  ])('shows of %d rows in %d from %d: start, end, above, below = %j', (count, height, offset, expected) => {
    const { start, end, above, below } = visibleWindow(count, height, offset);
    expect([start, end, above, below]).toEqual(expected);
  });

  it('keeps the cursor in sight', () => {
    for (let cursor = 0; cursor < 20; cursor += 1) {
      const { start, end } = windowAround(20, 5, cursor);
      expect(cursor).toBeGreaterThanOrEqual(start);
      expect(cursor).toBeLessThan(end);
    }
  });
});

describe('gauge', () => {
  it.each([
    [0, '░░░░░░░░░░'],
    [1, '█░░░░░░░░░'],
    [50, '█████░░░░░'],
    [99.9, '█████████░'],
    [100, '██████████'],
    [130, '██████████'],
    [null, '░░░░░░░░░░'],
  ])('draws %s %% as %s', (percent, expected) => {
    expect(gauge(percent, 10, theme)).toBe(expected);
  });
});

describe('sparkline', () => {
  it('gives each value a cell and leaves gaps empty', () => {
    expect(sparkline([null, 1, null, 8], theme, 8)).toBe(' ▁ █');
  });

  it('takes the largest value for its top where none is given, and never divides by nothing', () => {
    expect(sparkline([2, 4], theme)).toBe('▄█');
    expect(sparkline([0, 0], theme)).toBe('▁▁');
  });

  it('has an ASCII form', () => {
    expect(sparkline([0, 4, 8], ascii, 8)).toBe('_.#');
  });

  it('stacks rows for a higher curve', () => {
    expect(graphRows([0, 8, 16], 2, theme, 16)).toEqual(['  █', '▁██']);
  });
});

interface Fruit {
  readonly name: string;
  readonly count: number;
}

const columns: readonly Column<Fruit>[] = [
  { title: 'NAME', rank: 0, min: 4, cell: row => row.name },
  { title: 'COUNT', rank: 2, align: 'right', cell: row => String(row.count) },
  { title: 'NOTE', rank: 1, min: 6, cell: () => 'a long remark' },
];
const fruits: readonly Fruit[] = [
  { name: 'apple', count: 7 },
  { name: 'pomegranate', count: 12 },
];

describe('tableRows', () => {
  it('aligns its columns', () => {
    const { header, rows } = tableRows(columns, fruits, { width: 34, theme });
    expect([header, ...rows]).toEqual([
      'NAME         COUNT  NOTE          ',
      'apple            7  a long remark ',
      'pomegranate     12  a long remark ',
    ]);
  });

  it('shrinks before it drops a column, the less important one first', () => {
    expect(tableRows(columns, fruits, { width: 20, theme }).rows[1]).toBe('pomegr…    12 a lon…');
  });

  it('drops the least important column, never one of rank 0', () => {
    expect(tableRows(columns, fruits, { width: 14, theme }).header).toBe('NAME    NOTE  ');
    expect(tableRows(columns, fruits, { width: 3, theme }).rows[1]).toBe('po…');
  });

  it('is exactly as wide as asked, whatever the content', () => {
    assert(
      property(
        array(string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 5 }),
        integer({ min: 1, max: 60 }),
        (names, width) => {
          const data = names.map(name => ({ name: name.replaceAll(/\p{C}/gu, ''), count: 1 }));
          const { header, rows } = tableRows(columns, data, { width, theme });
          for (const row of [header, ...rows]) expect(stringWidth(row)).toBe(width);
        },
      ),
    );
  });
});

describe('stackedPanes', () => {
  it('shares the borders and writes titles, notes and the bottom into them', () => {
    const rows = stackedPanes(
      [
        {
          title: 'Services',
          note: '2 of 4',
          rows: ['web', '日本語ログ: 500 too wide for it'],
          height: 2,
          focused: true,
        },
        { title: 'Log', rows: [], height: 1, focused: false },
      ],
      { width: 24, theme },
      'following',
    );
    expect(rows).toEqual([
      '┌ Services ─── 2 of 4 ─┐',
      '│ web                  │',
      '│ 日本語ログ: 500 too …│',
      '├ Log ─────────────────┤',
      '│                      │',
      '└ following ───────────┘',
    ]);
  });

  it('never grows wider than asked', () => {
    for (let width = 1; width < 40; width += 1) {
      const panes = [
        { title: 'What is wrong', note: 'Enter: details', rows: ['x'.repeat(80)], height: 1, focused: false },
      ];
      for (const row of stackedPanes(panes, { width, theme }, 'following')) expect(stringWidth(row)).toBe(width);
    }
  });
});

describe('overlayDialog', () => {
  it('lies in the middle and leaves the rest of the frame as it was', () => {
    const frame = ['日本語日本語', '日本語日本語', '日本語日本語', 'plain below '];
    const rows = overlayDialog(
      frame,
      { title: '', rows: ['hi'], bottom: '', width: 6 },
      { columns: 12, rows: 4, theme },
    );
    expect(rows).toEqual(['日 ┌────┐ 語', '日 │ hi │ 語', '日 └────┘ 語', 'plain below ']);
  });

  it('fits any screen', () => {
    for (let size = 1; size < 12; size += 1) {
      const frame = Array.from({ length: size }, () => '.'.repeat(size));
      const rows = overlayDialog(
        frame,
        { title: 'Keys', rows: ['a', 'b'], bottom: 'Esc', width: 40 },
        { columns: size, rows: size, theme },
      );
      expect(rows).toHaveLength(size);
      for (const row of rows) expect(stringWidth(row)).toBe(size);
    }
  });
});
