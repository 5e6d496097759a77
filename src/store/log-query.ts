/** Questions to segments: a page of the merged order, counts by level, counts of matches. */
import { isContinuation, isError, reachesLevel } from '../model/log-level.ts';
import type { LogLine } from '../model/log-line.ts';
import { levelAt, matchAt, matchBetween, readLine } from './log-line-reader.ts';
import { walkBack, walkForward, type LinePlace, type OrderWalk, type WalkStart } from './log-order.ts';
import type { LineMatcher } from './log-search.ts';
import type { LogSegment } from './log-segment.ts';
import type { LevelCounts, LogFilter, LogPage, LogPageQuery, LogSpan } from './log-page.ts';

/** Lines one page may walk past: a frame must not take longer, whatever the filter hides. */
const mostVisits = 60_000;
const searchStep = 512;

export function readAll(segments: readonly LogSegment[]): LogLine[] {
  const walk = walkForward(segments, null);
  const lines: LogLine[] = [];
  for (let place = walk.next(); place !== null; place = walk.next()) lines.push(readLine(place, true));
  return lines;
}

export function readPage(segments: readonly LogSegment[], query: LogPageQuery): LogPage {
  const { filter, direction, count, only } = query;
  const walk = walkOf(segments, query);
  const lines: LogLine[] = [];
  const limit = count === Infinity ? Infinity : mostVisits;
  let visits = 0;
  let ended = false;
  while (lines.length < count && visits < limit) {
    const place = walk?.next() ?? null;
    if (place === null || (direction === 'back' && isBeyond(place, filter))) {
      ended = true;
      break;
    }
    visits += 1;
    if (isShown(place, filter) && isWanted(place, only)) lines.push(readLine(place, query.readable ?? true));
  }
  return { lines: direction === 'back' ? lines.toReversed() : lines, ended };
}

function walkOf(segments: readonly LogSegment[], { start, inclusive, direction }: LogPageQuery): OrderWalk | null {
  let from: WalkStart | null = null;
  if (start !== null) {
    const place = findLine(segments, start);
    // What began before everything that is held has nothing before it, and everything after it.
    if (place === null && direction === 'back') return null;
    if (place !== null) from = { ...place.segment.at(place.index), inclusive };
  }
  return direction === 'back' ? walkBack(segments, from) : walkForward(segments, from);
}

export function findLine(segments: readonly LogSegment[], sequence: number): LinePlace | null {
  for (const segment of segments) {
    const index = segment.indexOfSequence(sequence);
    if (index >= 0) return { segment, index };
  }
  return null;
}

/** All that is older is hidden as well. */
function isBeyond({ segment, index }: LinePlace, { sinceMs }: LogSpan): boolean {
  return sinceMs !== null && segment.atMs(index) < sinceMs;
}

function isInSpan(place: LinePlace, filter: LogSpan): boolean {
  return place.segment.sequence(place.index) > filter.clearedUpTo && !isBeyond(place, filter);
}

function isShown(place: LinePlace, filter: LogFilter): boolean {
  const { segment, index } = place;
  if (!isInSpan(place, filter)) return false;
  if (segment.isNote(index)) return true;
  if (filter.minimumLevel !== null && !reachesLevel(levelAt(segment, index), filter.minimumLevel)) return false;
  return filter.hide === null || !matchAt(segment, index, filter.hide);
}

function isWanted({ segment, index }: LinePlace, only: LogPageQuery['only']): boolean {
  if (only === undefined) return true;
  if (segment.isNote(index)) return false;
  if (only !== 'errors') return matchAt(segment, index, only);
  return isError(levelAt(segment, index)) && !isContinuation(segment.text(index));
}

/** @param budget lines that may be looked at for the first time. */
export function countLevels(
  segments: readonly LogSegment[],
  filter: LogSpan,
  budget: number,
): { readonly counts: LevelCounts; readonly complete: boolean } {
  const counts = { fatal: 0, error: 0, warn: 0, info: 0, debug: 0, trace: 0, unknown: 0 };
  let left = budget;
  for (const segment of segments) {
    for (let index = segment.size - 1; index >= 0; index -= 1) {
      if (segment.isNote(index) || !isInSpan({ segment, index }, filter)) continue;
      if (!segment.knowsLevel(index)) {
        if (left <= 0) continue;
        left -= 1;
      }
      counts[levelAt(segment, index)] += 1;
    }
  }
  return { counts, complete: left > 0 };
}

export function countMatches(
  segments: readonly LogSegment[],
  filter: LogSpan,
  matcher: LineMatcher,
  budget: number,
): { readonly count: number; readonly complete: boolean } {
  let count = 0;
  let left = budget;
  for (const segment of segments) {
    for (let end = segment.size; end > 0 && left > 0; end -= searchStep) {
      const first = Math.max(0, end - searchStep);
      left -= unsearched(segment, first, end);
      matchBetween(segment, first, end, matcher);
    }
    for (let index = 0; index < segment.size; index += 1) {
      if (segment.match(index) === true && isInSpan({ segment, index }, filter)) count += 1;
    }
  }
  return { count, complete: left > 0 && matcher.failure === null };
}

function unsearched(segment: LogSegment, first: number, end: number): number {
  let count = 0;
  for (let index = first; index < end; index += 1) if (segment.match(index) === null) count += 1;
  return count;
}
