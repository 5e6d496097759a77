/** Where an action leads in a log: asked of the lines when a key is pressed, so that the reducer stays pure. */
import type { ActionId } from '../model/actions.ts';
import type { LogLine } from '../model/log-line.ts';
import type { LineMatcher } from './log-search.ts';
import type { LogFilter, LogPageQuery } from './log-page.ts';
import type { LogStore } from './log-store.ts';
import type { LogView } from './log-view.ts';

export interface LogFacts {
  /** Sequence of the line the action is about: the marked one, or the lowest in sight. */
  readonly current: number | null;
  /** Sequence of the lowest line after the action. */
  readonly anchor: number | null;
  /** Sequence of the line the action leads to; 'end': behind the newest, so follow; null: nowhere. */
  readonly target: number | 'end' | null;
  /** Why it leads nowhere, where that has to be said. */
  readonly missing: string | null;
  readonly lastSequence: number;
  readonly received: number;
  readonly trimmed: number;
}

export interface LogFactsInput {
  readonly logs: LogStore;
  readonly view: LogView;
  readonly scope: string | null;
  readonly filter: LogFilter;
  /** Of the search that is on, also of an inverse one. */
  readonly matcher: LineMatcher | null;
  /** What is in sight, oldest first. */
  readonly lines: readonly LogLine[];
  /** Sequence of the marked line, where one is marked. */
  readonly cursor: number | null;
}

type Place = Pick<LogFacts, 'target' | 'anchor' | 'missing'>;

export function readLogFacts(input: LogFactsInput, action: ActionId): LogFacts {
  const { logs, scope, lines } = input;
  const bottom = lines.at(-1)?.sequence ?? null;
  const current = lines.some(line => line.sequence === input.cursor) ? input.cursor : bottom;
  const { received, trimmed } = logs.counters(scope);
  return {
    current,
    ...placeOf(input, action, current, bottom),
    lastSequence: logs.lastSequence,
    received,
    trimmed,
  };
}

function placeOf(input: LogFactsInput, action: ActionId, current: number | null, bottom: number | null): Place {
  const sight = Math.max(1, input.lines.length);
  const stay: Place = { target: current, anchor: bottom, missing: null };
  switch (action) {
    case 'cursor.up':
      return move(input, current, bottom, -1, false);
    case 'cursor.down':
      return move(input, current, bottom, 1, false);
    case 'cursor.page-up':
      return move(input, current, bottom, -sight, true);
    case 'cursor.page-down':
      return move(input, current, bottom, sight, true);
    case 'cursor.half-page-up':
      return move(input, current, bottom, -Math.ceil(sight / 2), true);
    case 'cursor.half-page-down':
      return move(input, current, bottom, Math.ceil(sight / 2), true);
    case 'cursor.top':
      return { ...stay, target: pageOf(input, null, 'forward', 1)[0]?.sequence ?? null };
    case 'cursor.bottom':
      return { ...stay, target: 'end' };
    case 'logs.next-error':
      return find(input, current, bottom, 'forward', 'errors');
    case 'logs.previous-error':
      return find(input, current, bottom, 'back', 'errors');
    case 'logs.next-match':
      return find(input, current, bottom, 'forward', 'matches');
    case 'logs.previous-match':
      return find(input, current, bottom, 'back', 'matches');
    default:
      return stay;
  }
}

/** @param scroll the pane moves as well, not only the mark. */
function move(input: LogFactsInput, current: number | null, bottom: number | null, by: number, scroll: boolean): Place {
  const target = step(input, current, by);
  if (!scroll || target === 'end' || target === null) return { target, anchor: bottom, missing: null };
  const anchor = step(input, bottom, by);
  return { target, anchor: typeof anchor === 'number' ? anchor : bottom, missing: null };
}

/** So many lines on; 'end' behind the newest, the oldest where there are not so many before. */
function step(input: LogFactsInput, from: number | null, by: number): number | 'end' | null {
  if (from === null) return by > 0 ? 'end' : null;
  const lines = pageOf(input, from, by < 0 ? 'back' : 'forward', Math.abs(by));
  if (by < 0) return lines[0]?.sequence ?? from;
  return lines.length < by ? 'end' : (lines.at(-1)?.sequence ?? 'end');
}

/** From a log that is followed both directions lead back: nothing is newer than its end. */
function find(
  input: LogFactsInput,
  current: number | null,
  bottom: number | null,
  direction: 'back' | 'forward',
  kind: 'errors' | 'matches',
): Place {
  const { logs, scope, filter, matcher, view } = input;
  const nowhere = (missing: string): Place => ({ target: null, anchor: bottom, missing });
  if (kind === 'matches' && view.inverse)
    return nowhere('What matches is hidden: search without the ! to go through it.');
  const only: LogPageQuery['only'] = kind === 'errors' ? 'errors' : (matcher ?? undefined);
  if (only === undefined) return nowhere('No search yet: / begins one.');
  const back = view.follow || direction === 'back';
  const { lines, ended } = logs.page({
    service: scope,
    filter,
    start: view.follow ? null : current,
    inclusive: view.follow,
    direction: back ? 'back' : 'forward',
    count: 1,
    only,
  });
  const found = lines[0];
  if (found !== undefined) return { target: found.sequence, anchor: bottom, missing: null };
  const what = kind === 'errors' ? 'error' : 'match';
  const all = filter.sinceMs === null && filter.clearedUpTo === 0 ? 'kept' : 'shown';
  const where = view.follow ? `among the lines that are ${all}` : back ? 'before this line' : 'after this line';
  return nowhere(ended ? `No ${what} ${where}.` : `No ${what} in the next 60,000 lines; none was looked at beyond.`);
}

function pageOf(
  { logs, scope, filter }: LogFactsInput,
  start: number | null,
  direction: 'back' | 'forward',
  count: number,
): readonly LogLine[] {
  return logs.page({ service: scope, filter, start, inclusive: start === null, direction, count }).lines;
}
