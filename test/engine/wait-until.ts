import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits until `read` gives something other than undefined or false, and gives it back.
 * @throws after `timeoutMs`, with what was waited for and the last failure of `read`.
 */
export async function waitUntil<T>(
  what: string,
  timeoutMs: number,
  read: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let failure: unknown; ; await wait(100)) {
    try {
      const value = await read();
      if (value !== undefined && value !== false) return value;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: failure });
  }
}
