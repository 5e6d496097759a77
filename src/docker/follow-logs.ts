/** One container's log over time: the tail, then each line; attached again after a restart, a loss or a silence. */
import type { Container } from '../model/container.ts';
import type { LogStreamPhase } from '../model/log-line.ts';
import type { LogBatch, LogRecord, LogStreamItem } from '../model/log-record.ts';
import type { Clock } from '../system/clock.ts';
import { createAsyncChannel } from './async-channel.ts';
import { backoffMs } from './backoff.ts';
import type { ContainerFeed } from './container-feed.ts';
import type { Engine } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { attach } from './log-attachment.ts';
import { createLogBorder } from './log-border.ts';
import type { LogBorder } from './log-border.ts';
import { describeEnd, describeStart, isUnreadable, unreadableReason } from './log-notes.ts';
import { readLogs } from './read-logs.ts';
import type { LogOwner } from './read-logs.ts';

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Messages of the past to begin with; default 200. */
  readonly tail?: number;
  /** ms without a byte until the engine is asked whether it keeps something back; default 30 s. */
  readonly silenceMs?: number;
}

const defaultTail = 200;
const defaultSilenceMs = 30_000;
/** Where the engine is known to fall silent it is asked sooner, ms. */
const shortestSilenceMs = 3_000;
/** The engine tells the end of a container in its stream before it tells it by an event: so long to catch up, ms. */
const settleMs = 1_500;
/** Batches held for a reader that is busy; beyond that the engine's stream waits. */
const batchesHeld = 4;

/** What is the same for all attachments of one container. */
interface Follower {
  readonly engine: Engine;
  readonly id: string;
  readonly feed: ContainerFeed;
  readonly options: FollowOptions;
  readonly border: LogBorder;
  readonly send: (batch: LogBatch) => Promise<void>;
  /** A stream was open once, so what has not come did not exist then. */
  wasOpen: boolean;
  received: number;
  attempt: number;
  /** When the stream was lost, ms; kept over the attempts to attach it again. Null: it is not lost. */
  lostSince: number | null;
  /** How often the stream fell silent in this run of the container. */
  silences: number;
  /** Said as soon as the next stream is open: why there was a break. */
  note: string | null;
}

/**
 * Records, notes and changes of status of the container with this id in the feed. Ends when the container is gone from the
 * feed or the engine, when its driver can't be read, or when the signal fires. An engine's failure is a status, never thrown.
 */
export async function* followLogs(
  engine: Engine,
  id: string,
  feed: ContainerFeed,
  options: FollowOptions,
): AsyncGenerator<LogBatch> {
  const ending = new AbortController();
  const channel = createAsyncChannel<LogBatch>(batchesHeld);
  const onAbort = (): void => {
    ending.abort();
    channel.end();
  };
  if (options.signal.aborted) return;
  options.signal.addEventListener('abort', onAbort, { once: true });
  const follower: Follower = {
    engine,
    id,
    feed,
    options: { ...options, signal: ending.signal },
    border: createLogBorder(),
    send: batch => channel.send(batch),
    wasOpen: false,
    received: 0,
    attempt: 0,
    lostSince: null,
    silences: 0,
    note: null,
  };
  const running = run(follower).then(
    () => channel.end(),
    (error: unknown) => channel.fail(error),
  );
  try {
    yield* channel;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    ending.abort();
    await running;
  }
}

async function run(follower: Follower): Promise<void> {
  const { signal } = follower.options;
  const first = containerOf(follower);
  if (first === undefined) return;
  if (first.detail?.log.driver === 'none') {
    await tell(follower, first, 'unreadable', unreadableReason(first));
    return;
  }
  await tell(follower, first, 'connecting', null);
  for (;;) {
    const container = containerOf(follower);
    if (container === undefined || signal.aborted) return;
    const next = await follow(follower, container);
    if (next === 'stop' || signal.aborted) return;
  }
}

type Next = 'again' | 'stop';

async function follow(follower: Follower, container: Container): Promise<Next> {
  try {
    const end = await attachOnce(follower, container);
    if (end === 'silent') {
      // Said once a run: a file truncated under the engine falls silent again and again, until it has grown past the old end.
      if (follower.silences === 0) follower.note = 'stream re-attached: the engine had stopped delivering';
      follower.silences += 1;
      return 'again';
    }
    await catchUp(follower, container);
    return await waitForNextRun(follower, container);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return await recover(follower, container, error);
  }
}

async function attachOnce(follower: Follower, container: Container): Promise<'ended' | 'silent'> {
  const { engine, border, options } = follower;
  // The whole log only where it was seen to be empty: it may be gigabytes.
  const isFirst = border.newest === null && !follower.wasOpen;
  return attach(engine, {
    owner: ownerOf(container),
    border,
    tail: isFirst ? (options.tail ?? defaultTail) : 'all',
    since: isFirst ? null : border.reattach(),
    clock: options.clock,
    signal: options.signal,
    silenceMs: Math.max((options.silenceMs ?? defaultSilenceMs) / 2 ** follower.silences, shortestSilenceMs),
    // Not waited for: it goes before the records, which come later by the same channel.
    onOpen: () => void opened(follower, container),
    onRecords: records => deliver(follower, records),
  });
}

/** The engine may close a follow stream before the container's last lines are through it. */
async function catchUp(follower: Follower, container: Container): Promise<void> {
  const { engine, border, options } = follower;
  const since = border.reattach();
  if (since === null) return;
  for await (const records of readLogs(engine, ownerOf(container), { since }, options.signal)) {
    const fresh = border.take(records, null);
    if (fresh.length > 0) await deliver(follower, fresh);
  }
}

async function opened(follower: Follower, container: Container): Promise<void> {
  follower.attempt = 0;
  follower.lostSince = null;
  follower.wasOpen = true;
  if (follower.note !== null) await note(follower, container, follower.note, follower.options.clock.now());
  follower.note = null;
  await tell(follower, container, 'following', null);
}

async function deliver(follower: Follower, records: readonly LogRecord[]): Promise<void> {
  follower.received += records.length;
  await follower.send(records);
}

/** The stream ended in good order: the container ended. Waits until it has been started again. */
async function waitForNextRun(follower: Follower, container: Container): Promise<Next> {
  const { feed, options } = follower;
  const startedAt = container.detail?.startedAt ?? null;
  // In a crash loop a run is over before anybody has seen it running: the time of the start tells, not the state.
  const startedSince = (now: Container): boolean => (now.detail?.startedAt ?? startedAt) !== startedAt;
  const deadline = options.clock.now() + settleMs;
  let told = false;
  for (;;) {
    const now = containerOf(follower);
    if (now === undefined || options.signal.aborted) return 'stop';
    if (startedSince(now)) {
      follower.silences = 0;
      follower.note = describeStart(now);
      return 'again';
    }
    const isUp = now.state === 'running' || now.state === 'paused';
    if (!isUp && !told) {
      told = true;
      await note(follower, now, describeEnd(now), now.detail?.finishedAt ?? options.clock.now());
      await tell(follower, now, 'ended', describeEnd(now));
    }
    if (isUp && options.clock.now() >= deadline)
      return retryLater(follower, now, 'the engine closed the stream of a running container');
    await (isUp
      ? Promise.race([feed.changed(options.signal), options.clock.sleep(settleMs, options.signal)])
      : feed.changed(options.signal));
  }
}

async function recover(follower: Follower, container: Container, error: EngineError): Promise<Next> {
  const { code } = error;
  // Gone, or about to be: watchStack tells that.
  if (code === 'aborted' || code === 'not-found' || code === 'conflict') return 'stop';
  if (isUnreadable(error.problem)) {
    await tell(follower, container, 'unreadable', unreadableReason(container));
    return 'stop';
  }
  return retryLater(follower, container, error.message);
}

async function retryLater(follower: Follower, container: Container, reason: string): Promise<Next> {
  const { options } = follower;
  const waitMs = backoffMs(follower.attempt, options.random ?? Math.random);
  follower.attempt += 1;
  follower.lostSince ??= options.clock.now();
  follower.note ??= 'stream re-attached';
  await tell(follower, container, 'lost', `${reason}; re-attaching in ${Math.max(1, Math.round(waitMs / 1000))} s`);
  await options.clock.sleep(waitMs, options.signal);
  return 'again';
}

function containerOf(follower: Follower): Container | undefined {
  return follower.feed.current().find(container => container.id === follower.id);
}

function ownerOf(container: Container): LogOwner {
  return {
    containerId: container.id,
    service: container.labels.service ?? container.name,
    tty: container.detail?.log.tty ?? false,
  };
}

async function note(follower: Follower, container: Container, text: string, atMs: number): Promise<void> {
  const { containerId, service } = ownerOf(container);
  const item: LogStreamItem = { kind: 'note', containerId, service, atMs, text };
  await follower.send([item]);
}

async function tell(
  follower: Follower,
  container: Container,
  phase: LogStreamPhase,
  reason: string | null,
): Promise<void> {
  const { containerId, service } = ownerOf(container);
  const status = {
    containerId,
    service,
    phase,
    reason,
    since: (phase === 'lost' ? follower.lostSince : null) ?? follower.options.clock.now(),
    received: follower.received,
  };
  await follower.send([{ kind: 'status', status }]);
}
