/** The body of a screen: panes one below the other, or only the focused one where there is no room. */
import { innerWidth, singlePane, stackedPanes } from '../ui/pane.ts';
import { visibleWindow } from '../ui/scroll-window.ts';
import { shareRows } from '../ui/share-rows.ts';
import type { Theme } from '../ui/theme.ts';

export interface BodyArea {
  readonly width: number;
  readonly height: number;
  /** One pane at a time. */
  readonly single: boolean;
}

export interface PaneSize {
  /** Cells inside. */
  readonly width: number;
  /** Rows inside. */
  readonly height: number;
}

export interface PaneContent {
  readonly title: string;
  readonly note?: string;
  readonly rows: readonly string[];
  /** Written into the border below, where the pane is the last one. */
  readonly bottom?: string;
  /** How far it can be scrolled. */
  readonly extent?: number;
}

interface PanePlan {
  readonly least: number;
  readonly want: number;
  /** Who is served first when rows are short: the lowest. The highest takes what is left. */
  readonly turn: number;
  readonly make: (size: PaneSize) => PaneContent;
}

export interface Body {
  /** Rows above the panes, left out where one pane has all the room. */
  readonly above: readonly string[];
  readonly panes: readonly PanePlan[];
}

/** The size of each pane inside its borders, in the order of the panes. */
export function paneSizes({ above, panes }: Body, { width, height, single }: BodyArea): readonly PaneSize[] {
  if (single) {
    const framed = height >= 3 && width >= 8;
    return panes.map(() => ({ width: framed ? innerWidth(width) : width, height: framed ? height - 2 : height }));
  }
  const turns = panes.map((pane, index) => ({ pane, index })).toSorted((a, b) => a.pane.turn - b.pane.turn);
  const shares = shareRows(
    height - above.length - panes.length - 1,
    turns.map(({ pane }) => pane),
  );
  return panes.map((_, index) => ({
    width: innerWidth(width),
    height: shares[turns.findIndex(turn => turn.index === index)] ?? 0,
  }));
}

export function bodyRows(body: Body, focused: number, area: BodyArea, theme: Theme): string[] {
  const sizes = paneSizes(body, area);
  const content = (index: number): PaneContent => {
    const size = sizes[index] ?? { width: 0, height: 0 };
    return body.panes[index]?.make(size) ?? { title: '', rows: [] };
  };
  if (area.single) {
    const pane = content(Math.min(focused, body.panes.length - 1));
    return singlePane({ ...pane, focused: true }, { ...area, theme }, pane.bottom);
  }
  const contents = body.panes.map((_, index) => content(index));
  const panes = contents.map((pane, index) => ({
    ...pane,
    height: sizes[index]?.height ?? 0,
    focused: index === focused,
  }));
  return [...body.above, ...stackedPanes(panes, { width: area.width, theme }, contents.at(-1)?.bottom)];
}

/** The part of the rows that is in sight at a scroll offset, and how far one can go. */
export function scrolled(
  rows: readonly string[],
  height: number,
  offset: number,
): { rows: readonly string[]; extent: number } {
  const { start, end } = visibleWindow(rows.length, height, offset);
  return { rows: rows.slice(start, end), extent: Math.max(0, rows.length - height) };
}
