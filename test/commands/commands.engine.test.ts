import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { callEngine } from '../engine/engine-api.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import type { OpenStack } from '../engine/open-stack.ts';
import { waitUntil } from '../engine/wait-until.ts';
import { runMain, type Run, type RunOptions } from '../helpers/run-main.ts';

type Json = Record<string, unknown>;

const parse = (text: string): Json => JSON.parse(text) as Json;
const parseLines = (text: string): Json[] => text.trimEnd().split('\n').map(parse);

describeEngine('headless commands on a real engine', () => {
  let opened: OpenStack;
  let extra: ExtraContainers;
  let crashing: string;

  beforeAll(async () => {
    const { host, ...stack } = await useSharedStack();
    opened = stack;
    extra = await openExtraContainers(host, opened.engine);
    await extra.run({
      service: 'ill',
      command: 'sleep 600',
      health: { command: 'echo no database; exit 1', intervalMs: 500, retries: 1 },
    });
    crashing = (
      await extra.run({ service: 'crashing', command: 'echo first words; sleep 0.3; echo last words >&2; exit 3' })
    ).id;
    await extra.run({
      service: 'silent',
      command: 'sleep 600',
      hostConfig: { LogConfig: { Type: 'none', Config: {} } },
    });
  });

  afterAll(async () => {
    await extra?.removeAll();
  });

  const onStack = (argv: readonly string[], options: RunOptions = {}): Promise<Run> =>
    runMain(['-p', opened.stack.project, ...argv], {
      ...options,
      variables: { DOCKER_HOST: opened.engine.dockerHost },
    });
  const onExtra = (argv: readonly string[], options: RunOptions = {}): Promise<Run> =>
    runMain(['-p', extra.project, ...argv], { ...options, variables: { DOCKER_HOST: opened.engine.dockerHost } });

  test('status --json tells the reference stack with its limits', async () => {
    const run = await onStack(['status', '--json']);
    const report = parse(run.stdout);
    expect(report).toMatchObject({ schema: 1, project: opened.stack.project, engine: { reachable: true } });
    const services = report['services'] as { name: string; health: string; containers: Json[] }[];
    for (const [name, memory] of [
      ['caddy', 256],
      ['web', 1024],
      ['api', 1024],
      ['postgres', 512],
    ] as const) {
      const service = services.find(found => found.name === name);
      expect(service, name).toMatchObject({ health: 'healthy' });
      const container = service?.containers.find(found => String(found['name']).startsWith(opened.stack.project));
      expect(container, name).toMatchObject({
        state: 'running',
        exitCode: null,
        cpu: { cores: expect.any(Number) as number },
        memory: { usedBytes: expect.any(Number) as number, limitBytes: memory * 1024 * 1024 },
      });
    }
    const edge = services.find(({ name }) => name === 'caddy')?.containers[0];
    expect(edge?.['ports']).toContainEqual({
      hostIp: '127.0.0.1',
      hostPort: opened.stack.ports.http,
      containerPort: 80,
      protocol: 'tcp',
    });
  });

  test('status: an ill and a crashed service are degraded, exit 3, with the probe and the exit code as evidence', async () => {
    await waitUntil('the probe has failed', 30_000, async () => (await onExtra(['status', '--brief'])).exitCode === 3);
    const run = await waitUntil('both are found', 30_000, async () => {
      const now = await onExtra(['status']);
      return now.stdout.includes('no database') && now.stdout.includes('crashing') ? now : undefined;
    });
    expect(run.stdout).toMatch(/^✖ DEGRADED/);
    expect(run.stdout).toMatch(/crashing +exited \(3\)/);
  });

  test('health --json holds what the probes said', async () => {
    await waitUntil('the probe has failed', 30_000, async () => (await onExtra(['health', 'ill'])).exitCode === 3);
    const report = parse((await onExtra(['health', 'ill', '--json'])).stdout);
    expect(report['containers']).toEqual([
      expect.objectContaining({
        service: 'ill',
        health: 'unhealthy',
        probes: expect.arrayContaining([
          expect.objectContaining({ exitCode: 1, output: 'no database\n' }),
        ]) as unknown[],
      }),
    ]);
  });

  test('top --json reads the figures twice', async () => {
    const report = parse((await onStack(['top', 'api', '--json'])).stdout);
    const api = (report['containers'] as Json[]).find(({ name }) => String(name).startsWith(opened.stack.project));
    expect(api).toMatchObject({
      service: 'api',
      cpu: { cores: expect.any(Number) as number, limitCores: expect.any(Number) as number },
      pids: { used: expect.any(Number) as number },
      network: { rxBytesPerSecond: expect.any(Number) as number },
      // Read from the container's own control group on this host.
      oomKills: 0,
    });
  });

  test('logs --json: both streams in order; the one that can not be read is told, and the others are shown', async () => {
    const run = await onExtra(['logs', '--json']);
    const lines = parseLines(run.stdout);
    expect(lines.filter(({ service }) => service === 'crashing')).toEqual([
      expect.objectContaining({ stream: 'stdout', text: 'first words' }),
      expect.objectContaining({ stream: 'stderr', text: 'last words' }),
    ]);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/silent.*log driver none can't be read/);
  });

  test('logs -f shows a request as it comes, and the lines before it once', async () => {
    const path = `/headless-${process.pid}-${Date.now()}`;
    let asked = false;
    const run = await onStack(['logs', '-f', '-n', '5', 'caddy'], {
      onStart: interrupt => {
        setTimeout(interrupt, 20_000).unref();
      },
      onOutput(text, interrupt) {
        if (!asked) {
          asked = true;
          get(opened.stack.ports.http, path);
        }
        if (text.includes(path)) interrupt();
      },
    });
    expect(run.exitCode).toBe(130);
    expect(run.stdout.split(path).length - 1).toBeGreaterThanOrEqual(1);
    const lines = run.stdout.trimEnd().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
  });

  test('logs -f goes on after a restart', async () => {
    let restarted = false;
    const run = await onExtra(['logs', '-f', '--json', 'crashing'], {
      onStart: interrupt => {
        setTimeout(interrupt, 20_000).unref();
      },
      onOutput(_, interrupt) {
        if (restarted) interrupt();
        else void callEngine(opened.engine.socket, `/containers/${crashing}/restart?t=0`, { method: 'POST' });
        restarted = true;
      },
    });
    expect(run.exitCode).toBe(130);
    const lines = parseLines(run.stdout).map(({ at, text }) => `${String(at)} ${String(text)}`);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(new Set(lines).size).toBe(lines.length);
  });

  test('events --json tells deaths with their exit codes', async () => {
    const events = parseLines((await onExtra(['events', '--json', 'crashing'])).stdout);
    expect(events).toContainEqual(expect.objectContaining({ action: 'die', service: 'crashing', exitCode: 3 }));
  });

  test('doctor finds the engine and the files of the stack', async () => {
    const { checks } = parse((await onStack(['doctor', '--json'])).stdout) as { checks: Json[] };
    const check = (name: string): Json | undefined => checks.find(found => found['name'] === name);
    expect(check('engine')).toMatchObject({ status: 'ok' });
    expect(check('api')).toMatchObject({ status: 'ok' });
    expect(check('stack')).toMatchObject({ status: 'ok' });
    expect(String(check('stack')?.['text'])).toContain('compose.yml');
  });
});

/** One request, whose answer does not matter: the edge logs it. */
function get(port: number, path: string): void {
  const socket = connect(port, '127.0.0.1', () =>
    socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
  );
  socket.on('error', () => {});
  socket.resume();
}
