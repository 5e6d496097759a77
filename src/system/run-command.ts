/** The one way this program starts another: words in, a value out. Never a shell. */

export interface RunOptions {
  readonly signal: AbortSignal;
  /** ms until the program gets SIGTERM, and SIGKILL 2 s later. */
  readonly timeoutMs: number;
  /** Added to the environment of this process; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly input?: string;
  /** Bytes kept of each stream; a program that says more is stopped. Default 8 MiB. */
  readonly maxBytes?: number;
}

export interface RunResult {
  /** null: the program did not start, or a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly aborted: boolean;
  /** It said more than `maxBytes` and was stopped; `stdout` and `stderr` hold the beginning. */
  readonly truncated: boolean;
  /** No such program in the PATH. */
  readonly notFound: boolean;
  /** One sentence why it did not end with exit code 0; null when it did. */
  readonly problem: string | null;
}

const defaultMaxBytes = 8 * 1024 * 1024;
const killDelayMs = 2_000;

/**
 * Runs `argv` to its end. Never throws for what the program did: a missing program, a time limit, an abort and a non-zero
 * exit are all told by the result. execa is loaded on the first call: it costs 70 ms that a start can't spare.
 */
export async function runCommand(argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const [program, ...args] = argv;
  if (program === undefined) throw new TypeError('runCommand needs a program to run');
  if (options.signal.aborted) return abortedBefore(program);
  const { execa } = await import('execa');
  const result = await execa(program, args, {
    reject: false,
    cancelSignal: options.signal,
    timeout: options.timeoutMs,
    forceKillAfterDelay: killDelayMs,
    maxBuffer: options.maxBytes ?? defaultMaxBytes,
    // A program that asks for a password or a confirmation must end, not wait on the console's own keyboard.
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  return {
    exitCode: result.exitCode ?? null,
    stdout: textOf(result.stdout),
    stderr: textOf(result.stderr),
    timedOut: result.timedOut,
    aborted: result.isCanceled,
    truncated: result.isMaxBuffer,
    notFound: result.code === 'ENOENT',
    problem: result.failed ? problemOf(program, result, options) : null,
  };
}

interface Ending {
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  readonly isMaxBuffer: boolean;
  readonly code?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function problemOf(program: string, ending: Ending, options: RunOptions): string {
  if (ending.isCanceled) return `${program} was stopped on request`;
  if (ending.timedOut) return `${program} did not end within ${options.timeoutMs / 1000} s and was stopped`;
  if (ending.isMaxBuffer)
    return `${program} printed more than ${options.maxBytes ?? defaultMaxBytes} bytes and was stopped`;
  if (ending.code === 'ENOENT')
    return `there is no program ${program}${options.cwd === undefined ? '' : `, or no folder ${options.cwd}`}`;
  if (ending.exitCode !== undefined) return `${program} ended with exit code ${ending.exitCode}`;
  if (ending.signal !== undefined) return `${program} was ended by ${ending.signal}`;
  return `${program} can't be started: ${ending.originalMessage ?? ending.code ?? 'unknown reason'}`;
}

function abortedBefore(program: string): RunResult {
  return {
    exitCode: null,
    stdout: '',
    stderr: '',
    timedOut: false,
    aborted: true,
    truncated: false,
    notFound: false,
    problem: `${program} was not started: stopped on request`,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
