import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { main, type MainIo } from '../../src/commands/main.ts';
import type { Session } from '../../src/commands/session.ts';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../src/docker/demo/start-demo-server.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import { tempDir } from './temp-dir.ts';

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The session that the console was opened with; null: it was not opened. */
  readonly consoleSession: Session | null;
}

export interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly isTTY?: boolean;
  /** Called for each write to stdout; may end the command as Ctrl-C does. */
  /** Given the way to press Ctrl-C, once it would be heard. */
  readonly onError?: (text: string, interrupt: () => void) => void;
  readonly onStart?: (interrupt: () => void) => void;
  readonly onOutput?: (text: string, interrupt: () => void, leave: () => void) => void;
}

/** The whole command line program, but for its process: nothing of this machine's own Docker configuration is seen. */
export async function runMain(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const closed = new AbortController();
  const texts = { stdout: '', stderr: '' };
  let interrupt = (): void => {};
  let consoleSession: Session | null = null;
  const cwd = options.cwd ?? tempDir();
  const isTTY = options.isTTY ?? false;
  const io: MainIo = {
    environment: {
      variables: { LANG: 'C.UTF-8', PATH: process.env['PATH'], ...options.variables },
      cwd,
      uid: process.getuid?.() ?? 0,
      home: cwd,
      platform: 'linux',
    },
    stdout: {
      isTTY,
      columns: isTTY ? 120 : null,
      write(text) {
        texts.stdout += text;
        options.onOutput?.(text, interrupt, () =>
          closed.abort(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
        );
        return Promise.resolve();
      },
    },
    stderr: {
      isTTY,
      columns: null,
      write(text) {
        texts.stderr += text;
        options.onError?.(text, interrupt);
        return Promise.resolve();
      },
    },
    stdinIsTTY: isTTY,
    version: '1.2.3',
    outputClosed: closed.signal,
    onEndingSignal(listener) {
      interrupt = () => listener(130);
      options.onStart?.(interrupt);
      return () => {};
    },
    openConsole(session) {
      consoleSession = session;
      return Promise.resolve(0);
    },
  };
  const exitCode = await main(argv, io);
  return { exitCode, ...texts, consoleSession };
}

/** A simulated engine for one test; gives the variables that lead to it. */
export async function demoEngine(
  options: Partial<DemoServerOptions> = {},
): Promise<{ readonly server: DemoServer; readonly variables: Record<string, string> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dpx-'));
  const server = await startDemoServer({
    scenario: 'healthy',
    socketPath: path.join(folder, 's'),
    clock: createSystemClock(),
    ...options,
  });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { server, variables: { DOCKER_HOST: `unix://${server.socketPath}` } };
}
