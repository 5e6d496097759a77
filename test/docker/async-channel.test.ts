import { expect, test } from 'vitest';
import { createAsyncChannel } from '../../src/docker/async-channel.ts';
import { backoffMs } from '../../src/docker/backoff.ts';
import { createLimiter } from '../../src/docker/limiter.ts';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

test('a channel hands out what was sent, in order, also after its end', async () => {
  const channel = createAsyncChannel<number>();
  void channel.send(1);
  void channel.send(2);
  channel.end();
  void channel.send(3);
  expect(await collect(channel)).toEqual([1, 2]);
});

test('a channel that failed hands out what came before, then throws', async () => {
  const channel = createAsyncChannel<number>();
  const seen: number[] = [];
  void channel.send(1);
  channel.fail(new Error('lost'));
  const reading = (async () => {
    for await (const value of channel) seen.push(value);
  })();
  await expect(reading).rejects.toThrow('lost');
  expect(seen).toEqual([1]);
});

test('a full channel lets its producer wait until the consumer has taken something', async () => {
  const channel = createAsyncChannel<number>(2);
  let sent = 0;
  const producing = (async () => {
    for (; sent < 5; sent += 1) await channel.send(sent);
    channel.end();
  })();
  await new Promise(resolve => setImmediate(resolve));
  expect(sent).toBe(1);
  expect(await collect(channel)).toEqual([0, 1, 2, 3, 4]);
  await producing;
});

test('a consumer that breaks off frees the producers', async () => {
  const channel = createAsyncChannel<number>(1);
  const sending = channel.send(1);
  for await (const value of channel) {
    expect(value).toBe(1);
    break;
  }
  await sending;
  await channel.send(2);
});

test('the wait between attempts doubles from 0.25 s to 5 s, spread by a fifth', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(attempt => backoffMs(attempt, () => 0.5))).toEqual([
    250, 500, 1000, 2000, 4000, 5000, 5000,
  ]);
  expect([backoffMs(0, () => 0), backoffMs(0, () => 1)]).toEqual([200, 300]);
});

test('a limiter runs no more than its width at once, and goes on after a failure', async () => {
  const limit = createLimiter(2);
  let running = 0;
  let most = 0;
  const work = async (fails: boolean): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(resolve => setImmediate(resolve));
    running -= 1;
    if (fails) throw new Error('x');
  };
  const results = await Promise.allSettled([true, false, true, false, false].map(fails => limit(() => work(fails))));
  expect(most).toBe(2);
  expect(results.map(result => result.status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
});
