/** How the console ends, from whatever side: one place, so that the terminal comes back in every case. */
import type { AppContext } from '../context.ts';
import type { JobProcess } from './job-control.ts';

/** Why the console ended. */
export type ExitReason =
  | { readonly kind: 'quit' }
  | { readonly kind: 'signal'; readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' }
  /** The terminal is gone, or the context's signal fired. */
  | { readonly kind: 'closed' };

export interface AppProcess extends JobProcess {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** Ink's instance: unmounting gives the terminal back. */
interface Drawn {
  unmount(): void;
  clear(): void;
}

interface EndSources {
  readonly process: AppProcess;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** From the top, since nobody knows where the cursor is now. */
const wipe = '\u001B[H\u001B[2J';

export interface End {
  readonly leave: (reason: ExitReason) => void;
  /** Makes the screen empty and Ink forget what was on it: the next frame is drawn whole. */
  readonly wipe: () => void;
  /** Everything that can end the console from outside; returns the way to stop listening. */
  readonly listen: (drawn: Drawn, context: Pick<AppContext, 'signal'>, sources: EndSources) => () => void;
  /** The reason; throws what crashed it. */
  readonly result: () => ExitReason;
}

/** The one place where the console ends: the first reason counts, Ink restores the terminal while it unmounts. */
export function createEnd(): End {
  let reason: ExitReason | null = null;
  let crash: { readonly error: unknown } | null = null;
  let instance: Drawn | null = null;
  let wipeScreen: () => void = noop;
  const leave = (why: ExitReason): void => {
    reason ??= why;
    instance?.unmount();
  };
  const crashed = (error: unknown): void => {
    crash ??= { error };
    instance?.unmount();
  };
  const onSignal = {
    SIGINT: () => leave({ kind: 'signal', signal: 'SIGINT' }),
    SIGTERM: () => leave({ kind: 'signal', signal: 'SIGTERM' }),
    SIGHUP: () => leave({ kind: 'signal', signal: 'SIGHUP' }),
  } as const;
  const closed = (): void => leave({ kind: 'closed' });
  return {
    leave,
    wipe: () => wipeScreen(),
    listen(drawn, context, { process, stdin, stdout }) {
      instance = drawn;
      wipeScreen = () => {
        stdout.write(wipe);
        drawn.clear();
      };
      if (reason !== null) drawn.unmount();
      if (context.signal.aborted) closed();
      const listeners = Object.entries({ ...onSignal, uncaughtException: crashed, unhandledRejection: crashed });
      for (const [event, listener] of listeners) process.on(event, listener);
      context.signal.addEventListener('abort', closed);
      stdin.on('end', closed).on('error', closed);
      stdout.on('error', closed);
      return () => {
        for (const [event, listener] of listeners) process.off(event, listener);
        context.signal.removeEventListener('abort', closed);
        stdin.off('end', closed).off('error', closed);
        // stdout's stays: a terminal that is gone goes on failing while the last bytes are flushed.
      };
    },
    result() {
      if (crash !== null) throw crash.error;
      return reason ?? { kind: 'closed' };
    },
  };
}

function noop(): void {}
