/** At most `width` calls at once; the others wait in order. */
export function createLimiter(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async work => {
    if (running >= width) await new Promise<void>(resolve => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place is handed on, so `running` stays as it is.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
