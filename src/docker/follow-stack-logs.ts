/** The logs of all containers of the stack, as they come and go. */
import type { Container } from '../model/container.ts';
import type { LogBatch } from '../model/log-record.ts';
import { createAsyncChannel } from './async-channel.ts';
import type { AsyncChannel } from './async-channel.ts';
import type { ContainerFeed } from './container-feed.ts';
import type { Engine } from './engine.ts';
import { followLogs } from './follow-logs.ts';
import type { FollowOptions } from './follow-logs.ts';

/** Batches held for all streams together; beyond that the engine's streams wait. */
const batchesHeld = 16;

/**
 * One batch after the other from whichever container has something; each batch is of one container and in its order. A
 * container is followed from when it has been inspected until it is gone from the feed. Ends when the signal fires.
 */
export async function* followStackLogs(
  engine: Engine,
  feed: ContainerFeed,
  options: FollowOptions,
): AsyncGenerator<LogBatch> {
  if (options.signal.aborted) return;
  const ending = new AbortController();
  const channel = createAsyncChannel<LogBatch>(batchesHeld);
  const onAbort = (): void => {
    ending.abort();
    channel.end();
  };
  options.signal.addEventListener('abort', onAbort, { once: true });
  const following = manage(engine, feed, { ...options, signal: ending.signal }, channel).catch((error: unknown) =>
    channel.fail(error),
  );
  try {
    yield* channel;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    ending.abort();
    await following;
  }
}

async function manage(
  engine: Engine,
  feed: ContainerFeed,
  options: FollowOptions,
  channel: AsyncChannel<LogBatch>,
): Promise<void> {
  const followed = new Map<string, Following>();
  const { signal } = options;
  const follow = (id: string): Following => {
    const following: Following = { ended: false, whole: Promise.resolve() };
    const run = async (): Promise<void> => {
      for await (const batch of followLogs(engine, id, feed, options)) await channel.send(batch);
    };
    following.whole = run()
      .catch((error: unknown) => channel.fail(error))
      .finally(() => (following.ended = true));
    return following;
  };
  while (!signal.aborted) {
    const containers = feed.current();
    const ids = new Set(containers.map(container => container.id));
    // A follower whose container is gone ends by itself; its id is kept until then, so that it is not followed twice.
    for (const [id, { ended }] of followed) if (ended && !ids.has(id)) followed.delete(id);
    for (const { id } of containers.filter(isReady)) if (!followed.has(id)) followed.set(id, follow(id));
    await feed.changed(signal);
  }
  await Promise.all([...followed.values()].map(({ whole }) => whole));
}

/** One container's follower. */
interface Following {
  ended: boolean;
  whole: Promise<void>;
}

/** Before the inspect it is not known whether there is a TTY; what never ran has no log. */
function isReady(container: Container): boolean {
  return container.detail !== null && container.state !== 'created' && container.state !== 'removing';
}
