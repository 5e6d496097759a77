import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withLock } from './lock.ts';
import type { TestHost } from './test-host.ts';

/**
 * Makes a file or folder once. `make` gets a temporary path beside the final one; what it leaves there is renamed, so
 * that a half-made thing is never taken for a whole one. Two runs at once: the second waits and takes the first's.
 */
export async function cached(
  host: TestHost,
  path: string,
  make: (temporary: string) => Promise<void>,
): Promise<string> {
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  return withLock(host, path, async () => {
    if (existsSync(path)) return path;
    const temporary = `${path}.making`;
    await rm(temporary, { recursive: true, force: true });
    try {
      await make(temporary);
      await rename(temporary, path);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return path;
  });
}
