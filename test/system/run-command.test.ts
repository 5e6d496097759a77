import { expect, test } from 'vitest';
import { runCommand, type RunOptions } from '../../src/system/run-command.ts';

const node = process.execPath;
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  signal: new AbortController().signal,
  timeoutMs: 20_000,
  ...more,
});

test('gives back both streams and the exit code, without throwing for a failure', async () => {
  const result = await runCommand(
    [node, '-e', 'console.log("out"); console.error("err"); process.exitCode = 3'],
    options(),
  );
  expect(result).toMatchObject({
    exitCode: 3,
    stdout: 'out',
    stderr: 'err',
    timedOut: false,
    aborted: false,
    truncated: false,
  });
  expect(result.problem).toContain('exit code 3');
});

test('says nothing is wrong after exit code 0', async () => {
  expect(await runCommand([node, '-e', ''], options())).toMatchObject({ exitCode: 0, problem: null });
});

test('passes words as they are: no shell reads them', async () => {
  const result = await runCommand([node, '-p', 'process.argv[1]', '$(echo no); *'], options());
  expect(result.stdout).toBe('$(echo no); *');
});

test('kills a program that ignores SIGTERM after the time limit', async () => {
  const script = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)';
  const result = await runCommand([node, '-e', script], options({ timeoutMs: 1_000 }));
  expect(result).toMatchObject({ exitCode: null, timedOut: true });
  expect(result.problem).toContain('did not end within 1 s');
});

test('stops the program when the signal fires', async () => {
  const controller = new AbortController();
  const running = runCommand([node, '-e', 'setInterval(() => {}, 1000)'], options({ signal: controller.signal }));
  setTimeout(() => controller.abort(), 100);
  expect(await running).toMatchObject({ exitCode: null, aborted: true });
});

test('starts nothing when the signal has fired before', async () => {
  expect(await runCommand([node, '-e', ''], options({ signal: AbortSignal.abort() }))).toMatchObject({
    aborted: true,
    exitCode: null,
  });
});

test('bounds the output and says that it was cut', async () => {
  const result = await runCommand(
    [node, '-e', 'for (;;) process.stdout.write("x".repeat(1000))'],
    options({ maxBytes: 5_000 }),
  );
  expect(result.truncated).toBe(true);
  expect(result.stdout.length).toBeLessThanOrEqual(5_000);
  expect(result.problem).toContain('more than 5000 bytes');
});

test('a missing program is a value with its name', async () => {
  const result = await runCommand(['depotix-no-such-program'], options());
  expect(result).toMatchObject({ exitCode: null, notFound: true });
  expect(result.problem).toContain('no program depotix-no-such-program');
});

test('gives input, folder and variables to the program', async () => {
  const script =
    'process.stdin.on("data", d => console.log(String(d), process.cwd(), process.env.DEPOTIX_TEST, process.env.HOME))';
  const result = await runCommand(
    [node, '-e', script],
    options({ input: 'hello', cwd: '/', env: { DEPOTIX_TEST: 'yes', HOME: undefined } }),
  );
  expect(result.stdout).toBe('hello / yes undefined');
});
