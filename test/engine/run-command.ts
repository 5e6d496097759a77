import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** After this many milliseconds the command and its children are killed. Default: ten minutes. */
  readonly timeoutMs?: number;
  readonly input?: string;
  /** Called for each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
};

export type RunResult = { readonly stdout: string; readonly stderr: string };

/** A command that did not end well: which one, how it ended, and the last lines it said. */
class RunError extends Error {
  readonly exitCode: number | null;

  constructor(argv: readonly string[], ending: string, exitCode: number | null, output: RunResult) {
    super(`${argv.join(' ')}\n${ending}. Its last words:\n${lastLines(output.stderr || output.stdout, 15)}`);
    this.name = 'RunError';
    this.exitCode = exitCode;
  }
}

const defaultTimeoutMs = 600_000;
/** What is kept of each stream, in characters: the end, since that is where the reason stands. */
const keptCharacters = 1_000_000;

/**
 * Runs a command to its end and gives back what it printed (the last million characters of each stream).
 * It runs in a process group of its own, so that the time limit and the signal reach its children too.
 * @throws {RunError} for a non-zero exit, a time limit, an abort or a program that isn't there.
 */
export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-keptCharacters);
    });
    if (options.onLine !== undefined) createInterface({ input: child[name] }).on('line', options.onLine);
  }
  // A command that ends without reading its input is no fault of ours.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');

  let stopped: string | undefined;
  const stop = (reason: string) => {
    stopped ??= reason;
    killGroup(child.pid);
  };
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const timer = setTimeout(() => stop(`ended after the time limit of ${timeoutMs / 1000} s`), timeoutMs);
  const onAbort = () => stop('ended on request');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted === true) onAbort();
  try {
    const { code, signal } = await ended(child);
    if (stopped !== undefined) throw new RunError(argv, stopped, code, output);
    if (code !== 0) throw new RunError(argv, code === null ? `killed by ${signal}` : `exit code ${code}`, code, output);
    return output;
  } catch (error) {
    if (error instanceof RunError) throw error;
    throw new RunError(argv, `could not be started: ${(error as Error).message}`, null, output);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** The last lines of a text, for messages. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function ended(child: ReturnType<typeof spawn>): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
