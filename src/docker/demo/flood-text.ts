/** The bytes of the flood: made once, then only the time and the number of each line are written over. */
import type { Moment } from './stamp.ts';

const linesInBlock = 512;
const headerBytes = 8;
const stampBytes = 31;
const numberDigits = 10;

const texts = [
  'INFO depotix.sync: pulled article, nothing to do',
  'INFO depotix.sync: stock level unchanged at shelf 14-03',
  'DEBUG depotix.sync: cache hit for price list 7, 312 entries, age 4 s',
  'INFO depotix.sync: article updated, weight 1.25 kg, place 22-11-4, next check in 300 s',
  'WARNING depotix.sync: supplier feed answers slowly: 840 ms',
  'INFO depotix.sync: order line matched',
  'DEBUG depotix.sync: SELECT "depotix_article"."id", "depotix_article"."name" FROM "depotix_article" WHERE "depotix_article"."id" = %s',
  'ERROR depotix.sync: supplier feed refused article: price is missing',
] as const;

export interface FloodText {
  /** Frames of the lines [from, to), `to - from` ≤ `floodBlockLines`. */
  render(from: number, to: number, timeOf: (line: number) => Moment): Buffer;
}

export const floodBlockLines = linesInBlock;

export function createFloodText(timestamps: boolean): FloodText {
  const stampLength = timestamps ? stampBytes : 0;
  const { block, offsets } = makeBlock(stampLength);
  let second = -1;
  let secondBytes = Buffer.alloc(0);
  return {
    render(from, to, timeOf) {
      const parts = cut(block, offsets, from, to);
      let line = from;
      for (let place = 0; line < to; line++) {
        const size = lineSize(offsets, line);
        if (timestamps) {
          const { ms, nanos } = timeOf(line);
          const now = Math.floor(ms / 1000);
          if (now !== second) {
            second = now;
            secondBytes = Buffer.from(`${new Date(now * 1000).toISOString().slice(0, 19)}.`);
          }
          parts.set(secondBytes, place + headerBytes);
          writeDigits(parts, place + headerBytes + 20, (ms % 1000) * 1e6 + nanos, 9);
        }
        writeDigits(parts, place + headerBytes + stampLength + 1, line, numberDigits);
        place += size;
      }
      return parts;
    },
  };
}

/** `#0000000042 INFO …`: the number makes each line unlike any other, so that a lost or doubled one is found. */
function makeBlock(stampLength: number): { block: Buffer; offsets: readonly number[] } {
  const offsets = [0];
  const frames = Array.from({ length: linesInBlock }, (_, index) => {
    // Rare levels stay rare: an error in 128 lines, a warning in 64.
    const kind = index % 128 === 127 ? 7 : index % 64 === 20 ? 4 : ([0, 1, 2, 3, 5, 6][(index * 7) % 6] ?? 0);
    const payload = `${' '.repeat(stampLength)}#${'0'.repeat(numberDigits)} ${texts[kind] ?? texts[0]}\n`;
    const frame = Buffer.alloc(headerBytes + payload.length);
    frame[0] = 1;
    frame.writeUInt32BE(payload.length, 4);
    frame.write(payload, headerBytes, 'latin1');
    if (stampLength > 0) frame.write('Z', headerBytes + stampLength - 2, 'latin1');
    offsets.push((offsets.at(-1) ?? 0) + frame.length);
    return frame;
  });
  return { block: Buffer.concat(frames), offsets };
}

function lineSize(offsets: readonly number[], line: number): number {
  const index = line % linesInBlock;
  return (offsets[index + 1] ?? 0) - (offsets[index] ?? 0);
}

/** A copy, since a socket may hold the bytes for a while. */
function cut(block: Buffer, offsets: readonly number[], from: number, to: number): Buffer {
  const first = from % linesInBlock;
  const last = first + (to - from);
  if (last <= linesInBlock) return Buffer.from(block.subarray(offsets[first], offsets[last]));
  return Buffer.concat([block.subarray(offsets[first]), block.subarray(0, offsets[last - linesInBlock])]);
}

function writeDigits(bytes: Buffer, offset: number, value: number, digits: number): void {
  let rest = Math.floor(value);
  for (let i = digits - 1; i >= 0; i--) {
    const next = Math.floor(rest / 10);
    bytes[offset + i] = 48 + rest - next * 10;
    rest = next;
  }
}
