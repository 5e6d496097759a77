import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeEngine } from './describe-engine.ts';
import { answers, callEngine } from './engine-api.ts';
import { openExtraContainers } from './extra-containers.ts';
import type { EngineVersion } from './prefix.ts';
import { startEngine, type PrivateEngine } from './private-engine.ts';
import { findProcesses, markProcess } from './processes.ts';
import { createTestHost } from './test-host.ts';
import { waitUntil } from './wait-until.ts';

type Inspect = {
  readonly RestartCount: number;
  readonly State: { readonly Running: boolean; readonly Health?: { readonly Status: string } };
};

/** Ends at once when asked: process 1 of a container ignores SIGTERM unless it says otherwise. */
const lasting = 'trap exit TERM; while :; do sleep 1; done';

const host = createTestHost({ report: () => {} });

async function inspect(engine: PrivateEngine, id: string): Promise<Inspect> {
  return JSON.parse(await callEngine(engine.socket, `/containers/${id}/json`)) as Inspect;
}

for (const version of ['26.1', '20.10'] satisfies EngineVersion[]) {
  describeEngine(
    `a fresh engine ${version} beside the shared one`,
    () => {
      let engine: PrivateEngine;
      beforeAll(async () => {
        engine = await startEngine(host, { version, data: 'fresh' });
      });
      afterAll(() => engine.stop());

      it('is of that version, and empty', async () => {
        const about = JSON.parse(await callEngine(engine.socket, '/version')) as { Version: string };
        expect(about.Version).toMatch(version);
        expect(JSON.parse(await callEngine(engine.socket, '/images/json'))).toEqual([]);
        expect(JSON.parse(await callEngine(engine.socket, '/containers/json?all=1'))).toEqual([]);
      });

      it('runs containers that crash, and such whose health check fails', async () => {
        await using containers = await openExtraContainers(host, engine);
        const crashing = await containers.run({ service: 'crashing', command: 'exit 3', restart: 'always' });
        const sick = await containers.run({
          service: 'sick',
          command: 'sleep 600',
          health: { command: 'echo no; exit 1', intervalMs: 200 },
        });
        await waitUntil('two restarts', 20_000, async () => (await inspect(engine, crashing.id)).RestartCount >= 2);
        await waitUntil(
          'unhealthy',
          20_000,
          async () => (await inspect(engine, sick.id)).State.Health?.Status === 'unhealthy',
        );
      });

      it('does not answer while it is paused', async () => {
        engine.pause();
        // The signal is sent; on a busy machine a thread may still answer before it is stopped.
        await waitUntil('silent', 10_000, async () => !(await answers(engine.socket, 500)));
        engine.resume();
        expect(await answers(engine.socket, 5000)).toBe(true);
      });

      it('comes back on the same socket after a crash, and starts the containers that shall always run', async () => {
        await using containers = await openExtraContainers(host, engine);
        const { id } = await containers.run({ service: 'lasting', command: lasting, restart: 'always' });
        await engine.kill();
        expect(await answers(engine.socket, 500)).toBe(false);
        const socket = engine.socket;
        engine = await engine.restart();
        expect(engine.socket).toBe(socket);
        await waitUntil('running again', 60_000, async () => (await inspect(engine, id)).State.Running);
      });
    },
    version,
  );
}

describeEngine('a fresh engine whose test was killed', () => {
  it('is stopped when the next one starts', async () => {
    const script = `
      import { startEngine } from ${JSON.stringify(new URL('private-engine.ts', import.meta.url).href)};
      import { createTestHost } from ${JSON.stringify(new URL('test-host.ts', import.meta.url).href)};
      const { pid, dataRoot } = await startEngine(createTestHost(), { data: 'fresh' });
      process.stdout.write(JSON.stringify({ pid, dataRoot }));
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    const orphan = JSON.parse(killed.stdout) as { pid: number; dataRoot: string };
    expect(markProcess(orphan.pid)).toBeDefined();
    const engine = await startEngine(host, { data: 'fresh' });
    await engine.stop();
    expect(markProcess(orphan.pid)).toBeUndefined();
    expect(existsSync(orphan.dataRoot)).toBe(false);
  });
});

describeEngine('a stopped engine', () => {
  it('leaves no process, no mount and no file, not even after a crash with a container running', async () => {
    const engine = await startEngine(host, { data: 'fresh' });
    const containers = await openExtraContainers(host, engine);
    await containers.run({ service: 'left', command: 'sleep 600' });
    await engine.kill();
    await engine.stop();
    const folder = dirname(engine.socket);
    expect(findProcesses(argv => argv.some(word => word.includes(folder)))).toEqual([]);
    const mounts = await readFile('/proc/self/mountinfo', 'utf8');
    expect(mounts).not.toContain(folder);
    expect(mounts).not.toContain(engine.dataRoot);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(engine.dataRoot)).toBe(false);
  });
});
