/** Lines of `depotix logs`: "api-1  | text" as Compose writes them, or one JSON object a line. */
import { stripVTControlCharacters } from 'node:util';
import type { Container } from '../model/container.ts';
import { serviceNameOf } from '../model/group-services.ts';
import { detectLevel } from '../model/log-level.ts';
import type { LogLevel } from '../model/log-line.ts';
import type { LogRecord } from '../model/log-record.ts';
import { sanitizeLabel, sanitizeLogText } from '../model/sanitize.ts';
import type { Brush, Tone } from './paint.ts';
import { safeJson } from './safe-json.ts';

export interface LogPrinterOptions {
  readonly project: string;
  /** In the order that gives each its colour. */
  readonly services: readonly string[];
  readonly timestamps: boolean;
  readonly json: boolean;
}

export interface LogPrinter {
  /** A container whose lines may come: its name goes before them. */
  know(container: Container): void;
  record(record: LogRecord): string;
}

const tones: Partial<Record<LogLevel, Tone>> = { fatal: 'bad', error: 'bad', warn: 'warn' };

export function createLogPrinter(options: LogPrinterOptions, brush: Brush): LogPrinter {
  const names = new Map<string, { readonly full: string; readonly short: string }>();
  let width = 0;
  return {
    know(container) {
      const short = brush.text(sanitizeLabel(shortName(container, options.project)));
      names.set(container.id, { full: container.name, short });
      width = Math.max(width, short.length);
    },
    record(record) {
      const name = names.get(record.containerId) ?? {
        full: record.containerId,
        short: record.containerId.slice(0, 12),
      };
      if (options.json) return `${safeJson(reportOf(record, name.full))}\n`;
      const prefix = brush.tag(options.services.indexOf(record.service), `${name.short.padEnd(width)}  | `);
      const time = options.timestamps ? `${stamp(record)} ` : '';
      return `${prefix}${time}${lineText(record, brush)}\n`;
    },
  };
}

/** RFC 3339 with nine decimals, as the engine writes it. */
function stamp({ atMs, nanos }: Pick<LogRecord, 'atMs' | 'nanos'>): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}${String(nanos).padStart(6, '0')}Z`;
}

/** Compose leaves the project out: "api-1" of "shop-api-1". */
function shortName(container: Container, project: string): string {
  const prefix = `${project}-`;
  return container.name.startsWith(prefix)
    ? container.name.slice(prefix.length)
    : container.name || serviceNameOf(container);
}

function lineText(record: LogRecord, brush: Brush): string {
  const { text, cut } = sanitizeLogText(record.text);
  const rest = cut === 0 ? '' : brush.dim(brush.text(` … ${cut} more characters`));
  if (!brush.color) return brush.text(stripVTControlCharacters(text)) + rest;
  const tone = tones[detectLevel(record.text)];
  // A line that brings its own colours keeps them.
  return (tone === undefined || text.includes('\u001B') ? text : brush.tone(tone, text)) + rest;
}

function reportOf(record: LogRecord, container: string): Readonly<Record<string, unknown>> {
  const { service, stream, text, partial } = record;
  return {
    at: stamp(record),
    service,
    container,
    containerId: record.containerId,
    stream,
    level: detectLevel(text),
    text,
    partial: partial === true,
  };
}
