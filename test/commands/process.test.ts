import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { demoEngine } from '../helpers/run-main.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const cli = path.resolve('src/cli.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real process, from the sources; `onData` may end it as a terminal or a pipe would. */
async function run(
  argv: readonly string[],
  options: {
    variables?: Record<string, string>;
    stdout?: number;
    onData?: (child: ReturnType<typeof spawn>) => void;
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: tempDir(),
    env: { PATH: process.env['PATH'], HOME: tempDir(), LANG: 'C.UTF-8', ...options.variables },
    stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    texts.stdout += chunk.toString();
    options.onData?.(child);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    texts.stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...texts };
}

test('the exit code of the process is that of the command', async () => {
  const { variables } = await demoEngine({ scenario: 'db-down' });
  expect(await run(['status', '--brief'], { variables })).toMatchObject({ code: 3, stderr: '' });
  expect(await run(['stauts'])).toMatchObject({ code: 2, stdout: '' });
});

test('Ctrl-C ends a followed log with 130, and nothing keeps the process alive', async () => {
  const { variables } = await demoEngine();
  const ended = await run(['logs', '-f', '-n', '3'], { variables, onData: child => child.kill('SIGINT') });
  expect(ended).toMatchObject({ code: 130, stderr: '' });
});

test('a reader that leaves ends it without a word', async () => {
  const { variables } = await demoEngine();
  const ended = await run(['logs', '-f'], { variables, onData: child => child.stdout?.destroy() });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});

test('output that can not be written is a failure', async () => {
  const { variables } = await demoEngine();
  const ended = await run(['logs'], { variables, stdout: openSync('/dev/full', 'w') });
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("can't write the output: ENOSPC") as string });
});

test('without a terminal and without a command it prints the status and ends', async () => {
  const { variables } = await demoEngine();
  expect(await run([], { variables })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('OK depotix') as string,
  });
});
