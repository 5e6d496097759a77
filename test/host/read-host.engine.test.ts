import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHostFiles } from '../../src/host/host-files.ts';
import { readCgroups } from '../../src/host/read-cgroups.ts';
import { readHost } from '../../src/host/read-host.ts';
import { readSurvivors } from '../../src/host/read-survivors.ts';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { callEngine } from '../engine/engine-api.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import type { OpenStack } from '../engine/open-stack.ts';
import { waitUntil } from '../engine/wait-until.ts';

describeEngine('the host under a real engine', () => {
  let opened: OpenStack;
  let extra: ExtraContainers;
  const files = createHostFiles();

  beforeAll(async () => {
    const { host, ...stack } = await useSharedStack();
    opened = stack;
    extra = await openExtraContainers(host, opened.engine);
  });

  afterAll(async () => {
    await extra?.removeAll();
  });

  async function pidOf(id: string): Promise<number> {
    const inspect = JSON.parse(await callEngine(opened.engine.socket, `/containers/${id}/json`)) as {
      State: { Pid: number };
    };
    return inspect.State.Pid;
  }

  test('the control group of a container is read on the host, and its OOM kills are counted', async () => {
    // A child that takes more than the limit is killed; the shell, which is the container, lives on.
    const hungry = await extra.run({
      service: 'hungry',
      command: 'sleep 1; while :; do (tail -c 200000000 /dev/zero | tail) >/dev/null 2>&1; sleep 1; done',
      memoryBytes: 32 * 1024 * 1024,
      hostConfig: { MemorySwap: 32 * 1024 * 1024 },
    });
    const subject = { containerId: hungry.id, pid: await pidOf(hungry.id) };
    expect(readCgroups(files, [subject])[0]).toMatchObject({
      processes: expect.any(Number) as number,
      memoryPeakBytes: expect.any(Number) as number,
    });
    const after = await waitUntil('a kill is counted', 60_000, () => {
      const [cgroup] = readCgroups(files, [subject]);
      return Promise.resolve((cgroup?.oomKills ?? 0) > 0 ? cgroup : undefined);
    });
    expect(after.memoryPeakBytes).toBeGreaterThan(16 * 1024 * 1024);
  });

  test("the engine's data folder is one of the disks", async () => {
    const sample = await readHost(files, { diskPaths: [opened.engine.dataRoot] }, Date.now());
    expect(sample.disks.ok && sample.disks.value.length).toBeGreaterThanOrEqual(1);
    expect(sample.memory.ok).toBe(true);
    expect(sample.load.ok).toBe(true);
  });

  test('living containers are found without asking the engine, by the names in its files', async () => {
    const survivors = readSurvivors(files, opened.engine.dataRoot);
    const services = survivors.ok
      ? survivors.value.filter(({ project }) => project === opened.stack.project).map(({ service }) => service)
      : [];
    expect(services).toEqual(expect.arrayContaining(['api', 'caddy', 'postgres', 'web']));
  });
});
