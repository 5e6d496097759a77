import type { LogNote, LogRecord } from '../../src/model/log-record.ts';
import type { LogFilter } from '../../src/store/log-page.ts';
import type { LogStore } from '../../src/store/log-store.ts';

export const logStart = Date.parse('2026-11-25T10:00:00Z');

/** @param time `10:00:00.123456789`, with as many digits as wanted, or ms after ten. */
export function logRecord(
  service: string,
  time: string | number,
  text: string,
  changes: Partial<LogRecord> = {},
): LogRecord {
  return {
    kind: 'record',
    containerId: `${service}-1`,
    service,
    stream: 'stdout',
    ...momentOf(time),
    text,
    ...changes,
  };
}

export function logNote(service: string, time: string | number, text: string): LogNote {
  return { kind: 'note', containerId: `${service}-1`, service, atMs: momentOf(time).atMs, text };
}

function momentOf(time: string | number): { atMs: number; nanos: number } {
  if (typeof time === 'number') return { atMs: logStart + time, nanos: 0 };
  const [clock = '', fraction = ''] = time.split('.');
  const digits = fraction.padEnd(9, '0');
  return { atMs: Date.parse(`2026-11-25T${clock}Z`) + Number(digits.slice(0, 3)), nanos: Number(digits.slice(3)) };
}

export const showAll: LogFilter = { minimumLevel: null, clearedUpTo: 0, sinceMs: null, hide: null };

/** The texts that are shown, oldest first. */
export function shownTexts(logs: LogStore, filter: Partial<LogFilter> = {}, service: string | null = null): string[] {
  return logs
    .page({
      service,
      filter: { ...showAll, ...filter },
      start: null,
      inclusive: true,
      direction: 'forward',
      count: Infinity,
    })
    .lines.map(line => line.text);
}
