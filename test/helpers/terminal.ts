/**
 * A program in a real pseudo-terminal, and the screen a person would see. `CI` and the colour switches are taken out of
 * its environment: Ink turns non-interactive under `CI`.
 */
import pty, { type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export interface Terminal {
  readonly pid: number;
  /** The screen as rows of text, right-trimmed. */
  screen(): string[];
  /** The character in a cell; '' in the second half of a wide one. */
  cell(row: number, column: number): string;
  columns(): number;
  /** Whether a cell stands out: reverse video or a background. */
  highlighted(row: number, column: number): boolean;
  /** All bytes the program wrote, decoded as UTF-8. */
  output(): string;
  /** How many bytes the program has written so far. */
  written(): number;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Resolves with the screen once `seen` holds for it; rejects after `deadlineMs` with the last screen in the message. */
  waitFor(seen: string | RegExp | ((screen: string) => boolean), deadlineMs?: number): Promise<string>;
  readonly exited: Promise<{ exitCode: number; signal: number | undefined }>;
  signal(name: string): void;
  /** Closes the terminal under the program, as a lost connection does. */
  hangUp(): void;
  /** True while the program shows the alternate screen. */
  alternate(): boolean;
  cursorHidden(): boolean;
  /** Background colour, reverse video …: whether any cell of the row is not in the default style. */
  styled(row: number): boolean;
  dispose(): Promise<void>;
}

function cleanEnvironment(extra: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const merged: Record<string, string | undefined> = {
    ...process.env,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    ...extra,
  };
  const dropped = new Set(['CI', 'NO_COLOR', 'FORCE_COLOR', 'VITEST', 'NODE_ENV', 'TMUX', 'STY', 'LC_ALL']);
  return Object.fromEntries(
    Object.entries(merged).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && (!dropped.has(entry[0]) || entry[0] in extra),
    ),
  );
}

export function openTerminal(options: TerminalOptions): Terminal {
  const { columns = 120, rows = 36, cwd = process.cwd() } = options;
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const child: IPty = pty.spawn(options.command, [...options.args], {
    cols: columns,
    rows,
    cwd,
    // It becomes TERM, whatever the environment says.
    name: options.env?.['TERM'] ?? 'xterm-256color',
    env: cleanEnvironment(options.env ?? {}),
    encoding: null,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let cursorHidden = false;
  // Between the marks of a synchronized update a real terminal shows the frame before; so does this one.
  let updating = false;
  const waiting = new Set<() => void>();
  const onMode = (isOn: boolean) => (parameters: readonly (number | number[])[]) => {
    if (parameters.includes(25)) cursorHidden = !isOn;
    if (parameters.includes(2026)) updating = isOn;
    return false;
  };
  screen.parser.registerCsiHandler({ prefix: '?', final: 'h' }, onMode(true));
  screen.parser.registerCsiHandler({ prefix: '?', final: 'l' }, onMode(false));
  child.onData(data => {
    // With `encoding: null` node-pty hands over buffers, whatever its types say.
    const chunk = Buffer.from(data as unknown as Uint8Array);
    chunks.push(chunk);
    bytes += chunk.length;
    screen.write(chunk, () => {
      for (const check of waiting) check();
    });
  });
  screen.onData(answer => child.write(answer));

  const exited = new Promise<{ exitCode: number; signal: number | undefined }>(resolve => {
    child.onExit(({ exitCode, signal }) => resolve({ exitCode, signal }));
  });
  let ended = false;
  void exited.then(() => {
    ended = true;
    for (const check of waiting) check();
  });

  const readScreen = (): string[] => {
    const buffer = screen.buffer.active;
    return Array.from(
      { length: screen.rows },
      (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '',
    );
  };

  return {
    pid: child.pid,
    screen: readScreen,
    cell: (row, column) => {
      const buffer = screen.buffer.active;
      return (
        buffer
          .getLine(buffer.baseY + row)
          ?.getCell(column)
          ?.getChars() ?? ''
      );
    },
    columns: () => screen.cols,
    highlighted: (row, column) => {
      const cell = screen.buffer.active.getLine(screen.buffer.active.baseY + row)?.getCell(column);
      return cell !== undefined && (cell.isInverse() !== 0 || !cell.isBgDefault());
    },
    output: () => Buffer.concat(chunks).toString('utf8'),
    written: () => bytes,
    type: keys => child.write(keys),
    resize(width, height) {
      screen.resize(width, height);
      child.resize(width, height);
    },
    waitFor(seen, deadlineMs = 30_000) {
      const holds = (text: string): boolean =>
        typeof seen === 'string' ? text.includes(seen) : seen instanceof RegExp ? seen.test(text) : seen(text);
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          waiting.delete(check);
          clearTimeout(timer);
        };
        const check = (): void => {
          if (updating && !ended) return;
          const text = readScreen().join('\n');
          if (!holds(text)) return;
          settle();
          resolve(text);
        };
        const timer = setTimeout(() => {
          settle();
          const state = ended ? 'The program has ended.' : 'The program is running.';
          reject(
            new Error(
              `Not seen within ${deadlineMs} ms: ${String(seen)}. ${state} Last screen:\n${readScreen().join('\n')}`,
            ),
          );
        }, deadlineMs);
        waiting.add(check);
        check();
      });
    },
    exited,
    signal: name => child.kill(name),
    // In node-pty, but not in its types.
    hangUp: () => (child as unknown as { destroy(): void }).destroy(),
    alternate: () => screen.buffer.active.type === 'alternate',
    cursorHidden: () => cursorHidden,
    styled(row) {
      const line = screen.buffer.active.getLine(row);
      for (let column = 0; column < screen.cols; column++) {
        if (line?.getCell(column)?.isAttributeDefault() === false) return true;
      }
      return false;
    },
    async dispose() {
      if (!ended) {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
        await exited;
        clearTimeout(timer);
      }
      screen.dispose();
    },
  };
}
