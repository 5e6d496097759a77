import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { withLock } from './lock.ts';
import { createTestHost, shortHash } from './test-host.ts';

const host = createTestHost({ report: () => {} });
const lockModule = new URL('lock.ts', import.meta.url).href;
const hostModule = new URL('test-host.ts', import.meta.url).href;

it('lets one run in at a time', async () => {
  const name = `test ${shortHash(String(process.hrtime.bigint()))}`;
  const steps: string[] = [];
  const enter = (who: string) =>
    withLock(host, name, async () => {
      steps.push(`${who} in`);
      await new Promise(resolve => setImmediate(resolve));
      steps.push(`${who} out`);
    });
  await Promise.all([enter('first'), enter('second')]);
  expect(steps).toHaveLength(4);
  expect([steps[0]?.split(' ')[0], steps[2]?.split(' ')[0]]).toEqual([
    steps[1]?.split(' ')[0],
    steps[3]?.split(' ')[0],
  ]);
});

it('is free again when its owner was killed', async () => {
  const name = `test ${shortHash(String(process.hrtime.bigint()))}`;
  const script = `
    import { withLock } from ${JSON.stringify(lockModule)};
    import { createTestHost } from ${JSON.stringify(hostModule)};
    await withLock(createTestHost(), ${JSON.stringify(name)}, async () => {
      process.stdout.write('held');
      await new Promise(resolve => setTimeout(resolve, 60_000));
    });`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(owner.stdout, 'data');
  let entered = false;
  const waiting = withLock(host, name, async () => void (entered = true));
  expect(entered).toBe(false);
  owner.kill('SIGKILL');
  await waiting;
  expect(entered).toBe(true);
});

it('lets a failure of the action through, and is free afterwards', async () => {
  const name = `test ${shortHash(String(process.hrtime.bigint()))}`;
  await expect(withLock(host, name, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(withLock(host, name, async () => 'in')).resolves.toBe('in');
});
