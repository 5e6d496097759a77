import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { shortHash, type TestHost } from './test-host.ts';

const lockWaitMs = 900_000;

/**
 * Runs `action` while no other process of this machine holds the lock of that name and cache folder.
 * The lock is a socket in Linux's abstract name space: the kernel frees it with its process, however that ends, so
 * there are no stale locks to judge.
 */
export async function withLock<T>(host: TestHost, name: string, action: () => Promise<T>): Promise<T> {
  const address = `\0depotix-test-${shortHash(host.cache, name)}`;
  const deadline = Date.now() + lockWaitMs;
  let server = await listen(address);
  if (server === undefined) host.report(`waiting for another run that holds the lock "${name}"`);
  while (server === undefined) {
    host.signal?.throwIfAborted();
    if (Date.now() > deadline)
      throw new Error(`The lock "${name}" is still held by another run after ${lockWaitMs / 60_000} minutes`);
    await wait(200);
    server = await listen(address);
  }
  try {
    return await action();
  } finally {
    server.close();
  }
}

/** undefined: the address is taken. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });
}
