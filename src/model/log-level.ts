/**
 * The level a line gives itself, by the tiers of Dozzle's guesser
 * (https://github.com/amir20/dozzle/blob/master/internal/container/level_guesser.go): a field of JSON or logfmt, brackets,
 * a word where loggers put it. A word somewhere in a sentence is no level: "no errors found" stays unknown.
 */
import type { LogLevel } from './log-line.ts';

const words: Readonly<Record<string, LogLevel>> = {
  fatal: 'fatal',
  panic: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  alert: 'fatal',
  dpanic: 'fatal',
  error: 'error',
  err: 'error',
  severe: 'error',
  failure: 'error',
  warn: 'warn',
  warning: 'warn',
  wrn: 'warn',
  info: 'info',
  inf: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  log: 'info',
  ready: 'info',
  event: 'info',
  debug: 'debug',
  dbg: 'debug',
  debug1: 'debug',
  debug2: 'debug',
  debug3: 'debug',
  debug4: 'debug',
  debug5: 'debug',
  verbose: 'debug',
  trace: 'trace',
  trc: 'trace',
};

/** `level=`, `lvl=`, `severity=` anywhere; as JSON keys also those of Serilog, ECS and Python's json loggers. */
const jsonLevel =
  /"(?:@?l(?:eve)?l?|lvl|severity|log\.level|level_?name|log_?level|@level)"\s*:\s*(?:"([A-Za-z]+)"|(\d{1,2})\b)/;
const logfmtLevel = /(?:^|[\s{,])(?:level|lvl|severity|log\.level|log_?level)=["']?([A-Za-z]+)/;
const bracket = /\[\s*([A-Za-z]{3,11}\d?)\s*\]/g;
/** Time, process and place that loggers write before the level. */
const preamble =
  /^(?:\s*(?:\d{4}[-/]\d\d[-/]\d\d[T ]?|\d\d:\d\d:\d\d(?:[.,:]\d+)?|Z|UTC|CET|CEST|[+-]\d\d:?\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+|\[[^\]]{1,64}\]|\(?\d+\)?|[|:,-])(?=[\s|:,\][(A-Z-]|$))*\s*/;
const firstWord = /^[<(]?([A-Za-z]{3,11}\d?)(?:[>):\]|]|\s*$|\s+\||\s)/;
const upperWord =
  /(?:^|[\s|([:,-])(FATAL|PANIC|CRITICAL|CRIT|EMERG|ERROR|ERR|SEVERE|WARN|WARNING|WRN|INFO|INF|NOTICE|LOG|DEBUG\d?|DBG|TRACE|TRC)(?=[\s|)\]:,]|$)/g;
/** Klog's one letter and the date: `E1125 01:06:58.123456`. */
const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** What runtimes print of an error that nobody caught. */
const uncaught =
  /^(?:Traceback \(most recent call last\)|(?:Uncaught |Unhandled )?(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception)\b(?::|$| \[)|panic: |goroutine \d+ \[)/;
/** The status of an access log line: `"GET / HTTP/1.1" 502` of the common format, `GET / 502 in 12ms` of Next.js. */
const accessStatus =
  /(?:"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE) [^"]{1,2048}"|^ ?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S{1,2048}) (\d)\d\d(?: |$)/;
const sgr = /\u001B\[[\d;:]*m/g;

/** Loggers put the level near the beginning; what is farther in is text. */
const lookedAt = 160;
/** JSON loggers sort their keys, so that `level` may come late. */
const lookedAtJson = 2048;
/** Next.js marks lines with these. */
const marks: Readonly<Record<string, LogLevel>> = {
  '⨯': 'error',
  '✗': 'error',
  '⚠': 'warn',
  '✓': 'info',
  '▲': 'info',
  '○': 'info',
};

/** @returns `unknown` where the line does not say it, or says two things. About a microsecond. */
export function detectLevel(raw: string): LogLevel {
  const text = raw.includes('\u001B') ? raw.slice(0, lookedAtJson * 2).replace(sgr, '') : raw;
  const json = text.startsWith('{') ? jsonLevelOf(text) : null;
  if (json !== null) return json;
  const head = text.length > lookedAt ? text.slice(0, lookedAt) : text;
  return (
    levelOf(logfmtLevel.exec(head)?.[1]) ??
    bracketLevel(head) ??
    markLevel(head) ??
    placedLevel(head) ??
    (uncaught.test(head) ? 'error' : null) ??
    accessLevel(text) ??
    'unknown'
  );
}

/** Errors are what `e` jumps to: error and worse. */
export function isError(level: LogLevel): boolean {
  return level === 'error' || level === 'fatal';
}

const ranks: Readonly<Record<LogLevel, number>> = {
  trace: 0,
  debug: 1,
  info: 2,
  unknown: 2,
  warn: 3,
  error: 4,
  fatal: 5,
};

/** Whether a line of this level is shown where those below `minimum` are hidden; an unknown one counts as info. */
export function reachesLevel(level: LogLevel, minimum: LogLevel): boolean {
  return ranks[level] >= ranks[minimum];
}

/** The rest of the line before: an indented line of a stack trace, PostgreSQL's DETAIL. It has the level of its beginning. */
const continuation =
  /^(?:[ \t]|Caused by: |\.\.\. \d+ more|The above exception|During handling of|.{0,80}?\b(?:DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION): )/;

export function isContinuation(text: string): boolean {
  return continuation.test(text);
}

function levelOf(word: string | undefined): LogLevel | null {
  return word === undefined ? null : (words[word.toLowerCase()] ?? null);
}

function jsonLevelOf(text: string): LogLevel | null {
  const match = jsonLevel.exec(text.length > lookedAtJson ? text.slice(0, lookedAtJson) : text);
  if (match === null) return null;
  return match[2] === undefined ? levelOf(match[1]) : pinoLevel(Number(match[2]));
}

/** Pino and bunyan: tens from 10 (trace) to 60 (fatal). */
function pinoLevel(number: number): LogLevel | null {
  const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  return number % 10 === 0 ? (levels[number / 10 - 1] ?? null) : null;
}

/** `[2026-11-25 01:06:57 +0000] [7] [ERROR]`; two that differ say nothing. */
function bracketLevel(head: string): LogLevel | null {
  if (!head.includes('[')) return null;
  let found: LogLevel | null = null;
  for (const match of head.matchAll(bracket)) {
    const level = levelOf(match[1]);
    if (level === null) continue;
    if (found !== null && found !== level) return 'unknown';
    found = level;
  }
  return found;
}

function markLevel(head: string): LogLevel | null {
  return marks[head.trimStart().charAt(0)] ?? null;
}

/** The word after time and process, or the only level in capitals. */
function placedLevel(head: string): LogLevel | null {
  const letter = klog.exec(head)?.[1];
  if (letter !== undefined) return ({ I: 'info', W: 'warn', E: 'error', F: 'fatal' } as const)[letter] ?? null;
  const start = preamble.exec(head)?.[0].length ?? 0;
  const rest = start === 0 ? head : head.slice(start);
  const match = firstWord.exec(rest);
  const word = match?.[1];
  // "log in with …" is a sentence: small letters need the colon or the bar of a label.
  if (word !== undefined && (word === word.toUpperCase() || !/\s$/.test(match?.[0] ?? ' '))) {
    const level = levelOf(word);
    if (level !== null) return level;
  }
  return capitalLevel(head);
}

function capitalLevel(head: string): LogLevel | null {
  let found: LogLevel | null = null;
  for (const match of head.matchAll(upperWord)) {
    const level = levelOf(match[1]);
    if (level === null) continue;
    if (found !== null && found !== level) return 'unknown';
    found = level;
  }
  return found;
}

function accessLevel(text: string): LogLevel | null {
  const status = accessStatus.exec(text)?.[1];
  return status === undefined ? null : status === '5' ? 'error' : 'info';
}
