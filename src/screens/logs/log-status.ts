/** What is said about a log beside its lines: whether it follows, what is hidden, which streams are lost. */
import { formatDuration } from '../../model/format.ts';
import type { LogLevel, LogStreamStatus } from '../../model/log-line.ts';
import { sanitizeLabel } from '../../model/sanitize.ts';
import type { LogStore } from '../../store/log-store.ts';
import type { LogView } from '../../store/log-view.ts';
import { cells, fit, joinFitting } from '../../ui/text.ts';
import type { Theme } from '../../ui/theme.ts';

/** "following · 0 new · 40 trimmed · 10,000 held of 10,040": received = held + trimmed. Most important first. */
export function followText(view: LogView, logs: LogStore, scope: string | null): readonly string[] {
  const { received, trimmed, late } = logs.counters(scope);
  const since = view.pausedAt ?? { received, trimmed };
  const paused = !view.follow;
  return [
    paused ? 'paused' : 'following',
    `${count(paused ? Math.max(0, received - since.received) : 0)} new`,
    `${count(trimmed)} trimmed`,
    `${count(received - trimmed)} held of ${count(received)}`,
    ...(late > 0 ? [`${count(late)} late`] : []),
  ];
}

/** What of the lines is hidden, and why. */
export function filterText(view: LogView, search: SearchState): readonly string[] {
  const parts: string[] = [];
  if (view.search !== '') parts.push(searchText(view, search));
  if (view.minimumLevel !== null) parts.push(`${view.minimumLevel} and worse`);
  if (view.range !== null) parts.push(`last ${view.range} min`);
  if (view.clearedUpTo > 0) parts.push('cleared');
  if (view.marks.length > 0) parts.push(`${view.marks.length} marked`);
  return parts;
}

export interface SearchState {
  /** Matches among the held lines; null: not counted. */
  readonly count: number | null;
  readonly complete: boolean;
  readonly problem: string | null;
}

function searchText(view: LogView, { count: found, complete, problem }: SearchState): string {
  const asked = `/${view.inverse ? '!' : ''}${sanitizeLabel(view.search, 40)}`;
  if (problem !== null) return `${asked}: ${problem}`;
  if (found === null) return asked;
  const what = view.inverse ? 'hidden' : found === 1 ? 'match' : 'matches';
  return `${asked}: ${count(found)}${complete ? '' : '+'} ${what}`;
}

/** The parts that fit. */
export function statusLine(parts: readonly string[], width: number): string {
  return joinFitting(parts, Math.max(0, width), ' · ');
}

/** Streams that do not deliver: a line that is missing must not look like a service that is silent. */
export function streamBadges(
  streams: readonly LogStreamStatus[],
  scope: string | null,
  now: number,
): readonly string[] {
  return streams
    .filter(
      ({ service, phase }) => (scope === null || service === scope) && (phase === 'lost' || phase === 'unreadable'),
    )
    .toSorted((a, b) => a.service.localeCompare(b.service))
    .map(({ service: name, phase, reason, since }) => {
      const service = sanitizeLabel(name, 40);
      const why = reason === null ? '' : sanitizeLabel(reason, 120);
      if (phase === 'unreadable') return `${service}: ${why || "its log can't be read"}`;
      const age = formatDuration(Math.max(0, now - since));
      return `${service}: stream lost ${age} ago${why === '' ? '' : `, ${why}`}`;
    });
}

/** One row with those that fit, and how many do not; null where there are none. */
export function badgeRow(badges: readonly string[], width: number, theme: Theme): string | null {
  if (badges.length === 0) return null;
  for (let shown = badges.length; shown > 0; shown -= 1) {
    const hidden = badges.length - shown;
    const parts = [...badges.slice(0, shown), ...(hidden === 0 ? [] : [`${hidden} more`])];
    const row = `${theme.symbols.warn} ${parts.join(' · ')}`;
    if (cells(row) <= width) return theme.warn(row);
    if (shown === 1) return theme.warn(fit(row, width, 'left', theme.symbols.ellipsis.slice(0, 1)));
  }
  return null;
}

const chipLevels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'];

/** "error 12 · warn 3 · info 9,100": how many of the held lines have each level; those that are hidden are dim. */
export function levelChips(
  counts: Readonly<Record<LogLevel, number>>,
  isShown: (level: LogLevel) => boolean,
  theme: Theme,
): readonly string[] {
  return chipLevels
    .filter(level => counts[level] > 0 || level === 'error' || level === 'warn')
    .map(level => {
      const text = `${level === 'unknown' ? 'no level' : level} ${count(counts[level])}`;
      if (!isShown(level)) return theme.dim(`(${text})`);
      if (counts[level] === 0) return text;
      return level === 'warn' ? theme.warn(text) : level === 'error' || level === 'fatal' ? theme.bad(text) : text;
    });
}

/** Why there is nothing to see. */
export function emptyReason(
  view: LogView,
  logs: LogStore,
  scope: string | null,
  streams: readonly LogStreamStatus[],
): string {
  const { received, trimmed } = logs.counters(scope);
  const held = received - trimmed;
  if (held > 0) {
    const hidden = [
      ...(view.minimumLevel === null ? [] : [`are below ${view.minimumLevel} (v)`]),
      ...(view.search !== '' && view.inverse ? ['match the search (/)'] : []),
      ...(view.range === null ? [] : [`are older than ${view.range} min (+)`]),
      ...(view.clearedUpTo === 0 ? [] : ['were cleared from view (C)']),
    ];
    return `No line to show: the ${count(held)} held ${hidden.join(', or ') || 'are hidden'}.`;
  }
  const mine = streams.filter(({ service }) => scope === null || service === scope);
  if (mine.length === 0)
    return scope === null ? 'No log is followed yet.' : `No container of ${sanitizeLabel(scope)} has a log yet.`;
  if (mine.some(({ phase }) => phase === 'connecting')) return 'Connecting to the log…';
  return scope === null ? 'Nothing was written yet.' : `${sanitizeLabel(scope)} has written nothing yet.`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
