/** Writing to a stream that may be a terminal, a file or a pipe whose reader leaves early (`depotix logs | head`). */

/** The part of a stream that is needed; `process.stdout` has it. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface Output {
  readonly isTTY: boolean;
  /** Cells of a row; null when it is no terminal. */
  readonly columns: number | null;
  /** Resolves when the text is taken, so that a slow reader slows the writer instead of filling the memory. Never rejects. */
  write(text: string): Promise<void>;
}

/**
 * @param onClosed Called once when the reader has gone (EPIPE) or the stream fails: the command ends then, quietly for
 *   EPIPE, since `head` having read enough is no failure.
 */
export function createOutput(stream: OutputStream, onClosed: (reason: Error) => void): Output {
  let closed = false;
  const close = (error: Error): void => {
    if (closed) return;
    closed = true;
    onClosed(error);
  };
  stream.on('error', close);
  return {
    isTTY: stream.isTTY === true,
    columns: stream.isTTY === true ? (stream.columns ?? null) : null,
    write(text) {
      if (closed || text === '') return Promise.resolve();
      return new Promise(resolve => {
        stream.write(text, error => {
          if (error instanceof Error) close(error);
          resolve();
        });
      });
    },
  };
}
