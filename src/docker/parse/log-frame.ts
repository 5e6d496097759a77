/**
 * Bytes of a log or exec stream → frames. Without a TTY the engine puts 8 bytes before each write: the stream (0..3),
 * three zeros, the length (https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerAttach).
 */

/** `error`: the engine's own word in the stream (its "systemerr"), without a timestamp. */
type FrameStream = 'stdout' | 'stderr' | 'error';

interface Frame {
  readonly stream: FrameStream;
  /** A view into the chunk that came; copy it to keep it. */
  readonly bytes: Uint8Array;
}

export interface FrameReader {
  /** Throws `RangeError` where the bytes are no frames: the container has a TTY, or bytes were lost. */
  push(chunk: Uint8Array): readonly Frame[];
  /** Bytes of an unfinished frame, 0 at a clean end. */
  readonly pendingBytes: number;
}

const headerBytes = 8;
const streams: readonly FrameStream[] = ['stdout', 'stdout', 'stderr', 'error'];
const nothing = new Uint8Array(0);

/** `maxFrameBytes`: the engine writes one message a frame, 16 KiB and its stamp; exec output up to 32 KiB. */
export function createFrameReader(maxFrameBytes = 4 * 1024 * 1024): FrameReader {
  let held: Uint8Array = nothing;
  // Pieces of a long frame are put together once, when it is whole: joining at each chunk would be quadratic.
  let pieces: Uint8Array[] = [];
  let heldBytes = 0;
  let needed = headerBytes;

  const join = (): void => {
    if (pieces.length > 0) held = Buffer.concat(pieces, heldBytes);
    pieces = [];
  };

  return {
    push(chunk) {
      if (heldBytes > 0) {
        pieces.push(chunk);
        heldBytes += chunk.length;
        if (heldBytes < needed) return [];
        join();
      } else {
        held = chunk;
      }
      const frames: Frame[] = [];
      let at = 0;
      for (;;) {
        needed = headerBytes;
        if (held.length - at < headerBytes) break;
        const length = readHeader(held, at, maxFrameBytes);
        needed = headerBytes + length;
        if (held.length - at < needed) break;
        const bytes = held.subarray(at + headerBytes, at + needed);
        if (length > 0) frames.push({ stream: streams[held[at] ?? 0] ?? 'stdout', bytes });
        at += needed;
      }
      // A copy of the rest only, so that a large chunk can be freed.
      const rest = at < held.length ? new Uint8Array(held.subarray(at)) : nothing;
      pieces = rest.length > 0 ? [rest] : [];
      heldBytes = rest.length;
      held = nothing;
      return frames;
    },
    get pendingBytes() {
      return heldBytes;
    },
  };
}

function readHeader(bytes: Uint8Array, at: number, maxFrameBytes: number): number {
  const stream = bytes[at] ?? 255;
  const zeros = (bytes[at + 1] ?? 1) | (bytes[at + 2] ?? 1) | (bytes[at + 3] ?? 1);
  if (stream > 3 || zeros !== 0) throw new RangeError('the log stream has no frames');
  const length =
    (bytes[at + 4] ?? 0) * 0x1_00_00_00 +
    (((bytes[at + 5] ?? 0) << 16) | ((bytes[at + 6] ?? 0) << 8) | (bytes[at + 7] ?? 0));
  if (length > maxFrameBytes) throw new RangeError(`a frame of the log stream claims ${length} bytes`);
  return length;
}
