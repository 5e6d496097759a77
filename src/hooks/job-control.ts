/** Ctrl-Z and `fg`: the terminal goes back to the shell as it was, and comes back to us as we had it. */

interface Suspension {
  resume(): Promise<void>;
}

/** The part of `process` that is needed. */
export interface JobProcess {
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export interface JobControlOptions {
  readonly process: JobProcess;
  /** Ink's: raw mode off, main screen, cursor shown. */
  readonly suspendTerminal: () => Promise<Suspension>;
  /** Called when the terminal is ours again. */
  readonly onResumed: () => void;
  /** Called where nothing stopped us. */
  readonly onNotStopped: () => void;
}

export interface JobControl {
  /** Stops the whole process group, npm's too, so that the shell gets its prompt. */
  suspend(): Promise<void>;
  /** Hears SIGTSTP and SIGCONT from others; returns the way to stop listening. */
  listen(): () => void;
}

/** A stop takes effect at once; who still runs after this was not stopped: there is no shell to go back to, ms. */
const stopMs = 300;

export function createJobControl({ process, suspendTerminal, onResumed, onNotStopped }: JobControlOptions): JobControl {
  let busy = false;
  /** The console ends while it is suspended: a lost terminal sends SIGCONT with its SIGHUP, in either order. */
  let ended = false;

  const handOver = async (stop: (() => void) | null): Promise<void> => {
    if (busy) return;
    busy = true;
    // With a listener in place SIGTSTP would stop nobody.
    process.off('SIGTSTP', onStop);
    try {
      const suspension = await suspendTerminal();
      const continued = stop === null || (await stopAndWait(process, stop));
      await suspension.resume();
      if (ended) return;
      onResumed();
      if (!continued) onNotStopped();
    } finally {
      if (!ended) process.on('SIGTSTP', onStop);
      busy = false;
    }
  };
  /** Somebody sent SIGTSTP to us alone: we stop alone, after the terminal is in order. */
  const onStop = (): void => {
    void handOver(() => process.kill(process.pid, 'SIGSTOP'));
  };
  /** Continued after a SIGSTOP that nobody can hear: the shell has set the terminal to its own modes meanwhile. */
  const onContinue = (): void => {
    void handOver(null);
  };
  return {
    suspend: () => handOver(() => process.kill(0, 'SIGTSTP')),
    listen() {
      ended = false;
      process.on('SIGTSTP', onStop);
      process.on('SIGCONT', onContinue);
      return () => {
        ended = true;
        process.off('SIGTSTP', onStop);
        process.off('SIGCONT', onContinue);
      };
    },
  };
}

/** True when we were stopped and continued; false when the stop did not happen (an orphaned process group). */
async function stopAndWait(process: JobProcess, stop: () => void): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onContinue = (): void => resolve(true);
  process.on('SIGCONT', onContinue);
  // After a continue this timer is overdue and comes first; the signal is heard later in the same turn of the loop.
  const timer = setTimeout(() => setImmediate(() => resolve(false)), stopMs);
  try {
    stop();
    return await promise;
  } finally {
    clearTimeout(timer);
    process.off('SIGCONT', onContinue);
  }
}
