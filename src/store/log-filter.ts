/** What a view hides, as the log store wants to know it. */
import type { LineMatcher } from './log-search.ts';
import type { LogFilter } from './log-page.ts';
import type { LogStore } from './log-store.ts';
import type { LogView } from './log-view.ts';

const minute = 60_000;

/** The search that is on; null: none, or one that can't be used. */
export function matcherOf(view: LogView, logs: LogStore): LineMatcher | null {
  return view.search === '' ? null : logs.search(view.search).matcher;
}

/** @param now ms since the epoch, for "the last 15 minutes". */
export function logFilterOf(view: LogView, logs: LogStore, now: number): LogFilter {
  return {
    minimumLevel: view.minimumLevel,
    clearedUpTo: view.clearedUpTo,
    sinceMs: sinceOf(view, now),
    hide: view.inverse ? matcherOf(view, logs) : null,
  };
}

/** Since when the view shows lines, ms; null: all that came. */
export function sinceOf({ range }: LogView, now: number): number | null {
  return range === null ? null : now - range * minute;
}
