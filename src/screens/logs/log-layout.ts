/** Which lines stand in the pane: the newest while following, else those around the marked one. */
import type { LogLine } from '../../model/log-line.ts';
import { stripForSearch } from '../../model/sanitize.ts';
import type { LineMatcher } from '../../store/log-search.ts';
import type { LogFilter, LogPage, LogStore } from '../../store/log-store.ts';
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
}

const nothing: LogLayout = { rows: [], lines: [], atStart: true };

export function layOutLog(sight: LogSight): LogLayout {
  const { view, logs, height } = sight;
  if (height <= 0) return nothing;
  if (view.follow || view.anchor === null) return withStart(layBack(sight, null), sight);
  const { cursor } = view;
  const isHeld = cursor !== null && logs.has(cursor);
  // What stood at the bottom may be gone by now: then the marked line, else the oldest that is left.
  if (!logs.has(view.anchor))
    return withStart(isHeld ? filled(sight, layBack(sight, cursor)) : layForward(sight, null), sight);
  const as = filled(sight, layBack(sight, view.anchor));
  if (!isHeld || cursor === view.anchor || isInSight(as, cursor)) return withStart(as, sight);
  return withStart(around(sight, as, cursor), sight);
}

/** Near the beginning of the log there are not enough lines above: those below fill the pane. */
function filled(sight: LogSight, layout: LogLayout): LogLayout {
  const first = layout.lines[0];
  if (layout.rows.length >= sight.height || first === undefined) return layout;
  return { ...layForward(sight, first.sequence), atStart: layout.atStart };
}

/** The least move that brings the cursor into sight; from far away it comes to stand in the upper third. */
function around(sight: LogSight, layout: LogLayout, cursor: number): LogLayout {
  const { height, view } = sight;
  const below = page(sight, view.anchor, 'forward', height);
  if (below.lines.some(line => line.sequence === cursor)) return filled(sight, layBack(sight, cursor));
  const top = layout.lines[0]?.sequence ?? null;
  const above = top === null ? null : page(sight, top, 'back', height);
  if (above?.lines.some(line => line.sequence === cursor) === true) return layForward(sight, cursor);
  const context = page(sight, cursor, 'back', Math.floor(height / 3));
  return layForward(sight, context.lines[0]?.sequence ?? cursor);
}

function isInSight({ lines }: LogLayout, sequence: number): boolean {
  return lines.some(line => line.sequence === sequence);
}

function page(
  { logs, scope, filter }: LogSight,
  start: number | null,
  direction: 'back' | 'forward',
  count: number,
): LogPage {
  return logs.page({ service: scope, filter, start, inclusive: false, direction, count });
}

function layBack(sight: LogSight, bottom: number | null): LogLayout {
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
  return { rows: drawn.slice(first).flat().slice(-height), lines: lines.slice(first), atStart: ended && first === 0 };
}

function layForward(sight: LogSight, top: number | null): LogLayout {
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
  return { rows: rows.slice(0, height), lines: lines.slice(0, end), atStart: top === null };
}

/** Rows of each line. */
function draw(lines: readonly LogLine[], { view, matcher, style }: LogSight): string[][] {
  const marks = new Set(view.marks);
  const ranges =
    matcher === null || view.inverse
      ? []
      : matcher.ranges(lines.map(line => (line.kind === 'note' ? '' : stripForSearch(line.text))));
  const cursor = view.follow ? null : (view.cursor ?? view.anchor);
  return lines.map((line, index) =>
    lineRows(
      line,
      { cursor: line.sequence === cursor, marked: marks.has(line.sequence), ranges: ranges[index] ?? [] },
      style,
    ),
  );
}

/** Where the held lines begin and there is room, it is said what was before. */
function withStart(layout: LogLayout, { logs, scope, height, style, filter }: LogSight): LogLayout {
  const { trimmed } = logs.counters(scope);
  if (!layout.atStart || layout.rows.length >= height || trimmed === 0 || filter.sinceMs !== null) return layout;
  const text = `${trimmed.toLocaleString('en-US')} lines before are not kept any more`;
  const note = ruledNote({ text, service: '' }, { cursor: false, marked: false }, style);
  return { ...layout, rows: [note, ...layout.rows] };
}
