/** One log line as rows: its columns, its text cut or wrapped to the width, its matches in reverse. */
import type { LogLine } from '../../model/log-line.ts';
import { sanitizeLabel, stripForSearch } from '../../model/sanitize.ts';
import type { MatchRange } from '../../store/log-search.ts';
import { cells, cutCells, cutRange, fit } from '../../ui/text.ts';
import type { Theme } from '../../ui/theme.ts';
import { levelLabel, levelPaint, lineTime, logColumns, tagPaint, type LogColumns } from './log-style.ts';

export interface LineStyle {
  readonly width: number;
  readonly theme: Theme;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  /** All services, in a lasting order, for the colours. */
  readonly services: readonly string[];
  /** More than one service in the pane: each line says whose it is. */
  readonly merged: boolean;
  /** No line gets more rows than this. */
  readonly mostRows: number;
}

export interface LineMarks {
  readonly cursor: boolean;
  readonly marked: boolean;
  /** In the text without colours. */
  readonly ranges: readonly MatchRange[];
}

export const noMarks: LineMarks = { cursor: false, marked: false, ranges: [] };

/** At least one row, each of at most `width` cells. */
export function lineRows(line: LogLine, marks: LineMarks, style: LineStyle): string[] {
  const { width, theme } = style;
  if (line.kind === 'note') return [ruledNote(line, marks, style)];
  const columns = logColumns(width, style.timestamps, style.merged ? style.services : []);
  const head = lineHead(line, columns, style);
  const room = width - 1 - cells(head);
  if (room < 1) return [fit(gutter(marks, theme) + head, width, 'left', '')];
  const rows = textRows(line, marks, room, style);
  const indent = ' '.repeat(cells(head));
  return rows.map((row, index) => (index === 0 ? gutter(marks, theme) + head + row : ` ${indent}${row}`));
}

/** "── died 01:06:58, exit 137 (OOM) · started again ──────": a line of the console itself. */
export function ruledNote(
  line: Pick<LogLine, 'text' | 'service'>,
  marks: Pick<LineMarks, 'cursor' | 'marked'>,
  { width, theme, merged }: Pick<LineStyle, 'width' | 'theme' | 'merged'>,
): string {
  const { horizontal, ellipsis } = theme.symbols;
  const said = merged && line.service !== '' ? `${sanitizeLabel(line.service)}: ${line.text}` : line.text;
  const text = fit(` ${said} `, Math.min(cells(said) + 2, Math.max(0, width - 3)), 'left', ellipsis.slice(0, 1));
  const rule = horizontal.repeat(Math.max(0, width - 3 - cells(text)));
  return fit(gutter(marks, theme) + theme.accent(horizontal.repeat(2) + text + rule), width, 'left', '');
}

function gutter({ cursor, marked }: Pick<LineMarks, 'cursor' | 'marked'>, theme: Theme): string {
  if (marked) return cursor ? theme.inverse('*') : theme.bold('*');
  return cursor ? theme.bold(theme.symbols.cursor) : ' ';
}

function lineHead(line: LogLine, { time, tag, level }: LogColumns, { theme, services }: LineStyle): string {
  const parts: string[] = [];
  if (time > 0) parts.push(theme.dim(lineTime(line.atMs, time)));
  if (tag > 0) {
    const name = fit(sanitizeLabel(line.service), tag, 'left', theme.symbols.ellipsis.slice(0, 1));
    parts.push(tagPaint(line.service, services, theme)(name));
  }
  if (level > 0) parts.push(levelPaint(line.level, theme)(levelLabel(line.level, level)));
  if (line.late) parts.push(theme.warn('late'));
  return parts.length === 0 ? '' : `${parts.join(' ')} `;
}

function textRows(line: LogLine, marks: LineMarks, room: number, style: LineStyle): string[] {
  const { theme } = style;
  const plain = stripForSearch(line.text);
  const mostRows = style.wrap ? Math.max(1, style.mostRows) : 1;
  // Of a long line only what can be seen is measured: widths of 16 KiB cost more than the whole frame.
  const limit = room * mostRows * 2 + 256;
  const colours = line.text.length !== plain.length && marks.ranges.length === 0 && theme.color;
  const styled = colours ? headOf(line.text, limit * 4) : paintText(plain.slice(0, limit), line, marks, theme);
  const size = cells(styled);
  const unseen = plain.length > limit || line.cut > 0;
  if (size <= room && !unseen) return [styled];
  if (!style.wrap) return [cutRow(styled, plain.length + line.cut, room, theme)];
  const rows: string[] = [];
  for (let from = 0; from < size && rows.length < mostRows; from += room) {
    rows.push(cutRange(styled, from, Math.min(from + room, size)));
  }
  const last = rows.at(-1);
  if (last !== undefined && (unseen || size > room * mostRows)) {
    const shown = rows.slice(0, -1).reduce((sum, row) => sum + stripForSearch(row).length, 0);
    rows[rows.length - 1] = cutRow(last, plain.length + line.cut - shown, room, theme);
  }
  return rows;
}

/** Ends in "…+120": so many characters are not shown. */
function cutRow(styled: string, length: number, room: number, theme: Theme): string {
  const mark = theme.symbols.ellipsis.slice(0, 1);
  let told = mark;
  let shown = cutCells(styled, room - cells(told));
  // The number takes room from the text, which makes the number larger.
  const rounds = room < 12 ? 0 : 2;
  for (let round = 0; round < rounds; round += 1) {
    told = `${mark}+${(length - stripForSearch(shown).length).toLocaleString('en-US')}`;
    shown = cutCells(styled, Math.max(0, room - cells(told)));
  }
  return shown + theme.dim(told);
}

/** The beginning, cut at no escape sequence. */
function headOf(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/\u001B[^m]*$/, '');
}

function paintText(plain: string, line: LogLine, { ranges }: LineMarks, theme: Theme): string {
  const paint = line.level === 'info' ? (text: string) => text : levelPaint(line.level, theme);
  const pieces: string[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start < at || start >= plain.length) continue;
    pieces.push(plain.slice(at, start), theme.inverse(plain.slice(start, end)));
    at = Math.min(end, plain.length);
  }
  return paint(pieces.join('') + plain.slice(at));
}
