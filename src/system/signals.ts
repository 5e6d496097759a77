/** The signals that end a command. */

export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const numbers: Record<EndingSignal, number> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** What a shell reports for a program that a signal ended: 130 for Ctrl-C. */
export function exitCodeOfSignal(signal: EndingSignal): number {
  return 128 + numbers[signal];
}

/** The part of `process` that is needed. */
export interface SignalSource {
  once(signal: EndingSignal, listener: () => void): unknown;
  removeListener(signal: EndingSignal, listener: () => void): unknown;
}

/**
 * Calls `onSignal` for the first signal of each kind. The second Ctrl-C ends the process by itself: whoever presses it
 * twice does not want to wait for a clean end.
 * @returns takes the listeners away again.
 */
export function listenForSignals(source: SignalSource, onSignal: (signal: EndingSignal) => void): () => void {
  const listeners = (Object.keys(numbers) as EndingSignal[]).map(signal => {
    const listener = (): void => onSignal(signal);
    source.once(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) source.removeListener(signal, listener);
  };
}
