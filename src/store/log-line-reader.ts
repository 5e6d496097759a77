/** Lines out of their segments: made safe, levelled, searched; each only once it is looked at. */
import { readableJson } from '../model/log-json.ts';
import { detectLevel, isContinuation } from '../model/log-level.ts';
import type { LogLevel, LogLine } from '../model/log-line.ts';
import { withoutOwnTime } from '../model/log-own-time.ts';
import { sanitizeLogText, stripForSearch } from '../model/sanitize.ts';
import type { LinePlace } from './log-order.ts';
import type { LineMatcher } from './log-search.ts';
import type { LogSegment } from './log-segment.ts';

/** A longer stack trace than this has its level forgotten. */
const longestTrace = 200;
/** Lines matched at once: the call into the guarded context costs as much as twenty lines. */
const matchBatch = 256;

/** @param readable JSON as people read it, and no time twice; else the line as it came. */
export function readLine({ segment, index }: LinePlace, readable: boolean): LogLine {
  const { text: raw, ...line } = segment.at(index);
  const { text, cut } = sanitizeLogText(readable ? readableText(raw, line.atMs) : raw);
  return {
    ...line,
    containerId: segment.containerId,
    service: segment.service,
    text,
    cut,
    level: line.kind === 'note' ? 'unknown' : levelAt(segment, index),
  };
}

/** The line's own level; of a stack trace's lines that of its beginning. */
export function levelAt(segment: LogSegment, index: number, depth = 0): LogLevel {
  return segment.level(index, text => {
    const level = detectLevel(text);
    if (level !== 'unknown' || index === 0 || depth >= longestTrace || !isContinuation(text)) return level;
    return levelAt(segment, index - 1, depth + 1);
  });
}

/** Whether the line matches; looks at its neighbours too where it has to look at all. */
export function matchAt(segment: LogSegment, index: number, matcher: LineMatcher): boolean {
  const known = segment.match(index);
  if (known !== null) return known;
  const first = Math.max(0, Math.min(index - matchBatch / 2, segment.size - matchBatch));
  matchBetween(segment, first, Math.min(segment.size, first + matchBatch), matcher);
  return segment.match(index) ?? false;
}

/** Looks at those of the lines that nobody looked at. */
export function matchBetween(segment: LogSegment, first: number, end: number, matcher: LineMatcher): void {
  const texts: string[] = [];
  const owners: number[] = [];
  for (let index = first; index < end; index += 1) {
    if (segment.match(index) !== null) continue;
    if (segment.isNote(index)) segment.setMatch(index, false);
    else
      for (const text of searchedTexts(segment.text(index), segment.atMs(index))) owners[texts.push(text) - 1] = index;
  }
  const hits = matcher.test(texts);
  for (const [at, index] of owners.entries()) {
    segment.setMatch(index, hits[at] === 1 || segment.match(index) === true);
  }
}

/** As it came and, where that is something else, as it is shown. */
function searchedTexts(raw: string, atMs: number): readonly string[] {
  const text = stripForSearch(sanitizeLogText(raw).text);
  const readable = readableText(raw, atMs);
  return readable === raw ? [text] : [text, stripForSearch(sanitizeLogText(readable).text)];
}

function readableText(raw: string, atMs: number): string {
  return readableJson(raw) ?? withoutOwnTime(raw, atMs);
}
