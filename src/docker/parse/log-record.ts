/**
 * Bytes of `GET /containers/{id}/logs?timestamps=1` → records. What the engine (20.10 and 26.1, drivers json-file and
 * local) puts on the wire for a line longer than 16 KiB: several messages of 16,384 bytes without a line end and a last one
 * with it, each with the same stamp before it. Without a TTY each message is a frame; with one they follow each other, so
 * that a stamp stands in the middle of the line. A last line that the process left open has no line end either, but what
 * the next run writes has another stamp.
 */
import type { LogStream } from '../../model/log-line.ts';
import type { LogRecord } from '../../model/log-record.ts';
import { createFrameReader } from './log-frame.ts';
import { createStampReader } from './log-stamp.ts';
import type { Stamp } from './log-stamp.ts';

export interface LogParserOptions {
  readonly containerId: string;
  readonly service: string;
  readonly tty: boolean;
  /** Bytes after which a line is cut in several records; default 1 MiB. */
  readonly maxLineBytes?: number;
}

export interface LogParser {
  /** The records that are complete with these bytes. Throws `RangeError` where they are no frames. */
  push(chunk: Uint8Array): LogRecord[];
  /** What is held back, at the end of the stream. */
  end(): LogRecord[];
  /** Stamp of the oldest line that is not whole yet; a re-attach must begin there. */
  readonly pendingStamp: Stamp | null;
  /** The engine's own complaint in the stream, if it had one: "Error grabbing logs: …". */
  readonly complaint: string | null;
}

/** The engine's own piece size (https://github.com/moby/moby/blob/v26.1.5/daemon/logger/copier.go). */
const pieceBytes = 16 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

interface OpenLine {
  readonly stamp: Stamp;
  readonly pieces: Uint8Array[];
  bytes: number;
}

export function createLogParser(options: LogParserOptions): LogParser {
  return options.tty ? createRawParser(options) : createFramedParser(options);
}

function createFramedParser(options: LogParserOptions): LogParser {
  const frames = createFrameReader();
  const assemble = createAssembler(options);
  let complaint: string | null = null;
  return {
    push(chunk) {
      const records: LogRecord[] = [];
      for (const frame of frames.push(chunk)) {
        if (frame.stream === 'error') complaint = Buffer.from(frame.bytes).toString('utf8').trim();
        else assemble.message(frame.stream, frame.bytes, 0, frame.bytes.length, records);
      }
      return records;
    },
    end: () => assemble.end(),
    get pendingStamp() {
      return assemble.pendingStamp();
    },
    get complaint() {
      return complaint;
    },
  };
}

/** Cut at line feeds; a long line's stamps in the middle are taken out every 16,384 bytes. */
function createRawParser(options: LogParserOptions): LogParser {
  const assemble = createAssembler(options);
  const stamps = createStampReader();
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  const takeLine = (line: Uint8Array, records: LogRecord[]): void => {
    let start = 0;
    const prefix = line.subarray(0, stamps.read(line, 0, line.length)?.textStart ?? 0);
    for (;;) {
      const next = start + prefix.length + pieceBytes;
      if (prefix.length === 0 || next + prefix.length > line.length || !startsWith(line, next, prefix)) break;
      assemble.message('stdout', line, start, next, records);
      start = next;
    }
    assemble.message('stdout', line, start, line.length, records);
  };

  return {
    push(chunk) {
      const records: LogRecord[] = [];
      let start = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, start)) {
        const piece = chunk.subarray(start, at + 1);
        takeLine(held.length === 0 ? piece : Buffer.concat([...held, piece]), records);
        held = [];
        heldBytes = 0;
        start = at + 1;
      }
      if (start < chunk.length) {
        held.push(new Uint8Array(chunk.subarray(start)));
        heldBytes += chunk.length - start;
        if (heldBytes > (options.maxLineBytes ?? defaultMaxLineBytes) + 2 * pieceBytes) {
          takeLine(Buffer.concat(held), records);
          held = [];
          heldBytes = 0;
        }
      }
      return records;
    },
    end() {
      const records: LogRecord[] = [];
      if (heldBytes > 0) takeLine(Buffer.concat(held), records);
      held = [];
      heldBytes = 0;
      return [...records, ...assemble.end()];
    },
    get pendingStamp() {
      const first = held[0];
      return assemble.pendingStamp() ?? (first === undefined ? null : stamps.read(first, 0, first.length));
    },
    complaint: null,
  };
}

const defaultMaxLineBytes = 1024 * 1024;

interface Assembler {
  /** One message with its stamp, `bytes` from `start` to `end`. */
  message(stream: LogStream, bytes: Uint8Array, start: number, end: number, into: LogRecord[]): void;
  end(): LogRecord[];
  pendingStamp(): Stamp | null;
}

/** Joins the pieces of a line by stream and stamp; bytes first, then text, so that a cut character stays whole. */
function createAssembler(options: LogParserOptions): Assembler {
  const stamps = createStampReader();
  const maxLineBytes = options.maxLineBytes ?? defaultMaxLineBytes;
  const open: Record<LogStream, OpenLine | null> = { stdout: null, stderr: null };
  let last: Stamp = { atMs: 0, nanos: 0, textStart: 0 };

  const record = (stream: LogStream, stamp: Stamp, text: string): LogRecord => ({
    kind: 'record',
    containerId: options.containerId,
    service: options.service,
    stream,
    atMs: stamp.atMs,
    nanos: stamp.nanos,
    text,
  });

  const close = (stream: LogStream, whole: boolean, into: LogRecord[]): void => {
    const line = open[stream];
    if (line === null) return;
    open[stream] = null;
    const made = record(stream, line.stamp, decodeLine(Buffer.concat(line.pieces, line.bytes), 0, line.bytes));
    into.push(whole ? made : { ...made, partial: true });
  };

  const add = (stream: LogStream, stamp: Stamp, piece: Uint8Array, into: LogRecord[]): void => {
    const line = (open[stream] ??= { stamp, pieces: [], bytes: 0 });
    line.pieces.push(new Uint8Array(piece));
    line.bytes += piece.length;
    if (line.bytes >= maxLineBytes && piece.at(-1) !== lineFeed) close(stream, false, into);
  };

  return {
    message(stream, bytes, start, end, into) {
      // A message without a stamp is none of the engine's making; it keeps its place by the stamp before.
      const stamp = stamps.read(bytes, start, end) ?? { ...last, textStart: start };
      last = stamp;
      const whole = bytes[end - 1] === lineFeed && end > stamp.textStart;
      const line = open[stream];
      if (line !== null && (line.stamp.atMs !== stamp.atMs || line.stamp.nanos !== stamp.nanos))
        close(stream, true, into);
      if (open[stream] === null && whole) {
        into.push(record(stream, stamp, decodeLine(bytes, stamp.textStart, end)));
        return;
      }
      add(stream, stamp, bytes.subarray(stamp.textStart, end), into);
      if (whole) close(stream, true, into);
    },
    end() {
      const records: LogRecord[] = [];
      for (const stream of ['stdout', 'stderr'] as const) {
        // Exactly at the engine's own cut: the rest was on its way. Else the process left its last line open.
        close(stream, (open[stream]?.bytes ?? 1) % pieceBytes !== 0, records);
      }
      return records;
    },
    pendingStamp() {
      const [a, b] = [open.stdout?.stamp ?? null, open.stderr?.stamp ?? null];
      if (a === null || b === null) return a ?? b;
      return a.atMs < b.atMs || (a.atMs === b.atMs && a.nanos <= b.nanos) ? a : b;
    },
  };
}

/** Without its line end; bytes that are no UTF-8 become U+FFFD. */
function decodeLine(bytes: Uint8Array, start: number, end: number): string {
  let stop = end;
  if (stop > start && bytes[stop - 1] === lineFeed) stop -= 1;
  if (stop > start && bytes[stop - 1] === carriageReturn) stop -= 1;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, stop - start).toString('utf8');
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i += 1) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
