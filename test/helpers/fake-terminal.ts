/** A terminal for Ink inside the test's own process: what is written is replayed by a real terminal emulator. */
import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import xterm from '@xterm/headless';

export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** The screen as a person sees it, right-trimmed. */
  screen(): Promise<string>;
  /** All that was written. */
  written(): string;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  readonly rawMode: () => boolean;
  alternate(): Promise<boolean>;
}

class FakeStdin extends Readable {
  readonly isTTY = true;
  isRaw = false;
  override _read(): void {}
  setRawMode(on: boolean): this {
    this.isRaw = on;
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

class FakeStdout extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  text = '';
  readonly #screen: xterm.Terminal;

  constructor(columns: number, rows: number, screen: xterm.Terminal) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#screen = screen;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    // A terminal's line discipline turns a line feed into both.
    this.#screen.write(chunk.toString('utf8').replaceAll(/\r?\n/g, '\r\n'));
    done();
  }
}

export function createFakeTerminal(columns: number, rows: number): FakeTerminal {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const stdin = new FakeStdin();
  const stdout = new FakeStdout(columns, rows, screen);
  const settled = async (): Promise<void> => new Promise(resolve => screen.write('', resolve));
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    async screen() {
      await settled();
      const { active } = screen.buffer;
      const lines = Array.from(
        { length: screen.rows },
        (_, row) =>
          active
            .getLine(active.baseY + row)
            ?.translateToString(true)
            .trimEnd() ?? '',
      );
      return lines.join('\n');
    },
    written: () => stdout.text,
    type: keys => stdin.push(keys),
    resize(newColumns, newRows) {
      stdout.columns = newColumns;
      stdout.rows = newRows;
      screen.resize(newColumns, newRows);
      stdout.emit('resize');
    },
    rawMode: () => stdin.isRaw,
    async alternate() {
      await settled();
      return screen.buffer.active.type === 'alternate';
    },
  };
}

/** The part of `process` that the app listens to; kills nothing. */
export class FakeProcess extends EventEmitter {
  readonly pid = 4711;
  readonly kills: [number, string][] = [];
  kill(pid: number, signal: NodeJS.Signals): void {
    this.kills.push([pid, signal]);
  }
}
