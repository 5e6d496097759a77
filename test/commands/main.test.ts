import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoEngine, runMain } from '../helpers/run-main.ts';
import { tempDir } from '../helpers/temp-dir.ts';

describe('without an engine', () => {
  test('help, versions and usage errors need none', async () => {
    expect(await runMain(['--help'])).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringContaining('Usage: depotix') as string,
    });
    expect(await runMain(['--version'])).toMatchObject({ exitCode: 0, stdout: 'depotix 1.2.3\n' });
    const usage = await runMain(['stauts']);
    expect(usage).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'depotix: there is no command "stauts"\nTry: depotix status\n',
    });
  });

  const nowhere = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

  test.each(['status', 'health', 'top', 'logs', 'events', 'logs -f'])(
    '%s: exit 5, the problem, the host and what to type next',
    async line => {
      const run = await runMain(line.split(' '), { variables: nowhere });
      expect(run).toMatchObject({ exitCode: 5, stdout: '' });
      expect(run.stderr).toContain('No Docker Engine here: /nonexistent/docker.sock does not exist');
      expect(run.stderr).toContain('→ Is Docker installed and started? systemctl status docker');
      expect(run.stderr).toMatch(/\n {2}memory \d/);
    },
  );

  test('status --json keeps its contract: the verdict is unknown, and what is not known is null', async () => {
    const run = await runMain(['status', '--json'], { variables: nowhere });
    expect(run.exitCode).toBe(5);
    expect(JSON.parse(run.stdout)).toMatchObject({
      schema: 1,
      project: null,
      ageMs: null,
      engine: { version: null, reachable: false },
      verdict: 'unknown',
      services: [],
    });
  });

  test('status --json knows the stack by its compose file', async () => {
    const run = await runMain(['status', '--json'], {
      variables: nowhere,
      cwd: tempDir({ 'compose.yml': 'name: shop\n' }),
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ project: 'shop' });
  });

  test('the others tell the problem and the host as data', async () => {
    const run = await runMain(['top', '--json'], { variables: nowhere });
    expect(run.exitCode).toBe(5);
    const { at, error, host } = JSON.parse(run.stdout) as { at: string; error: unknown; host: Record<string, unknown> };
    expect(error).toMatchObject({ code: 'no-socket' });
    for (const time of [at, host['at'], host['bootedAt']]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(host).toMatchObject({ memory: { totalBytes: expect.any(Number) as number }, publicUrl: null });
    expect(run.stdout).not.toContain('"ok":');
  });

  test('an engine elsewhere: nothing of this host is told as if it were its own', async () => {
    const run = await runMain(['-H', 'tcp://0.0.0.0:1', '-p', 'shop', 'top', '--json'], {
      variables: { DOCKER_CONTEXT: '' },
    });
    expect(run.exitCode).toBe(5);
    const reason = 'not available: the engine is elsewhere';
    expect((JSON.parse(run.stdout) as { host: unknown }).host).toMatchObject({
      memory: null,
      units: null,
      unknown: expect.arrayContaining([
        { part: 'memory', reason },
        { part: 'units', reason },
      ]) as unknown,
    });
  });

  test('an unknown context is told with a next step', async () => {
    const run = await runMain(['-c', 'nope', 'status']);
    expect(run).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('Docker has no context "nope"\n  Choose one of: docker context ls') as string,
    });
  });

  test.each(['status', 'top', 'logs'])('an unknown context is told as data by %s --json', async command => {
    const run = await runMain(['-c', 'nope', command, '--json']);
    expect(run).toMatchObject({ exitCode: 5, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({
      schema: 1,
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      error: {
        code: 'endpoint',
        message: 'Docker has no context "nope"',
        nextSteps: ['Choose one of: docker context ls'],
      },
      host: null,
    });
  });

  test('O-DAEMON-1: an engine that accepts and never answers is told apart', async () => {
    const folder = tempDir();
    const server = createServer();
    await new Promise<void>(resolve => server.listen(path.join(folder, 's'), resolve));
    onTestFinished(() => {
      server.close();
    });
    const run = await runMain(['status', '--brief'], { variables: { DOCKER_HOST: `unix://${folder}/s` } });
    expect(run).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('not answering') as string });
  });
});

describe('what is opened', () => {
  test('a terminal gets the console, a pipe the status', async () => {
    const { variables } = await demoEngine();
    const console = await runMain([], { variables, isTTY: true });
    expect(console).toMatchObject({ exitCode: 0, stdout: '' });
    expect(console.consoleSession).toMatchObject({ demo: null, hint: { source: 'none' } });
    const piped = await runMain([], { variables });
    expect(piped.consoleSession).toBeNull();
    expect(piped.stdout).toContain('OK depotix');
  });

  test('--json on a terminal is the status too', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['--json'], { variables, isTTY: true });
    expect(run.consoleSession).toBeNull();
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 1, verdict: 'ok' });
  });

  test('the demo opens only when it is asked for, and says so', async () => {
    const run = await runMain(['demo', '--scenario', 'oom'], { isTTY: true });
    expect(run.consoleSession?.demo?.scenario).toBe('oom');
    expect(run.consoleSession?.hint).toMatchObject({ project: 'depotix', certain: true });
    expect((await runMain(['demo'])).stdout).toMatch(/^DEMO /);
    const without = await runMain([], { isTTY: true, variables: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
    expect(without.consoleSession?.demo).toBeNull();
  });

  test('--demo-if-no-docker opens no demo where an engine or a stack is named, or anything else was typed', async () => {
    const flag = '--demo-if-no-docker';
    for (const [argv, variables] of [
      [[flag], { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }],
      [[flag], { COMPOSE_PROJECT_NAME: 'shop' }],
      [[flag, '--ascii'], {}],
    ] as const) {
      const run = await runMain(argv, { isTTY: true, variables: { ...variables } });
      expect(run.consoleSession?.demo, argv.join(' ')).toBeNull();
    }
    const command = await runMain([flag, 'status', '--brief'], {
      variables: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
    });
    expect(command).toMatchObject({ exitCode: 5 });
  });

  test('a mistyped scenario is told with the nearest', async () => {
    expect(await runMain(['demo', '--scenario', 'omm'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('depotix demo --scenario oom') as string,
    });
    const list = JSON.parse((await runMain(['demo', '--list', '--json'])).stdout) as { scenarios: { name: string }[] };
    expect(list.scenarios.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['healthy', 'oom', 'crash-loop', 'db-down', 'unhealthy', 'slow', 'log-flood']),
    );
  });
});

test('a bug is told with its stack, and the exit code is 1', async () => {
  const { variables } = await demoEngine();
  const run = await runMain(['status'], {
    variables,
    onOutput: () => {
      throw new TypeError('x is not a function');
    },
  });
  expect(run).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/bug in the console[^]*TypeError: x is not a function\n\s+at /) as string,
  });
});

describe('a typo is no outage', () => {
  test.each(['status', 'status --json', 'top', 'logs'])('%s of a name that nothing bears: exit 2', async line => {
    const { variables } = await demoEngine();
    const run = await runMain(['-p', 'nope', ...line.split(' ')], { variables });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^depotix: no stack named nope on /);
    expect(run.stderr).toContain(`\n  depotix -p depotix ${line.split(' ')[0] ?? ''}   (`);
  });

  test('a compose file of that name without containers is a stack that is down', async () => {
    const { variables } = await demoEngine();
    const cwd = tempDir({ 'compose.yml': 'name: nope\nservices: {}\n' });
    const run = await runMain(['-p', 'nope', 'status'], { variables, cwd });
    expect(run).toMatchObject({ exitCode: 4, stderr: '' });
  });

  test.each(['status', 'top --json'])('-f of a file that does not exist: exit 2, %s', async line => {
    const run = await runMain(['-f', '/nope/compose.yml', ...line.split(' ')]);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain('depotix: compose file /nope/compose.yml does not exist\n  Name one');
  });
});
