/** Which lines stand in the pane: the newest while following, else those around the marked one. */
import type { LogLine } from '../../model/log-line.ts';
import { stripForSearch } from '../../model/sanitize.ts';
import type { LineMatcher } from '../../store/log-search.ts';
import type { LogFilter, LogPage } from '../../store/log-page.ts';
import type { LogStore } from '../../store/log-store.ts';
import type { LogView } from '../../store/log-view.ts';
import { lineRows, ruledNote, type LineStyle } from './line-rows.ts';

export interface LogSight {
  readonly logs: LogStore;
  readonly view: LogView;
  readonly scope: string | null;
  readonly filter: LogFilter;
  /** Of `/`: its matches are shown in reverse. */
  readonly matcher: LineMatcher | null;
  readonly style: LineStyle;
  /** Rows. */
  readonly height: number;
}

export interface LogLayout {
  readonly rows: readonly string[];
  /** The lines that are in sight, oldest first. */
  readonly lines: readonly LogLine[];
  /** Nothing that is held comes before them. */
  readonly atStart: boolean;
  /** Sequence of the marked line; null while following. */
  readonly cursor: number | null;
}

interface Laid extends LogLayout {
  /** Of the uppermost line only the last rows are in sight: not its first, which carries the mark. */
  readonly topCut: boolean;
}

export function layOutLog(given: LogSight): LogLayout {
  const { view, height } = given;
  if (height <= 0) return { rows: [], lines: [], atStart: true, cursor: null };
  if (view.follow || view.anchor === null) return withStart(layBack(given, null), given);
  // What is drawn and what the keys go on from must be the same line.
  const sight = { ...given, view: { ...view, cursor: shownCursor(given) } };
  return withStart(layPaused(sight, view.anchor), sight);
}

function layPaused(sight: LogSight, anchor: number): Laid {
  const { cursor } = sight.view;
  // What stood at the bottom may be gone by now: then the marked line, else the oldest that is left.
  if (!sight.logs.has(anchor)) return cursor === null ? layForward(sight, null) : filled(sight, layBack(sight, cursor));
  const as = filled(sight, layBack(sight, anchor));
  return cursor === null || isInSight(as, cursor) ? as : around(sight, as, cursor);
}

/** The marked line or, where a filter hides it, the nearest before it that is shown; null: it is not held any more. */
function shownCursor({ logs, view, scope, filter }: LogSight): number | null {
  const marked = [view.cursor, view.anchor].find(sequence => sequence !== null && logs.has(sequence)) ?? null;
  if (marked === null) return null;
  const near = { service: scope, filter, start: marked, inclusive: true, count: 1 };
  const before = logs.page({ ...near, direction: 'back' }).lines[0];
  return (before ?? logs.page({ ...near, direction: 'forward' }).lines[0])?.sequence ?? null;
}

/** Near the beginning of the log there are not enough lines above: those below fill the pane. */
function filled(sight: LogSight, layout: Laid): Laid {
  const first = layout.lines[0];
  if (layout.rows.length >= sight.height || first === undefined) return layout;
  return { ...layForward(sight, first.sequence), atStart: layout.atStart };
}

/** The least move that brings the cursor into sight; from far away it comes to stand in the upper third. */
function around(sight: LogSight, layout: Laid, cursor: number): Laid {
  const { height, view } = sight;
  const below = page(sight, view.anchor, 'forward', height);
  if (below.lines.some(line => line.sequence === cursor)) return filled(sight, layBack(sight, cursor));
  const top = layout.lines[0]?.sequence ?? null;
  if (top === cursor) return layForward(sight, cursor);
  const above = top === null ? null : page(sight, top, 'back', height);
  if (above?.lines.some(line => line.sequence === cursor) === true) return layForward(sight, cursor);
  return layForward(sight, contextStart(sight, cursor));
}

/** The line from which on at most a third of the pane stands above the cursor: a wrapped line may be as high as the pane. */
function contextStart(sight: LogSight, cursor: number): number {
  const room = Math.floor(sight.height / 3);
  const { lines } = page(sight, cursor, 'back', room);
  const drawn = draw(lines, sight);
  let first = lines.length;
  for (let rows = 0; first > 0; first -= 1) {
    rows += drawn[first - 1]?.length ?? 0;
    if (rows > room) break;
  }
  return lines[first]?.sequence ?? cursor;
}

function isInSight({ lines, topCut }: Laid, sequence: number): boolean {
  const at = lines.findIndex(line => line.sequence === sequence);
  return topCut ? at > 0 : at >= 0;
}

function page(
  { logs, scope, filter }: LogSight,
  start: number | null,
  direction: 'back' | 'forward',
  count: number,
): LogPage {
  return logs.page({ service: scope, filter, start, inclusive: false, direction, count });
}

function layBack(sight: LogSight, bottom: number | null): Laid {
  const { logs, scope, filter, height } = sight;
  const { lines, ended } = logs.page({
    service: scope,
    filter,
    start: bottom,
    inclusive: true,
    direction: 'back',
    count: height,
  });
  const drawn = draw(lines, sight);
  let first = lines.length;
  for (let count = 0; first > 0 && count < height; count += drawn[first]?.length ?? 0) first -= 1;
  const rows = drawn.slice(first).flat();
  return {
    rows: rows.slice(-height),
    topCut: rows.length > height,
    lines: lines.slice(first),
    atStart: ended && first === 0,
    cursor: cursorOf(sight),
  };
}

function layForward(sight: LogSight, top: number | null): Laid {
  const { logs, scope, filter, height } = sight;
  const { lines } = logs.page({
    service: scope,
    filter,
    start: top,
    inclusive: true,
    direction: 'forward',
    count: height,
  });
  const drawn = draw(lines, sight);
  const rows: string[] = [];
  let end = 0;
  while (end < lines.length && rows.length < height) {
    rows.push(...(drawn[end] ?? []));
    end += 1;
  }
  // The newest lines do not fill the pane: those before them do.
  const last = lines.at(-1);
  if (rows.length < height && top !== null && last !== undefined) return layBack(sight, last.sequence);
  return {
    rows: rows.slice(0, height),
    topCut: false,
    lines: lines.slice(0, end),
    atStart: top === null,
    cursor: cursorOf(sight),
  };
}

/** Rows of each line. */
function draw(lines: readonly LogLine[], sight: LogSight): string[][] {
  const { view, matcher, style } = sight;
  const marks = new Set(view.marks);
  const ranges =
    matcher === null || view.inverse
      ? []
      : matcher.ranges(lines.map(line => (line.kind === 'note' ? '' : stripForSearch(line.text))));
  const cursor = cursorOf(sight);
  return lines.map((line, index) =>
    lineRows(
      line,
      { cursor: line.sequence === cursor, marked: marks.has(line.sequence), ranges: ranges[index] ?? [] },
      style,
    ),
  );
}

function cursorOf({ view }: LogSight): number | null {
  return view.follow ? null : view.cursor;
}

/** Where the held lines begin and there is room, it is said what was before. */
function withStart(layout: LogLayout, { logs, scope, height, style, filter }: LogSight): LogLayout {
  const { trimmed } = logs.counters(scope);
  if (!layout.atStart || layout.rows.length >= height || trimmed === 0 || filter.sinceMs !== null) return layout;
  const text = `${trimmed.toLocaleString('en-US')} lines before are not kept any more`;
  const note = ruledNote({ text, service: '' }, { cursor: false, marked: false }, style);
  return { ...layout, rows: [note, ...layout.rows] };
}
