/** The log as a pane: on the overview beside the services, on its own screen with all that can be asked of it. */
import { reachesLevel } from '../../model/log-level.ts';
import { sanitizeLabel } from '../../model/sanitize.ts';
import type { ActionId } from '../../model/actions.ts';
import { readLogFacts, type LogFacts } from '../../store/log-facts.ts';
import { logFilterOf, matcherOf } from '../../store/log-filter.ts';
import { cells, fit, wrapCells } from '../../ui/text.ts';
import type { PaneContent, PaneSize } from '../body.ts';
import type { ScreenInput } from '../screen-input.ts';
import { layOutLog, type LogSight } from './log-layout.ts';
import {
  badgeRow,
  emptyReason,
  filterText,
  followText,
  levelChips,
  statusLine,
  streamBadges,
  type SearchState,
} from './log-status.ts';

/** Lines looked at for the first time in one frame, for the counts: about 10 ms. */
const levelBudget = 15_000;
const matchBudget = 4_000;
/** Fewer rows than this are all for lines. */
const rowsForChips = 8;

/** The pane of the overview. */
export function logPane(input: ScreenInput, size: PaneSize): PaneContent {
  return content(input, size, null, null);
}

/** The pane of the log screen: with chips, and with the matches counted. */
export function logsPane(input: ScreenInput, size: PaneSize): PaneContent {
  return content(input, size, hasChips(input, size) ? chipsRow(input, size.width) : null, countMatches(input));
}

/** Where an action leads from what this pane shows now. */
export function logFacts(input: ScreenInput, size: PaneSize, action: ActionId): LogFacts {
  const { ui, logs, logScope } = input;
  const chips = hasChips(input, size) ? 1 : 0;
  const badges = badgesOf(input, size) === null ? 0 : 1;
  const { lines, cursor } = layOutLog(sightOf(input, { ...size, height: size.height - chips - badges }));
  const view = ui.logs;
  const filter = logFilterOf(view, logs, input.now);
  const matcher = matcherOf(view, logs);
  return readLogFacts({ logs, view, scope: logScope, filter, matcher, lines, cursor }, action);
}

function hasChips({ ui }: ScreenInput, { height }: PaneSize): boolean {
  return height >= rowsForChips && (ui.screen === 'logs' || ui.logs.fullScreen);
}

function content(input: ScreenInput, size: PaneSize, chips: string | null, search: SearchState | null): PaneContent {
  const { ui, logs, logScope, stack } = input;
  const badges = badgesOf(input, size);
  const height = size.height - (chips === null ? 0 : 1) - (badges === null ? 0 : 1);
  const layout = layOutLog(sightOf(input, { ...size, height }));
  const streams = Object.values(stack.logStreams);
  const rows =
    layout.rows.length > 0 ? layout.rows : wrapCells(emptyReason(ui.logs, logs, logScope, streams), size.width);
  const parts = [
    ...followText(ui.logs, logs, logScope).slice(0, 3),
    ...filterText(ui.logs, search ?? plainSearch(input)),
    ...followText(ui.logs, logs, logScope).slice(3),
  ];
  return {
    title: `Log: ${sanitizeLabel(logScope ?? 'all services')}`,
    rows: [
      ...(chips === null ? [] : [chips]),
      ...Array.from({ length: Math.max(0, height) }, (_, index) => rows[index] ?? ''),
      ...(badges === null ? [] : [badges]),
    ],
    bottom: statusLine(parts, size.width - 2),
  };
}

function sightOf(input: ScreenInput, { width, height }: PaneSize): LogSight {
  const { ui, logs, logScope, theme, services } = input;
  return {
    logs,
    view: ui.logs,
    scope: logScope,
    filter: logFilterOf(ui.logs, logs, input.now),
    matcher: ui.logs.inverse ? null : matcherOf(input.ui.logs, input.logs),
    height,
    style: {
      width,
      theme,
      wrap: ui.logs.wrap,
      timestamps: ui.logs.timestamps,
      services: services.map(service => service.name).toSorted(),
      merged: logScope === null,
      mostRows: height,
    },
  };
}

function badgesOf({ stack, logScope, now, theme }: ScreenInput, { width, height }: PaneSize): string | null {
  if (height < 3) return null;
  return badgeRow(streamBadges(Object.values(stack.logStreams), logScope, now), width, theme);
}

function chipsRow({ logs, logScope, ui, theme, now }: ScreenInput, width: number): string {
  const { counts, complete } = logs.levels(logScope, logFilterOf(ui.logs, logs, now), levelBudget);
  const minimum = ui.logs.minimumLevel;
  const chips = levelChips(counts, level => minimum === null || reachesLevel(level, minimum), theme);
  const row = `${chips.join('   ')}${complete ? '' : '   …'}`;
  const hint = minimum === null ? 'v: hide lower levels' : `v: only ${minimum} and worse`;
  const gap = width - cells(row) - cells(hint);
  return gap < 2 ? fit(row, width) : row + ' '.repeat(gap) + theme.dim(hint);
}

function plainSearch({ ui, logs }: ScreenInput): SearchState {
  const { problem, matcher } = ui.logs.search === '' ? { problem: null, matcher: null } : logs.search(ui.logs.search);
  return { count: null, complete: true, problem: problem ?? matcher?.failure ?? null };
}

function countMatches(input: ScreenInput): SearchState {
  const { ui, logs, logScope, now } = input;
  const matcher = matcherOf(ui.logs, logs);
  const known = plainSearch(input);
  if (matcher === null) return known;
  const { count, complete } = logs.matches(logScope, logFilterOf(ui.logs, logs, now), matcher, matchBudget);
  return { count, complete, problem: matcher.failure };
}
