/** A console that is opened after the kernel killed something: on a real engine, with nothing seen of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInspect } from '../../src/docker/parse/container.ts';
import { watchStack } from '../../src/docker/watch-stack.ts';
import type { ContainerDetail } from '../../src/model/container.ts';
import { diagnose } from '../../src/model/diagnosis/diagnose.ts';
import { factsOf } from '../../src/model/diagnosis/facts.ts';
import { reduceStack } from '../../src/model/reduce-stack.ts';
import { createSystemClock } from '../../src/system/clock.ts';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { openExtraContainers, type ExtraContainers } from '../engine/extra-containers.ts';
import type { OpenStack } from '../engine/open-stack.ts';
import { waitUntil } from '../engine/wait-until.ts';
import { runMain } from '../helpers/run-main.ts';
import { aStateWith } from '../helpers/stack-factory.ts';
import { connectTo } from './real-stage.ts';

const memoryBytes = 24 * 1024 ** 2;
const common = { memoryBytes, hostConfig: { MemorySwap: memoryBytes, RestartPolicy: { Name: 'always' } } } as const;
/** `tail` keeps a line without an end in memory. The second life sleeps: by then inspect has forgotten the first. */
const onceThenSleep = (command: string): string => `if [ -e /been ]; then exec sleep 600; fi; touch /been; ${command}`;

describeEngine('after a kill for memory, on a real engine', () => {
  let opened: OpenStack;

  beforeAll(async () => {
    opened = await useSharedStack();
  });

  async function kill(): Promise<ExtraContainers & { detail(service: string): Promise<ContainerDetail | null> }> {
    const { host } = await useSharedStack();
    const extra = await openExtraContainers(host, opened.engine);
    opens.push(extra);
    const engine = connectTo(opened.engine);
    const ids = new Map<string, string>();
    const run = async (service: string, command: string): Promise<void> => {
      ids.set(service, (await extra.run({ ...common, service, command })).id);
    };
    await run('eater', onceThenSleep('exec tail /dev/zero'));
    await run('killed', onceThenSleep('exit 137'));
    await run('parent', 'tail /dev/zero; exec sleep 600');
    const signal = AbortSignal.timeout(60_000);
    const detail = async (service: string): Promise<ContainerDetail | null> =>
      parseInspect(await engine.inspect(ids.get(service) ?? '', { signal }))?.detail ?? null;
    for (const service of ['eater', 'killed'])
      await waitUntil(`${service} runs again`, 30_000, async () => {
        const now = await detail(service);
        return now !== null && now.restartCount > 0 && now.pid !== null;
      });
    return { ...extra, detail };
  }
  const opens: ExtraContainers[] = [];

  afterAll(async () => {
    for (const extra of opens) await extra.removeAll();
  });

  test('a cold watch tells the container that died of it, the one that lost a child, and claims no other', async () => {
    const { project, detail } = await kill();
    // What makes it hard: the engine itself says no more of it.
    expect(await detail('eater')).toMatchObject({ oomKilled: false, exitCode: 0, restartCount: 1 });
    const engine = connectTo(opened.engine);
    const clock = createSystemClock();
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), 20_000);
    let state = aStateWith([]);
    const titles = (): readonly string[] =>
      diagnose(factsOf(state, clock.now()))
        .filter(({ code }) => code === 'oom-killed')
        .map(({ title }) => title)
        .toSorted();
    try {
      for await (const event of watchStack(engine, { project }, { signal: ending.signal, clock })) {
        state = reduceStack(state, event);
        if (titles().length >= 2) break;
      }
    } finally {
      clearTimeout(timer);
      engine.close();
    }
    expect(titles()).toEqual([
      expect.stringMatching(/^eater OOM-killed .*: reached its 24 MiB limit; 1 restart since created$/),
      expect.stringMatching(/^parent a process was OOM-killed inside the running container/),
    ]);
  });

  test('a cold status tells the same', async () => {
    const { project } = await kill();
    const variables = { DOCKER_HOST: opened.engine.dockerHost };
    // Whether a container lives on after the kill shows two seconds later.
    const run = await waitUntil('both are told', 20_000, async () => {
      const now = await runMain(['-p', project, 'status', '--json'], { variables });
      return now.stdout.includes('inside the running container') ? now : undefined;
    });
    expect(run.exitCode).toBe(3);
    const { findings } = JSON.parse(run.stdout) as { findings: { code: string; title: string }[] };
    const titles = findings.filter(({ code }) => code === 'oom-killed').map(({ title }) => title);
    expect(titles).toHaveLength(2);
    expect(titles.join('\n')).toMatch(/^eater OOM-killed .*: reached its 24 MiB limit; 1 restart since created$/m);
    expect(run.stdout).not.toMatch(/killed OOM-killed/);
  });
});
