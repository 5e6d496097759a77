/** `/containers/{id}/logs`: history first, then, if followed, what is new until the container ends. */
import type { Clock } from '../../system/clock.ts';
import { isUp, conditionAt, lastRun, type DemoContainer } from './container.ts';
import { createFloodText, floodBlockLines, type FloodText } from './flood-text.ts';
import type { Flood, FloodReader } from './flood.ts';
import { framesOf, type FrameOptions } from './log-frames.ts';
import { newestOf, piecesOf, type FloodRange, type LogPiece } from './log-pieces.ts';
import type { LogSource } from './log-source.ts';
import type { DemoLine } from './log-text.ts';
import { isBefore, type Moment } from './stamp.ts';
import type { Ticker } from './ticker.ts';
import type { World } from './world.ts';

export interface LogRequest extends FrameOptions {
  readonly follow: boolean;
  /** null: all. */
  readonly tail: number | null;
  /** Both inclusive. */
  readonly since: Moment | null;
  readonly until: Moment | null;
}

export interface LogRoom {
  readonly world: World;
  readonly source: LogSource;
  readonly flood: Flood;
  readonly ticker: Ticker;
  readonly clock: Clock;
  /** How many lines went out, for `/demo/stats`. */
  readonly sent: { lines: number; floodLines: number };
}

/** A burst of lines every 20 ms looks like a stream and costs fifty wake-ups a second. */
const floodPauseMs = 20;
const linesInPart = 500;

/** The bytes of one answer. Ends by itself when the container does, as the engine's stream. */
export async function* logBytes(
  room: LogRoom,
  container: DemoContainer,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { world, flood } = room;
  const run = lastRun(container);
  const floodText = createFloodText(request.timestamps);
  const floodable = container.service.role === 'api';
  let seen = world.advance();
  if (floodable) writeFlood(room, container, seen);
  const reader: FloodReader = { cursor: flood.produced() };
  // From here on: what comes while the history is being sent must not be missed.
  const leave = floodable && request.follow ? flood.follow(reader) : undefined;
  try {
    yield* partsOf(room, history(room, container, request, seen), request, floodText);
    if (!request.follow || !isUp(container)) return;
    while (!signal.aborted && (run.endedAt === null || seen < run.endedAt)) {
      if (floodable && flood.isRunning()) await room.clock.sleep(floodPauseMs, signal);
      else await room.ticker.next(signal);
      const now = world.advance();
      const until = Math.min(now, run.endedAt ?? now);
      if (floodable) writeFlood(room, container, now);
      const range = floodable ? { from: reader.cursor, to: flood.produced() } : nothing;
      yield* partsOf(room, piecesOf(flood, room.source.between(container, seen, until), range), request, floodText);
      reader.cursor = range.to;
      seen = until;
    }
  } finally {
    leave?.();
  }
}

const nothing: FloodRange = { from: 0, to: 0 };

function writeFlood(room: LogRoom, api: DemoContainer, now: number): void {
  if (conditionAt(api, now) === 'up') room.flood.produce(now);
  else room.flood.hold();
}

/**
 * As the engine reads its files: `tail` counts from the end of the log and not from `until`
 * (https://github.com/moby/moby/blob/v26.1.5/daemon/logger/loggerutils/logfile.go, tailFiles).
 */
function history(room: LogRoom, container: DemoContainer, request: LogRequest, now: number): readonly LogPiece[] {
  const { flood, source } = room;
  const floodTo = container.service.role === 'api' ? flood.produced() : 0;
  // What the flood has pushed out of the files took everything before it along.
  const isRotated = floodTo > 0 && flood.oldest() > 0;
  const begin = Math.max(source.beginsAt(container), isRotated ? flood.timeOf(flood.oldest()).ms : 0);
  const since = request.since !== null && request.since.ms >= begin ? request.since : { ms: begin, nanos: 0 };
  const found =
    request.tail === null ? source.between(container, since.ms - 1, now) : source.newest(container, request.tail, now);
  const lines = found.filter(line => !isBefore(momentOf(line), since));
  const range = { from: Math.min(floodTo, Math.max(flood.oldest(), flood.firstSince(since))), to: floodTo };
  const pieces = piecesOf(flood, lines, range);
  return cutAt(flood, request.tail === null ? pieces : newestOf(pieces, request.tail), request.until);
}

function cutAt(flood: Flood, pieces: readonly LogPiece[], until: Moment | null): readonly LogPiece[] {
  if (until === null) return pieces;
  const end = flood.firstSince({ ms: until.ms, nanos: until.nanos + 1 });
  return pieces.map(piece =>
    piece.kind === 'lines'
      ? { kind: 'lines', lines: piece.lines.filter(line => !isBefore(until, momentOf(line))) }
      : { kind: 'flood', from: piece.from, to: Math.max(piece.from, Math.min(piece.to, end)) },
  );
}

function momentOf(line: DemoLine): Moment {
  return { ms: line.at, nanos: line.nanos };
}

/** In small parts: each is written before the next is made. */
function* partsOf(
  room: LogRoom,
  pieces: readonly LogPiece[],
  request: LogRequest,
  floodText: FloodText,
): Generator<Uint8Array> {
  for (const piece of pieces) {
    if (piece.kind === 'lines') {
      for (let from = 0; from < piece.lines.length; from += linesInPart) {
        const lines = piece.lines.slice(from, from + linesInPart);
        room.sent.lines += lines.length;
        yield framesOf(lines, request);
      }
    } else if (request.stdout) {
      for (let from = piece.from; from < piece.to; from += floodBlockLines) {
        const to = Math.min(piece.to, from + floodBlockLines);
        room.sent.floodLines += to - from;
        yield floodText.render(from, to, room.flood.timeOf);
      }
    }
  }
}
