/** What an exit code means, as the engine and the shells use them. */

export interface ExitMeaning {
  /** Inside brackets after the code: "OOM", "SIGTERM"; null where the number says it all. */
  readonly short: string | null;
  /** A sentence part: "crashed with a memory access error, SIGSEGV". */
  readonly long: string;
  /** The process was asked to end, or ended well. */
  readonly graceful: boolean;
}

/** Numbers of x86 and ARM Linux (`man 7 signal`). */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/**
 * @param oomKilled the engine's `OOMKilled`: the kernel killed a process of the container for memory. The engine keeps it
 *   when that was a child and the container was stopped in good order later (seen on 26.1), so it does not explain every end.
 */
export function decodeExitCode(code: number, oomKilled = false): ExitMeaning {
  const meaning = byCode(code);
  if (!oomKilled || meaning.graceful) return meaning;
  return { short: 'OOM', long: 'killed by the kernel at its memory limit', graceful: false };
}

function byCode(code: number): ExitMeaning {
  if (code === 0) return { short: null, long: 'ended without an error', graceful: true };
  const signal = code > 128 ? signals[code - 128] : undefined;
  if (signal !== undefined) return bySignal(code, signal);
  return { short: null, long: ownCodes[code] ?? 'ended with an error of its own', graceful: false };
}

const ownCodes: Readonly<Record<number, string>> = {
  1: 'ended with an error',
  2: 'ended with a usage error',
  125: 'could not be started by the engine',
  126: 'its command can’t be executed: not executable, or no permission',
  127: 'its command was not found in the image',
  128: 'ended with an invalid exit code',
};

function bySignal(code: number, signal: string): ExitMeaning {
  switch (code) {
    case 137:
      return {
        short: signal,
        long: 'killed by SIGKILL: by somebody, by the kernel, or because a stop took longer than its grace period',
        graceful: false,
      };
    case 139:
      return { short: signal, long: 'crashed with a memory access error, SIGSEGV', graceful: false };
    case 134:
      return { short: signal, long: 'gave itself up, SIGABRT', graceful: false };
    case 130:
    case 143:
      return { short: signal, long: `ended by ${signal}: it was told to stop`, graceful: true };
    default:
      return { short: signal, long: `ended by ${signal}`, graceful: false };
  }
}
