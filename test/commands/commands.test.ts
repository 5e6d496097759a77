import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { waitUntil } from '../engine/wait-until.ts';
import { demoEngine, runMain } from '../helpers/run-main.ts';
import { tempDir } from '../helpers/temp-dir.ts';

type Json = Record<string, unknown>;

describe('status', () => {
  test('a healthy stack: exit 0, a row for each service', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['status'], { variables });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    for (const service of ['caddy', 'web', 'api', 'postgres'])
      expect(run.stdout).toMatch(new RegExp(`^✔  ${service}\\s+healthy\\s+\\d`, 'm'));
  });

  test('the contract has all of its keys, and no other', async () => {
    const { variables } = await demoEngine();
    const report = JSON.parse((await runMain(['status', '--json'], { variables })).stdout) as Record<
      string,
      unknown
    > & { services: Record<string, unknown>[] };
    expect(Object.keys(report)).toEqual([
      'schema',
      'at',
      'ageMs',
      'project',
      'engine',
      'verdict',
      'services',
      'findings',
    ]);
    expect(report).toMatchObject({
      schema: 1,
      project: 'depotix',
      engine: { version: '26.1.5', reachable: true },
      verdict: 'ok',
    });
    const [service] = report.services;
    expect(Object.keys(service ?? {})).toEqual(['name', 'state', 'health', 'wanted', 'containers']);
    const [container] = (service?.['containers'] ?? []) as Record<string, unknown>[];
    expect(Object.keys(container ?? {})).toEqual([
      'id',
      'name',
      'image',
      'imageId',
      'state',
      'health',
      'restarts',
      'exitCode',
      'startedAt',
      'ports',
      'cpu',
      'memory',
    ]);
    expect(container).toMatchObject({
      cpu: { cores: expect.any(Number) as number, limitCores: 0.5 },
      memory: { percentOfLimit: expect.any(Number) as number },
    });
  });

  test('a database that is down is degraded, exit 3, with the root named first', async () => {
    const { variables } = await demoEngine({ scenario: 'db-down' });
    const run = await runMain(['status'], { variables });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toMatch(/^✖ DEGRADED.*depotix: postgres/);
    expect(run.stdout).toContain('→ depotix logs -n 50 postgres');
  });

  test.each(['--json', '--brief'])('an OOM loop is told from what the engine remembers, %s', async option => {
    const { variables } = await demoEngine({ scenario: 'oom' });
    const run = await runMain(['status', option], { variables });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toMatch(
      /api OOM-killed (?:\d+ s ago|just now): reaches its 1 GiB limit about \d+ s after each start; \d restarts since created, at least [2-5] OOM kills in the last \d min/,
    );
  });

  test('the throttling is read over a second at least: 64 % of ten periods of 100 ms are six or seven', async () => {
    const { variables } = await demoEngine({ scenario: 'slow' });
    const { stdout } = await runMain(['status', '--json'], { variables });
    const [, share] = /api throttled (\d+) % of the time/.exec(stdout) ?? [];
    expect(Math.abs(Number(share) - 64)).toBeLessThanOrEqual(10);
  });

  test('--brief is one line with the same exit code', async () => {
    const { variables } = await demoEngine({ scenario: 'db-down' });
    const run = await runMain(['status', '--brief'], { variables });
    expect(run.exitCode).toBe(3);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('--brief without an engine and without a stack names none, and leaves no gap for it', async () => {
    const variables = { DOCKER_HOST: `unix://${join(tempDir(), 'none.sock')}` };
    const run = await runMain(['status', '--brief'], { variables });
    expect(run.exitCode).toBe(5);
    expect(run.stdout).toMatch(/^▲ UNKNOWN[^:]*:\d\d\): No Docker Engine here: /);
  });

  test('--strict: warnings count too', async () => {
    const { variables } = await demoEngine({ scenario: 'oom' });
    const lax = await runMain(['status', '--json'], { variables });
    const report = JSON.parse(lax.stdout) as { findings: { severity: string }[] };
    const worst = new Set(report.findings.map(({ severity }) => severity));
    expect(worst.has('warning') || worst.has('critical')).toBe(true);
    expect(lax.exitCode).toBe(worst.has('critical') ? 3 : 0);
    expect(await runMain(['status', '--strict', '--brief'], { variables })).toMatchObject({ exitCode: 3 });
  });

  test('ASCII and no colours for a terminal that wants so', async () => {
    const { variables } = await demoEngine();
    const colourful = await runMain(['status', '--brief'], { variables, isTTY: true });
    expect(colourful.stdout).toContain('\u001B[32m✔');
    const plain = await runMain(['--ascii', 'status'], { variables: { ...variables, NO_COLOR: '1' }, isTTY: true });
    expect(plain.stdout).toMatch(/^[\n\u0020-\u007E]+$/);
  });
});

describe('health', () => {
  test('an unhealthy service: exit 3, its check and what the probes said', async () => {
    const { variables } = await demoEngine({ scenario: 'unhealthy' });
    const run = await runMain(['health', 'web'], { variables });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toMatch(/✖ depotix-web-1 {2}unhealthy, \d+ failed in a row/);
    expect(run.stdout).toMatch(/\d\d:\d\d:\d\d {2}exit 1/);
    expect(run.stdout).not.toContain('depotix-api-1');
    const report = JSON.parse((await runMain(['health', '--json'], { variables })).stdout) as {
      containers: { service: string; health: string }[];
    };
    expect(report.containers.map(({ service, health }) => `${service} ${health}`)).toContain('web unhealthy');
  });

  test('a service that does not exist: exit 2, and which do', async () => {
    const { variables } = await demoEngine();
    expect(await runMain(['health', 'wbe'], { variables })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('It has: caddy, web, api, postgres') as string,
    });
  });
});

describe('top', () => {
  test('figures of each running container, the CPU of two readings', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['top', '--json', 'api'], { variables });
    const report = JSON.parse(run.stdout) as { containers: unknown[] };
    expect(report.containers).toEqual([
      expect.objectContaining({
        service: 'api',
        cpu: expect.objectContaining({ cores: expect.any(Number) as number }) as object,
        memory: expect.objectContaining({ limitBytes: 1024 ** 3 }) as object,
      }),
    ]);
  });

  test('a mistyped service is told before the second of waiting', async () => {
    const { variables } = await demoEngine();
    const before = performance.now();
    expect(await runMain(['top', 'nope'], { variables })).toMatchObject({ exitCode: 2 });
    expect(performance.now() - before).toBeLessThan(900);
  });
});

describe('logs', () => {
  test('all services in the order of their time, the project left out of the names', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['logs', '-n', '30', '-t'], { variables });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = run.stdout.trimEnd().split('\n');
    const stamps = lines.map(line => /^\S+ +\| (\S+Z) /.exec(line)?.[1] ?? line);
    expect(stamps).toEqual(stamps.toSorted());
    expect(new Set(lines.map(line => line.split(' ')[0]))).toEqual(
      new Set(['caddy-1', 'web-1', 'api-1', 'postgres-1']),
    );
    expect(lines.length).toBeGreaterThan(40);
  });

  test('--json is one object a line', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['logs', '-n', '5', '--json', 'api'], { variables });
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatchObject({
      service: 'api',
      container: 'depotix-api-1',
      at: expect.stringMatching(/^\d{4}-.*\.\d{9}Z$/) as string,
      level: expect.any(String) as string,
    });
  });

  test('--since and --until cut out a stretch', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['logs', '--since', '3m', '--until', '2m', '--json'], { variables });
    const ages = run.stdout
      .trimEnd()
      .split('\n')
      .map(line => Date.now() - Date.parse((JSON.parse(line) as { at: string }).at));
    expect(ages.length).toBeGreaterThan(5);
    expect(Math.max(...ages)).toBeLessThan(190_000);
    expect(Math.min(...ages)).toBeGreaterThan(119_000);
  });

  test('-f goes on until Ctrl-C, exit 130, no line doubled', async () => {
    const { variables } = await demoEngine();
    let lines = 0;
    const run = await runMain(['logs', '-f', '-n', '20', '--json'], {
      variables,
      onOutput(text, interrupt) {
        lines += text.split('\n').length - 1;
        if (lines >= 85) interrupt();
      },
    });
    expect(run.exitCode).toBe(130);
    const seen = run.stdout
      .trimEnd()
      .split('\n')
      .map(line => {
        const { at, containerId, text } = JSON.parse(line) as { at: string; containerId: string; text: string };
        return `${at} ${containerId} ${text}`;
      });
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('-f -n 0 shows nothing of the past', async () => {
    const { variables } = await demoEngine();
    const begun = Date.now();
    const run = await runMain(['logs', '-f', '-n', '0', '--json'], {
      variables,
      onOutput: (_, interrupt) => interrupt(),
    });
    const [first = '{}'] = run.stdout.split('\n');
    expect(Date.parse((JSON.parse(first) as { at: string }).at)).toBeGreaterThanOrEqual(begun - 1_000);
  });

  test('a reader that leaves ends it, quietly', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['logs', '-f'], { variables, onOutput: (_, __, leave) => leave() });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([
    [['-n', 'many'], '-n takes a number'],
    [['--since', 'yesterday'], '--since can\'t be read as a time: "yesterday"'],
  ])('%s is a usage error', async (options, message) => {
    const { variables } = await demoEngine();
    expect(await runMain(['logs', ...options], { variables })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(message) as string,
    });
  });
});

describe('events', () => {
  test('what happened, as data', async () => {
    const { variables } = await demoEngine({ scenario: 'oom' });
    const run = await runMain(['events', '--since', '30m', '--json', 'api'], { variables });
    const events = run.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    expect(events).toContainEqual(expect.objectContaining({ action: 'die', service: 'api', exitCode: 137 }));
    expect(events.every(event => event['service'] === 'api')).toBe(true);
    expect((await runMain(['events', 'api'], { variables })).stdout).toMatch(
      /✖ depotix-api-1 {2}died, exit 137 \(SIGKILL\)/,
    );
  });

  test('-f hears what comes, and ends by Ctrl-C with exit 130', async () => {
    const { server, variables } = await demoEngine();
    let stopWaiting: (() => void) | undefined;
    const running = runMain(['events', '-f', 'postgres'], {
      variables,
      onStart: interrupt => {
        stopWaiting = interrupt;
      },
      onOutput: (_, interrupt) => interrupt(),
    });
    await waitUntil('the event stream is open', 10_000, () => Promise.resolve(server.stats().streams.events > 0));
    server.setScenario('db-down');
    const run = await running.finally(() => stopWaiting?.());
    expect(run).toMatchObject({ exitCode: 130, stdout: expect.stringContaining('depotix-postgres-1') as string });
  });

  test('-f says when the engine goes, and waits for it', async () => {
    const { server, variables } = await demoEngine();
    let stopWaiting: (() => void) | undefined;
    const running = runMain(['events', '-f'], {
      variables,
      onStart: interrupt => {
        stopWaiting = interrupt;
      },
      onError: (_, interrupt) => interrupt(),
    });
    await waitUntil('the event stream is open', 10_000, () => Promise.resolve(server.stats().streams.events > 0));
    await server.close();
    const run = await running.finally(() => stopWaiting?.());
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toMatch(/^depotix: .*Docker.*; waiting for it\n$/);
  });
});

describe('doctor and version', () => {
  test('each check has a line, and what is not fine has a next step', async () => {
    const { variables } = await demoEngine();
    const run = await runMain(['doctor', '--json'], { variables: { ...variables, LANG: 'C' } });
    const { checks } = JSON.parse(run.stdout) as { checks: { name: string; status: string; nextSteps: string[] }[] };
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'engine', 'api', 'compose', 'stack', 'config', 'host', 'terminal', 'locale']),
    );
    expect(checks.find(({ name }) => name === 'engine')).toMatchObject({ status: 'ok' });
    expect(checks.find(({ name }) => name === 'locale')).toMatchObject({ status: 'warning' });
    for (const check of checks.filter(({ status }) => status === 'warning' || status === 'failed'))
      expect(check.nextSteps, check.name).not.toEqual([]);
  });

  test('an engine elsewhere is asked, but nothing of this host is told as its own', async () => {
    const { server } = await demoEngine();
    // Not an address of "this machine" in the sense of the endpoint, but one that answers here.
    const proxy = createServer(client => {
      const upstream = connect(server.socketPath);
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      proxy.close();
    });
    const host = `tcp://0.0.0.0:${(proxy.address() as AddressInfo).port}`;
    const { checks } = JSON.parse((await runMain(['-H', host, 'doctor', '--json'])).stdout) as { checks: Json[] };
    expect(checks).toContainEqual(expect.objectContaining({ name: 'engine', status: 'ok' }));
    expect(checks).toContainEqual({
      name: 'host',
      status: 'skipped',
      text: 'not available: the engine is elsewhere',
      nextSteps: [],
    });
    // The compose file is on that machine: not missed here.
    expect(checks.filter(({ name }) => name === 'files')).toEqual([]);
    const report = JSON.parse((await runMain(['-H', host, 'top', '--json', 'api'])).stdout) as { containers: Json[] };
    expect(report.containers).toEqual([expect.objectContaining({ oomKills: null })]);
  });

  test('doctor without an engine: exit 5', async () => {
    const run = await runMain(['doctor'], { variables: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
    expect(run.exitCode).toBe(5);
    expect(run.stdout).toMatch(/✖ engine +No Docker Engine here/);
  });

  test('a bad config is a failed check with its line', async () => {
    const { variables } = await demoEngine();
    const cwd = tempDir({ 'my.yaml': '\nreadOnly: perhaps\n' });
    const run = await runMain(['--config', 'my.yaml', 'doctor'], { variables, cwd });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/✖ config +\S+my\.yaml:2 readOnly must be true or false/);
  });

  test('version tells all three, also when the engine is away', async () => {
    const { variables } = await demoEngine();
    expect(JSON.parse((await runMain(['version', '--json'], { variables })).stdout)).toMatchObject({
      depotix: '1.2.3',
      engine: { version: '26.1.5' },
    });
    expect(await runMain(['version'], { variables: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } })).toMatchObject(
      {
        exitCode: 0,
        stdout: expect.stringContaining('No Docker Engine here') as string,
      },
    );
  });
});
