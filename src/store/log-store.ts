/** Log lines, outside the state: bounded rings by container and one merged order. */
import type { LogCounters, LogLine } from '../model/log-line.ts';
import type { LogRecord, LogStreamItem } from '../model/log-record.ts';
import { LogIntake, type HistoryTaken } from './log-intake.ts';
import type { LevelCounts, LogPage, LogPageQuery, LogSpan } from './log-page.ts';
import { countLevels, countMatches, findLine, readAll, readPage } from './log-query.ts';
import { readLine } from './log-line-reader.ts';
import type { LogRing } from './log-ring.ts';
import { compileSearch, type CompiledSearch, type LineMatcher } from './log-search.ts';
import type { LogSegment } from './log-segment.ts';

const mebibyte = 1024 * 1024;

export interface LogStoreOptions {
  readonly clock: { now(): number };
  /** Default 10,000. */
  readonly linesPerContainer?: number;
  /** Default 8 MiB. */
  readonly bytesPerContainer?: number;
  /** Of all containers together, default 32 MiB: the one that holds most gives. */
  readonly totalBytes?: number;
  /** ms: a line that comes later than this after younger ones is marked late. Default 300. */
  readonly reorderMs?: number;
}

export interface LogStore {
  /** Grows with every change; the state's `logVersion` follows it at most once a frame. */
  readonly version: number;
  /** The highest sequence given so far. */
  readonly lastSequence: number;
  /** Takes records and notes in; statuses are not its business. About a microsecond a line. */
  append(items: readonly LogStreamItem[]): void;
  /** All held lines in the merged order, oldest first. A copy of everything: for files and commands, not for frames. */
  lines(service: string | null): readonly LogLine[];
  /** received = held + trimmed, notes not counted. */
  counters(service: string | null): LogCounters;
  page(query: LogPageQuery): LogPage;
  /** The search for a pattern; the same one for the same pattern, as long as no other was asked for. */
  search(pattern: string): CompiledSearch;
  has(sequence: number): boolean;
  /** Those of the lines that are still held, in the merged order, JSON as it came. */
  linesOf(sequences: readonly number[]): readonly LogLine[];
  /** Time of the container's oldest line that came by itself, ms; null where none is held. */
  oldestMs(containerId: string): number | null;
  /**
   * While on, nothing is trimmed of what was held at that moment: a person is reading it. At most twice the memory.
   * `reading` = sequence of the line he is at: when he goes on to what came since, that is held instead.
   */
  hold(on: boolean, reading?: number | null): void;
  /** Lines of the span by level; looks at most at `budget` lines it has not seen, `complete` tells whether that was enough. */
  levels(
    service: string | null,
    span: LogSpan,
    budget: number,
  ): { readonly counts: LevelCounts; readonly complete: boolean };
  matches(
    service: string | null,
    span: LogSpan,
    matcher: LineMatcher,
    budget: number,
  ): { readonly count: number; readonly complete: boolean };
  /**
   * What the engine had from before, instead of what was read so the last time; the newest of it, within the bounds of a
   * container. Lines that are held anyway are left out.
   */
  setHistory(containerId: string, records: readonly LogRecord[]): HistoryTaken;
}

export function createLogStore(options: LogStoreOptions): LogStore {
  const intake = new LogIntake({
    clock: options.clock,
    bounds: { lines: options.linesPerContainer ?? 10_000, bytes: options.bytesPerContainer ?? 8 * mebibyte },
    totalBytes: options.totalBytes ?? 32 * mebibyte,
    reorderMs: options.reorderMs ?? 300,
  });
  let version = 0;
  let searched: LineMatcher | null = null;
  let compiled: { readonly pattern: string; readonly search: CompiledSearch } | null = null;

  /** What is known of matches belongs to one search; another one begins anew. */
  const useMatcher = (matcher: LineMatcher): void => {
    if (matcher === searched) return;
    searched = matcher;
    for (const segment of segmentsOf(intake.rings(null), true)) segment.forgetMatches();
  };

  return {
    get version() {
      return version;
    },
    get lastSequence() {
      return intake.sequence;
    },
    append(items) {
      for (const item of items) if (item.kind !== 'status') intake.take(item);
      intake.trim();
      version += 1;
    },
    lines: service => readAll(segmentsOf(intake.rings(service), false)),
    counters: service => intake.counters(service),
    page(query) {
      const matcher = query.filter.hide ?? (typeof query.only === 'object' ? query.only : null);
      if (matcher !== null) useMatcher(matcher);
      return readPage(segmentsOf(intake.rings(query.service), query.filter.sinceMs !== null), query);
    },
    search(pattern) {
      if (compiled?.pattern !== pattern) compiled = { pattern, search: compileSearch(pattern) };
      return compiled.search;
    },
    has: sequence => findLine(segmentsOf(intake.rings(null), true), sequence) !== null,
    linesOf(sequences) {
      const segments = segmentsOf(intake.rings(null), true);
      const places = sequences.flatMap(sequence => findLine(segments, sequence) ?? []);
      const lines = places.map(place => readLine(place, false));
      return lines.toSorted((a, b) => a.atMs - b.atMs || a.nanos - b.nanos || a.sequence - b.sequence);
    },
    oldestMs(containerId) {
      const ring = intake.rings(null).find(one => one.containerId === containerId);
      const oldest = ring?.frozen ?? ring?.live;
      return oldest === undefined || oldest.size === 0 ? null : oldest.atMs(0);
    },
    hold(on, reading = null) {
      if (intake.hold(on, reading)) version += 1;
    },
    levels: (service, span, budget) =>
      countLevels(segmentsOf(intake.rings(service), span.sinceMs !== null), span, budget),
    matches(service, span, matcher, budget) {
      useMatcher(matcher);
      return countMatches(segmentsOf(intake.rings(service), span.sinceMs !== null), span, matcher, budget);
    },
    setHistory(containerId, records) {
      version += 1;
      return intake.setHistory(containerId, records);
    },
  };
}

function segmentsOf(rings: readonly LogRing[], withHistory: boolean): LogSegment[] {
  const segments: LogSegment[] = [];
  const add = (segment: LogSegment | null): void => {
    if (segment !== null && segment.size > 0) segments.push(segment);
  };
  for (const ring of rings) {
    if (withHistory) add(ring.history);
    if (withHistory) add(ring.historyNote());
    add(ring.frozen);
    add(ring.gapNote());
    add(ring.live);
    add(ring.notes);
  }
  return segments;
}
