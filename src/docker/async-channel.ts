/** Several producers, one consumer: values in order, with back-pressure, ended or failed once. */
export interface AsyncChannel<T> extends AsyncIterable<T> {
  /** Resolves at once while there is room, else when the consumer has taken some. After the end the value is dropped. */
  send(value: T): Promise<void>;
  /** What was sent before is still handed out. */
  end(): void;
  fail(error: unknown): void;
}

const room = Promise.resolve();

export function createAsyncChannel<T>(capacity = 1024): AsyncChannel<T> {
  let values: T[] = [];
  let wakeConsumer: (() => void) | null = null;
  let waiting: (() => void)[] = [];
  let ending: { readonly error: unknown } | 'clean' | null = null;

  const wake = (): void => {
    wakeConsumer?.();
    wakeConsumer = null;
  };
  const letIn = (): void => {
    const producers = waiting;
    waiting = [];
    for (const go of producers) go();
  };
  const finish = (how: { readonly error: unknown } | 'clean'): void => {
    ending ??= how;
    wake();
    letIn();
  };

  return {
    send(value) {
      if (ending !== null) return room;
      values.push(value);
      wake();
      return values.length < capacity ? room : new Promise(resolve => waiting.push(resolve));
    },
    end: () => finish('clean'),
    fail: error => finish({ error }),
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const batch = values;
          values = [];
          letIn();
          yield* batch;
          if (values.length > 0) continue;
          if (ending === 'clean') return;
          if (ending !== null) throw ending.error;
          await new Promise<void>(resolve => {
            wakeConsumer = resolve;
          });
        }
      } finally {
        finish('clean');
      }
    },
  };
}
