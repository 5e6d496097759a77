/** The signals that end a command. */

export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const numbers: Record<EndingSignal, number> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** What a shell reports for a program that a signal ended: 130 for Ctrl-C. */
export function exitCodeOfSignal(signal: EndingSignal): number {
  return 128 + numbers[signal];
}

/** The part of `process` that is needed. */
export interface SignalSource {
  on(signal: EndingSignal, listener: () => void): unknown;
  removeListener(signal: EndingSignal, listener: () => void): unknown;
}

/**
 * Calls `onSignal` for the first signal of each kind. The second Ctrl-C ends the process by itself: whoever presses it
 * twice does not want to wait for a clean end.
 * The listener leaves only after all others have heard the signal: `signal-exit` (in execa and Ink) kills the process at
 * once where it finds itself alone, and the terminal would not be given back
 * (https://github.com/tapjs/signal-exit/blob/v4.1.0/src/index.ts).
 * @returns takes the listeners away again.
 */
export function listenForSignals(source: SignalSource, onSignal: (signal: EndingSignal) => void): () => void {
  const listeners = (Object.keys(numbers) as EndingSignal[]).map(signal => {
    let heard = false;
    const listener = (): void => {
      if (heard) return;
      heard = true;
      setImmediate(() => source.removeListener(signal, listener));
      onSignal(signal);
    };
    source.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) source.removeListener(signal, listener);
  };
}
