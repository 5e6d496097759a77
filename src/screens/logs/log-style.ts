/** How a log line's parts look; a colour never says anything that a word does not say as well. */
import type { LogLevel } from '../../model/log-line.ts';
import type { Paint, Theme } from '../../ui/theme.ts';

/** Red and yellow stay with errors and warnings. */
const tagColours = ['36', '35', '94', '32', '96', '95', '92'] as const;

/** The same colour for a service as long as the stack has the same services. */
export function tagPaint(service: string, services: readonly string[], theme: Theme): Paint {
  if (!theme.color) return text => text;
  const place = services.indexOf(service);
  const colour = tagColours[(place < 0 ? spread(service) : place) % tagColours.length] ?? '36';
  return text => `\u001B[${colour}m${text}\u001B[39m`;
}

function spread(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
}

const labels: Readonly<Record<LogLevel, string>> = {
  fatal: 'FATAL',
  error: 'ERROR',
  warn: 'WARN',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
  unknown: '',
};

export function levelLabel(level: LogLevel, width: number): string {
  return labels[level].slice(0, width).padEnd(width);
}

export function levelPaint(level: LogLevel, theme: Theme): Paint {
  switch (level) {
    case 'fatal':
      return text => theme.bad(theme.bold(text));
    case 'error':
      return theme.bad;
    case 'warn':
      return theme.warn;
    case 'info':
      return theme.good;
    case 'debug':
    case 'trace':
      return theme.dim;
    case 'unknown':
      return text => text;
  }
}

/** Cells of the columns before the text; 0 = left out. */
export interface LogColumns {
  readonly time: number;
  readonly tag: number;
  readonly level: number;
}

/** @param tags names that have to be told apart; empty where one service is shown. */
export function logColumns(width: number, timestamps: boolean, tags: readonly string[]): LogColumns {
  const longest = Math.max(0, ...tags.map(tag => tag.length));
  const roomy = width >= 80;
  const tight = width < 44;
  return {
    time: !timestamps || tight ? 0 : roomy ? 12 : 8,
    tag: longest === 0 ? 0 : Math.min(longest, roomy ? 14 : tight ? 5 : 8),
    level: roomy ? 5 : 1,
  };
}

/** "01:06:44.871", UTC; eight cells without the ms. */
export function lineTime(atMs: number, width: number): string {
  return new Date(atMs).toISOString().slice(11, 11 + width);
}
