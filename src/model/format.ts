/** Figures for people: short, with a unit, rounded so that they do not jitter. "–" for what is not known. */

const unknownFigure = '–';

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

interface Scaled {
  readonly digits: string;
  readonly unit: (typeof binaryUnits)[number];
}

/** At most three digits, one decimal below ten; a whole number has none. */
function scale(bytes: number): Scaled {
  const size = Math.abs(bytes);
  let power = 0;
  while (power < binaryUnits.length - 1 && Math.round(size / 1024 ** power) >= 1000) power += 1;
  const value = size / 1024 ** power;
  // 9.96 would be shown as "10.0".
  const digits = Number.isInteger(value) || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1);
  return { digits: bytes < 0 ? `-${digits}` : digits, unit: binaryUnits[power] ?? 'B' };
}

/** "411 MiB", "1 GiB", "1.5 GiB", "38 MiB". */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return unknownFigure;
  const { digits, unit } = scale(bytes);
  return `${digits} ${unit}`;
}

/** "411M", "1G": for limits in narrow columns. */
export function formatBytesShort(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return unknownFigure;
  const { digits, unit } = scale(bytes);
  return `${digits}${unit.slice(0, 1)}`;
}

/** "3.4/3.8 G": a used and a whole in the unit of the whole. */
export function formatBytesOf(used: number, total: number): string {
  let power = 0;
  while (power < binaryUnits.length - 1 && Math.round(total / 1024 ** power) >= 1000) power += 1;
  const digits = (bytes: number): string => {
    const value = bytes / 1024 ** power;
    return value >= 99.5 ? String(Math.round(value)) : value.toFixed(1);
  };
  return `${digits(used)}/${digits(total)} ${(binaryUnits[power] ?? 'B').slice(0, 1)}`;
}

/** "1.2 MiB/s". */
export function formatRate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? unknownFigure : `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** One unit, rounded down: "13 s", "6 min", "2 h", "9 d". */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return unknownFigure;
  const span = Math.max(0, ms);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  return `${Math.floor(span / day)} d`;
}

/** One unit, rounded up, so that it holds all of the span: "40 s", "2 min". */
export function formatWithin(ms: number): string {
  const unit = ms > minute - second ? (ms > hour - minute ? hour : minute) : second;
  return formatDuration(Math.max(1, Math.ceil(ms / unit)) * unit);
}

/** What took how long: "180 ms", "1.2 s", "42 s", "6 min". */
export function formatMilliseconds(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return unknownFigure;
  if (ms < 995) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / second).toFixed(1)} s`;
  return formatDuration(ms);
}

/** "14 s ago"; within one second "just now". */
export function formatAgo(at: number | null, now: number): string {
  if (at === null) return unknownFigure;
  const age = now - at;
  return age < second ? 'just now' : `${formatDuration(age)} ago`;
}

/** "64 %", "0.2 %" with one decimal; what is not quite nothing is not called nothing: "<1 %". */
export function formatPercent(percent: number | null, decimals: 0 | 1 = 0): string {
  if (percent === null || !Number.isFinite(percent)) return unknownFigure;
  const least = decimals === 0 ? 0.5 : 0.05;
  if (percent > 0 && percent < least) return decimals === 0 ? '<1 %' : '<0.1 %';
  return `${percent.toFixed(decimals)} %`;
}

/** Cores in use: "0.64". */
export function formatCores(cores: number | null): string {
  return cores === null ? unknownFigure : cores.toFixed(cores < 10 ? 2 : 1);
}

/** Whole part over a whole, in percent; null where one of both is unknown or the whole is nothing. */
export function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (part / whole) * 100;
}

/** UTC "01:07:12". */
export function formatClock(at: number): string {
  return isTime(at) ? new Date(at).toISOString().slice(11, 19) : unknownFigure;
}

/** UTC "01:07". */
export function formatClockMinute(at: number): string {
  return isTime(at) ? new Date(at).toISOString().slice(11, 16) : unknownFigure;
}

/** UTC "2026-11-25". */
export function formatDate(at: number): string {
  return isTime(at) ? new Date(at).toISOString().slice(0, 10) : unknownFigure;
}

/** A moment as a reader needs it: "01:06:58" within the last 20 hours, else "2026-11-23 14:02". */
export function formatMoment(at: number, now: number): string {
  return Math.abs(now - at) < 20 * hour ? formatClock(at) : `${formatDate(at)} ${formatClockMinute(at)}`;
}

/** ISO 8601 in UTC, null where unknown: for JSON. */
export function isoTime(at: number | null): string | null {
  return at === null || !isTime(at) ? null : new Date(at).toISOString();
}

/** Right-aligned in a column of `width`: every formatter above gives plain one-cell characters. */
export function column(text: string, width: number): string {
  return text.padStart(width);
}

/** "1 restart", "7 restarts". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A date the runtime can print. */
function isTime(at: number): boolean {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15;
}
