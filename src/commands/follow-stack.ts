/** `depotix logs -f`: goes on where the past ended, across restarts, new containers and a lost engine. */
import type { LogPrinter } from '../display/log-text.ts';
import { createContainerFeed, type ContainerFeed } from '../docker/container-feed.ts';
import { followStackLogs } from '../docker/follow-stack-logs.ts';
import { watchStack } from '../docker/watch-stack.ts';
import { serviceNameOf } from '../model/group-services.ts';
import type { LogBatch, LogRecord } from '../model/log-record.ts';
import { reduceStack } from '../model/reduce-stack.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { StackState } from '../model/stack-state.ts';
import type { Clock } from '../system/clock.ts';
import type { CommandContext } from './command.ts';
import { createEngineNotices } from './engine-notices.ts';
import type { PrintedBorder } from './printed-border.ts';
import { createReorderWindow } from './reorder-window.ts';

export interface Following {
  /** Named by the person; empty: all, also those that come later. */
  readonly services: readonly string[];
  readonly printer: LogPrinter;
  readonly border: PrintedBorder;
  /** ms: when the past was printed. */
  readonly since: number;
  /** The stack as read before. */
  readonly state: StackState;
}

const windowMs = 300;
/** Lines read again of each log to find the border: as many as a container may write between the two reads. */
const overlapLines = 5_000;

/** Ends when the signal fires. */
export async function followStack(context: CommandContext, following: Following): Promise<void> {
  const { session, out, signal } = context;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const feed = createContainerFeed(wanted(following.state, following));
  const watching = watch(context, following, feed, either).finally(() => stop.abort());
  // Its failure ends the loop below by the signal, and is thrown at the end.
  watching.catch(() => {});
  const window = createReorderWindow<LogRecord>(windowMs);
  const print = async (records: readonly LogRecord[]): Promise<void> => {
    if (records.length > 0) await out.write(records.map(record => following.printer.record(record)).join(''));
  };
  try {
    const batches = followStackLogs(session.engine, feed, { signal: either, clock: session.clock, tail: overlapLines });
    for await (const batch of withTicks(batches, () => window.dueAt(), session.clock)) {
      const now = session.clock.now();
      if (batch !== null) window.push(await readBatch(batch, context, following), now);
      await print(window.take(now));
    }
    await print(window.drain());
  } finally {
    stop.abort();
  }
  await watching;
}

async function watch(
  context: CommandContext,
  following: Following,
  feed: ContainerFeed,
  signal: AbortSignal,
): Promise<void> {
  const { session, err } = context;
  const tell = createEngineNotices(err);
  let { state } = following;
  for await (const event of watchStack(
    session.engine,
    { project: state.identity.project },
    { signal, clock: session.clock, pastMs: 0 },
  )) {
    state = reduceStack(state, event);
    feed.update(wanted(state, following));
    await tell(event);
  }
}

function wanted(state: StackState, { services, printer }: Following): ReturnType<ContainerFeed['current']> {
  const containers = Object.values(state.containers).filter(
    container => !container.labels.oneOff && (services.length === 0 || services.includes(serviceNameOf(container))),
  );
  for (const container of containers) printer.know(container);
  return containers;
}

/** The new lines of a batch; what the console itself has to say of a stream goes to stderr. */
async function readBatch(
  batch: LogBatch,
  { err }: CommandContext,
  { border, services, since }: Following,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (const item of batch) {
    if (item.kind === 'record') {
      if (border.isNew(item)) records.push(item);
    } else if (item.kind === 'note') {
      // Deaths of long ago are in the log that was printed before.
      if (item.atMs < since) continue;
      await err.write(`depotix: ${sanitizeLabel(item.service)}: ${sanitizeLabel(item.text)}\n`);
    } else if (item.status.phase === 'unreadable' && services.length > 0) {
      await err.write(
        `depotix: ${sanitizeLabel(item.status.service)}: ${sanitizeLabel(item.status.reason ?? 'log unreadable')}\n`,
      );
    }
  }
  return records;
}

/** The items of the source, and `null` whenever `dueAt` has come in between. */
async function* withTicks<T>(
  source: AsyncIterable<T>,
  dueAt: () => number | null,
  clock: Clock,
): AsyncGenerator<T | null, void> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    for (;;) {
      const result = await Promise.race([next, tick(dueAt(), clock, next)]);
      if (result === null) {
        yield null;
        continue;
      }
      if (result.done === true) return;
      next = iterator.next();
      // A failure while the reader is busy is thrown at the next turn.
      next.catch(() => {});
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function tick(due: number | null, clock: Clock, next: Promise<unknown>): Promise<null> {
  const done = new AbortController();
  const cancel = (): void => done.abort();
  next.then(cancel, cancel);
  // Nothing is held: wait for the source alone.
  await clock.sleep(due === null ? longMs : Math.max(1, due - clock.now()), done.signal);
  return null;
}

const longMs = 3_600_000;
