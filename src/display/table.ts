/** Columns aligned by terminal cells. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * One string a row, the titles first, two spaces between columns, nothing at the end of a row. Cells may hold colours.
 * Nothing is cut: a pipe has no width, and a cut name can't be copied.
 */
export function tableRows(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [columns.map(column => column.title), ...rows];
  const widths = columns.map((_, index) => Math.max(...all.map(row => cells(row[index] ?? ''))));
  return all.map(row =>
    columns
      .map((column, index) => pad(row[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - cells(text)));
  return align === 'left' ? text + space : space + text;
}

function cells(text: string): number {
  return stringWidth(stripVTControlCharacters(text));
}
