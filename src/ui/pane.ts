/** Frames around panes: stacked panes share their borders, the title is in the upper one. */
import { cells, cutCells, fit } from './text.ts';
import type { Theme } from './theme.ts';

export interface Pane {
  readonly title: string;
  /** At the right end of the title's border: a hint, a count. */
  readonly note?: string;
  readonly focused: boolean;
  /** Rows inside; cut or filled up to the pane's height. */
  readonly rows: readonly string[];
  /** Rows inside, borders not counted. */
  readonly height: number;
}

export interface PaneStyle {
  readonly width: number;
  readonly theme: Theme;
}

/** Cells inside a frame of `width`: two borders and one space on the left. */
export function innerWidth(width: number): number {
  return Math.max(0, width - 3);
}

/** Rows of the panes one below the other, `sum(height) + panes + 1` of them; `bottom` is written into the last border. */
export function stackedPanes(panes: readonly Pane[], style: PaneStyle, bottom = ''): string[] {
  const rows = panes.flatMap((pane, index) => [
    border(index === 0 ? 'top' : 'middle', pane.title, pane.note ?? '', pane.focused, style),
    ...Array.from({ length: pane.height }, (_, row) => side(pane.rows[row] ?? '', style)),
  ]);
  rows.push(border('bottom', bottom, '', false, style));
  return rows;
}

function border(
  place: 'top' | 'middle' | 'bottom',
  title: string,
  note: string,
  focused: boolean,
  { width, theme }: PaneStyle,
): string {
  const { symbols } = theme;
  const ends = {
    top: [symbols.topLeft, symbols.topRight],
    middle: [symbols.teeLeft, symbols.teeRight],
    bottom: [symbols.bottomLeft, symbols.bottomRight],
  }[place];
  const [left = '', right = ''] = ends;
  if (width < 2) return cutCells(left, width);
  const room = width - 2;
  const paintTitle = focused ? (text: string) => theme.accent(theme.bold(text)) : (text: string) => text;
  const label = title === '' || room < 4 ? '' : ` ${fitLabel(title, room - 2, symbols.ellipsis)} `;
  const labelRoom = room - cells(label);
  const remark = note === '' || cells(note) + 4 > labelRoom ? '' : ` ${note} ${symbols.horizontal}`;
  const line = symbols.horizontal.repeat(Math.max(0, labelRoom - cells(remark)));
  return theme.dim(left) + paintTitle(label) + theme.dim(line + remark + right);
}

function fitLabel(title: string, width: number, ellipsis: string): string {
  return cells(title) > width ? fit(title, width, 'left', ellipsis) : title;
}

function side(row: string, { width, theme }: PaneStyle): string {
  const { vertical, ellipsis } = theme.symbols;
  if (width < 2) return cutCells(vertical, width);
  if (width < 4) return theme.dim(vertical) + ' '.repeat(width - 2) + theme.dim(vertical);
  return `${theme.dim(vertical)} ${fit(row, innerWidth(width), 'left', ellipsis.slice(0, 1))}${theme.dim(vertical)}`;
}

export interface PaneArea {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Only the focused pane in all of the area: with a frame where there is room for one, else its bare rows. */
export function singlePane(pane: Omit<Pane, 'height'>, { width, height, theme }: PaneArea, bottom = ''): string[] {
  if (height >= 3 && width >= 8) return stackedPanes([{ ...pane, height: height - 2 }], { width, theme }, bottom);
  return Array.from({ length: height }, (_, row) =>
    fit(pane.rows[row] ?? '', width, 'left', theme.symbols.ellipsis.slice(0, 1)),
  );
}
