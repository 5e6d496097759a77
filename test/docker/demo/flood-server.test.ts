import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { tempDir } from '../../helpers/temp-dir.ts';

const program = fileURLToPath(new URL('../../bench/flood-server.ts', import.meta.url));

function start(...args: readonly string[]): ReturnType<typeof spawn> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Follows the flood for a while and counts its lines by their line ends. */
function countLines(socketPath: string, ms: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = '/containers/depotix-api-1/logs?stdout=1&follow=1&tail=0&timestamps=1';
    const call = request({ socketPath, path, agent: false }, response => {
      let lines = 0;
      response.on('data', (part: Buffer) => {
        for (const byte of part) if (byte === 10) lines++;
      });
      setTimeout(() => {
        call.destroy();
        resolve(lines);
      }, ms);
    });
    call.on('error', reject);
    call.end();
  });
}

test('as a process of its own it keeps up its rate, and goes with its socket when its parent does', async () => {
  const socketPath = join(tempDir(), 'docker.sock');
  const child = start(socketPath, 'log-flood', '4', '20000');
  const [ready] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  expect(ready.toString()).toBe('ready\n');
  const lines = await countLines(socketPath, 2_000);
  // Frame headers hold a 10 now and then, and a busy machine takes its share.
  expect(lines).toBeGreaterThan(20_000);
  child.stdin?.end();
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  expect(existsSync(socketPath)).toBe(false);
});

test('a scenario that does not exist is refused', async () => {
  const child = start(join(tempDir(), 'docker.sock'), 'fire');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(2);
});
