/** How a test reads the console's screen: panes, rows, the log's counters, and whether the frame is whole. */
import type { Terminal } from './terminal.ts';

const opening = '┌├└+';
const closing = '┐┤┘+';

/**
 * What is wrong with the frame: a row that is torn, wrapped or scrolled shows in the border, which must stand in the
 * last column of every row from the first pane to the last. Empty when it is whole.
 */
export function frameFaults(terminal: Terminal): string[] {
  const rows = terminal.screen();
  const top = rows.findIndex(row => '┌+'.includes(row[0] ?? ' '));
  const bottom = rows.findLastIndex(row => '└+'.includes(row[0] ?? ' '));
  if (rows[0]?.trim() === '') return ['the header is empty'];
  if (rows.at(-1)?.trim() === '') return ['the footer is empty'];
  if (top < 0 || bottom <= top) return [`no pane: it opens at row ${top} and closes at row ${bottom}`];
  if (bottom !== rows.length - 2) return [`the last pane ends at row ${bottom} of ${rows.length}`];
  return rows.flatMap((row, index) => {
    if (index < top || index > bottom) return [];
    const left = terminal.cell(index, 0);
    const right = terminal.cell(index, terminal.columns() - 1);
    const isEdge = opening.includes(left) && closing.includes(right);
    const isInside = '│|'.includes(left) && '│|'.includes(right);
    return isEdge || isInside ? [] : [`row ${index} is not closed ("${left}" … "${right}"): ${row}`];
  });
}

export function isWhole(terminal: Terminal): boolean {
  return frameFaults(terminal).length === 0;
}

/** "following · 3 new · 0 trimmed · 270 held of 270" of the log pane. */
export interface LogCounters {
  readonly mode: string;
  readonly fresh: number;
  readonly trimmed: number;
  readonly held: number;
  readonly received: number;
}

export function logCounters(screen: string): LogCounters | null {
  const row = screen.split('\n').findLast(line => line.startsWith('└') || line.startsWith('+')) ?? '';
  const number = (name: RegExp): number => Number((name.exec(row)?.[1] ?? '-1').replaceAll(',', ''));
  const mode = /\b(following|paused)\b/.exec(row)?.[1];
  if (mode === undefined) return null;
  return {
    mode,
    fresh: number(/([\d,]+) new/),
    trimmed: number(/([\d,]+) trimmed/),
    held: number(/([\d,]+) held/),
    received: number(/held of ([\d,]+)/),
  };
}

/** The rows of the pane whose title begins so, without its borders. */
export function paneRows(screen: string, title: string): string[] {
  const rows = screen.split('\n');
  const top = rows.findIndex(row => '┌├'.includes(row[0] ?? ' ') && row.slice(2).startsWith(title));
  if (top < 0) return [];
  const inside = rows.slice(top + 1);
  const end = inside.findIndex(row => '├└'.includes(row[0] ?? ' '));
  return inside.slice(0, end).map(row => row.slice(1, -1).trim());
}

/** The row of a service in the table of the screen, or undefined. */
export function serviceRow(screen: string, service: string): string | undefined {
  return paneRows(screen, 'Services').find(row => new RegExp(`^▸?\\S ${service}\\s`).test(row));
}

/** The first line of "What is wrong". */
export function firstFinding(screen: string): string {
  return paneRows(screen, 'What is wrong')[0] ?? '';
}
