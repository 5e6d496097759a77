/** One connection of `watchStack`: from the first answer to the loss. */
import type { StackEvent } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import { createAsyncChannel } from './async-channel.ts';
import type { AsyncChannel } from './async-channel.ts';
import { containerActions } from './container-actions.ts';
import { createContainerWatch } from './container-watch.ts';
import type { ContainerWatch } from './container-watch.ts';
import type { CallOptions, Engine, ListQuery, Raw } from './engine.ts';
import { EngineError, died } from './engine-error.ts';
import { parseEngineInfo } from './parse/info.ts';
import { parseEvent } from './parse/event.ts';
import { numberAt, stringAt } from './parse/raw.ts';

export interface SessionOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly heartbeatMs?: number;
  readonly answerMs?: number;
  readonly relistMs?: number;
  readonly pastMs?: number;
  /** `seconds.nanoseconds` of the last event of the connection before, so that none is missed in between. */
  readonly eventsSince: string | null;
  readonly onEventTime: (time: string) => void;
}

/** The list waits so long for the engine's description, ms; a sick host may take seconds for it. */
const descriptionMs = 150;

interface Session {
  readonly engine: Engine;
  readonly query: ListQuery;
  readonly options: SessionOptions;
  readonly channel: AsyncChannel<StackEvent>;
  readonly call: CallOptions;
  readonly containers: ContainerWatch;
  /** The first list was told, or never will be. */
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** Throws `EngineError` when the connection is lost; ends when the signal fires. */
export async function* watchSession(
  engine: Engine,
  query: ListQuery,
  options: SessionOptions,
): AsyncGenerator<StackEvent> {
  const ending = new AbortController();
  const onAbort = (): void => ending.abort();
  options.signal.addEventListener('abort', onAbort, { once: true });
  const channel = createAsyncChannel<StackEvent>();
  const call = { signal: ending.signal };
  const containers = createContainerWatch({
    engine,
    call,
    clock: options.clock,
    send: event => channel.send(event),
    fail: error => channel.fail(error),
  });
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const session: Session = { engine, query, options, channel, call, containers, opened, open };
  const onEnd = (): void => {
    channel.end();
    open();
  };
  ending.signal.addEventListener('abort', onEnd, { once: true });
  if (options.signal.aborted) ending.abort();
  const tasks = runTasks(session).catch((error: unknown) => channel.fail(error));
  try {
    yield* channel;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    ending.abort();
    await tasks;
  }
}

async function runTasks(session: Session): Promise<void> {
  const { engine, options, call } = session;
  const pong = await engine.ping({ ...call, timeoutMs: options.answerMs ?? defaultAnswerMs });
  // Events before the list: what changes while we read is told by an event that is handled after it.
  const events = hearEvents(session, rangeOf(options, pong));
  await Promise.all([
    events,
    openList(session).then(() => Promise.all([keepListing(session), session.containers.keepReading()])),
    beat(session),
  ]);
}

interface EventRange {
  readonly since: string;
  /** ms by the engine's clock: what happened before is in the list that is read now, and only told. */
  readonly newsFrom: number;
}

function rangeOf({ eventsSince, pastMs, clock }: SessionOptions, pong: Raw): EventRange {
  // After a loss all of it is news, and nothing is asked for twice.
  if (eventsSince !== null) return { since: eventsSince, newsFrom: 0 };
  const second = engineSecond(pong, clock);
  const back = Math.ceil((pastMs ?? defaultPastMs) / 1000);
  return { since: String(Math.max(0, second - back)), newsFrom: second * 1000 };
}

/** A second before now by the engine's own clock, which need not be ours. */
function engineSecond(pong: Raw, clock: Clock): number {
  const date = Date.parse(stringAt(pong, 'Date'));
  return Math.floor((Number.isNaN(date) ? clock.now() : date) / 1000) - 1;
}

async function openList(session: Session): Promise<void> {
  const { engine, query, call, containers, options } = session;
  const described = describeEngine(session);
  const list = engine.list(query, call);
  // Waited for below; until then its failure must not count as unhandled.
  list.catch(() => undefined);
  const inTime = await Promise.race([
    described.then(() => true),
    options.clock.sleep(descriptionMs, call.signal).then(() => false),
  ]);
  if (!inTime) await sendConnected(session, {}, {});
  const raws = await list;
  const listing = containers.listed(raws);
  session.open();
  await Promise.all([listing, described]);
}

async function describeEngine(session: Session): Promise<void> {
  const { engine, call } = session;
  const [version, info] = await Promise.all([engine.version(call), engine.info(call)]);
  await sendConnected(session, version, info);
}

function sendConnected(session: Session, version: Raw, info: Raw): Promise<void> {
  const at = session.options.clock.now();
  return session.channel.send({ type: 'engine-connected', at, info: parseEngineInfo(version, info) });
}

async function hearEvents(session: Session, { since, newsFrom }: EventRange): Promise<void> {
  const { engine, query, options, call, channel, containers } = session;
  for await (const raw of engine.events({ ...query, actions: containerActions, since }, call)) {
    // Asked for before the list, told after it.
    await session.opened;
    const event = parseEvent(raw);
    const time = timeOf(raw);
    // `since` is inclusive: the last event of the connection before comes once more.
    if (event === null || (options.eventsSince !== null && time === options.eventsSince)) continue;
    options.onEventTime(time);
    await channel.send({ type: 'engine-event-seen', at: options.clock.now(), event });
    // An old stop is over, and an old start needs no second look.
    if (event.at >= newsFrom) await containers.happened(event);
  }
  // Without an error: the engine was stopped in good order.
  if (!call.signal.aborted) throw new EngineError(died(engine.endpoint));
}

/** `seconds.nanoseconds`; a double holds `timeNano` to some 256 ns, so the last digits may differ, always alike. */
function timeOf(raw: Raw): string {
  const nanos = numberAt(raw, 'timeNano');
  if (nanos === null || !Number.isSafeInteger(Math.trunc(nanos / 1000))) return String(numberAt(raw, 'time') ?? 0);
  const exact = BigInt(Math.trunc(nanos));
  return `${exact / 1_000_000_000n}.${String(exact % 1_000_000_000n).padStart(9, '0')}`;
}

const defaultHeartbeatMs = 2_000;
const defaultAnswerMs = 3_000;
const defaultRelistMs = 30_000;
/** As far as a diagnosis looks back; the engine itself keeps its last 256 events, and a probe makes three. */
const defaultPastMs = 10 * 60_000;

/** A hung engine keeps its connections open and says nothing: only a question tells. */
async function beat(session: Session): Promise<void> {
  const { engine, options, call, channel } = session;
  for (;;) {
    await options.clock.sleep(options.heartbeatMs ?? defaultHeartbeatMs, call.signal);
    if (call.signal.aborted) return;
    await engine.ping({ ...call, timeoutMs: options.answerMs ?? defaultAnswerMs });
    await channel.send({ type: 'engine-answered', at: options.clock.now() });
  }
}

async function keepListing(session: Session): Promise<void> {
  const { engine, query, options, call, containers } = session;
  for (;;) {
    await options.clock.sleep(options.relistMs ?? defaultRelistMs, call.signal);
    if (call.signal.aborted) return;
    await containers.listed(await engine.list(query, call));
  }
}
