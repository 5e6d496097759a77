/** Lines as bytes on the wire: an 8-byte header and the text, or the raw text of a terminal. */
import { stamp } from './stamp.ts';
import type { DemoLine } from './log-text.ts';

export interface FrameOptions {
  readonly timestamps: boolean;
  readonly tty: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
}

export function framesOf(lines: readonly DemoLine[], options: FrameOptions): Buffer {
  const parts: Buffer[] = [];
  for (const item of lines) {
    if (item.stream === 1 ? !options.stdout : !options.stderr) continue;
    const lead = options.timestamps ? `${stamp(item.at, item.nanos)} ` : '';
    parts.push(options.tty ? Buffer.from(`${lead}${item.text}\r\n`) : frame(item.stream, `${lead}${item.text}\n`));
  }
  return Buffer.concat(parts);
}

export function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const bytes = Buffer.allocUnsafe(8 + payload.length);
  bytes.writeUInt32BE(stream << 24, 0);
  bytes.writeUInt32BE(payload.length, 4);
  payload.copy(bytes, 8);
  return bytes;
}
