/** Everything that flows into the store while the console is open, started in the order in which it is needed. */
import type { Session, StackSearch } from './commands/session.ts';
import type { AppContext } from './context.ts';
import { createContainerFeed } from './docker/container-feed.ts';
import { followStackLogs } from './docker/follow-stack-logs.ts';
import { sampleStats } from './docker/sample-stats.ts';
import { watchStack } from './docker/watch-stack.ts';
import { createHostFiles } from './host/host-files.ts';
import { simulated } from './host/read-host.ts';
import { watchHost, type HostWatch } from './host/watch-host.ts';
import type { StackIdentity } from './model/compose-project.ts';
import type { Container } from './model/container.ts';
import type { StackEvent } from './model/stack-event.ts';
import { openStack } from './open-stack.ts';
import { bindLogHold } from './store/bind-log-hold.ts';
import { ingestLogs } from './store/ingest-logs.ts';
import { pump } from './store/pump.ts';

/** At most one change of the store in this time, ms; the frame gate draws less often still. */
const frameMs = 50;
/** While keys come and for so long after, figures are read every 2 s; then every 5 s. */
const attentiveMs = 30_000;
const attentiveIntervalMs = 2_000;
const idleIntervalMs = 5_000;
/** How long the host's figures wait for the engine's first answer, ms. */
const patienceMs = 250;
/** `docker compose config` starts a process of about 300 ms; a hung plugin must not hang with us. */
const composeLimitMs = 15_000;

export interface ConsoleStreams {
  /** Resolves when all have ended after the context's signal; rejects with the first failure, which ends the others. */
  readonly ended: Promise<void>;
  /** The person's choice among the stacks that were offered. */
  readonly chooseStack: (project: string) => void;
  /** Reads everything again, from new connections. */
  readonly refresh: () => void;
}

export interface StreamOptions {
  readonly session: Session;
  /** Under way since before the console was loaded. */
  readonly firstSearch: Promise<StackSearch>;
  readonly context: AppContext;
  /** Called once, in the same turn: the containers were listed for the first time, or the engine was found to be away. */
  readonly onSettled: () => void;
}

export function createConsoleStreams({ session, firstSearch, context, onSettled }: StreamOptions): ConsoleStreams {
  const choice = Promise.withResolvers<string>();
  let round = new AbortController();
  let settled = false;
  const answered = Promise.withResolvers<void>();
  const settle = (): void => {
    if (!settled) onSettled();
    settled = true;
    answered.resolve();
  };
  const run = async (): Promise<void> => {
    const { signal } = context;
    const opening = openStack(session, { signal, firstSearch, choose: () => choice.promise });
    const identity = await relay(opening, signal, event => {
      context.store.dispatch([event]);
      if (tellsTheState(event)) settle();
    });
    if (identity === null) return;
    while (!signal.aborted) {
      round = new AbortController();
      await followStack(identity, session, context, AbortSignal.any([signal, round.signal]));
    }
  };
  return {
    ended: inParallel(context.signal, [
      signal => run().then(() => waitForAbort(signal)),
      async signal => {
        // The engine's answer is what people wait for; the host is read while a slow one is still awaited.
        await Promise.race([answered.promise, context.clock.sleep(patienceMs, signal)]);
        await followHost(context, signal);
      },
    ]),
    chooseStack: choice.resolve,
    refresh: () => round.abort(),
  };
}

function tellsTheState(event: StackEvent): boolean {
  return event.type === 'engine-answered' || event.type === 'engine-lost' || event.type === 'stacks-offered';
}

/** Hands each event on; returns what the generator returns, or null when the signal fires first. */
async function relay<Result>(
  source: AsyncGenerator<StackEvent, Result>,
  signal: AbortSignal,
  onEvent: (event: StackEvent) => void,
): Promise<Result | null> {
  const left = waitForAbort(signal).then(() => null);
  for (;;) {
    const step = await Promise.race([source.next(), left]);
    if (step === null) return null;
    if (step.done === true) return step.value;
    onEvent(step.value);
  }
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Runs all until they end; one that fails ends the others, and its error is the one that is told. */
async function inParallel(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const failures: unknown[] = [];
  const guard = async (task: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      await task(either);
    } catch (error) {
      failures.push(error);
      stop.abort();
    }
  };
  await Promise.all(tasks.map(guard));
  if (failures.length > 0) throw failures[0];
}

async function followStack(
  identity: StackIdentity,
  session: Session,
  context: AppContext,
  signal: AbortSignal,
): Promise<void> {
  const { store, logs, engine, clock } = context;
  const feed = createContainerFeed(containersOf(context));
  const unsubscribe = store.subscribe(() => feed.update(containersOf(context)));
  const endHold = bindLogHold(store, logs);
  const interval = (): number => (isAttentive(context) ? attentiveIntervalMs : idleIntervalMs);
  const relayTo = (source: AsyncIterable<StackEvent>, ending: AbortSignal): Promise<void> =>
    pump(source, store.dispatch, { signal: ending, frameMs, clock });
  try {
    await inParallel(signal, [
      ending => relayTo(watchStack(engine, { project: identity.project }, { signal: ending, clock }), ending),
      ending => relayTo(sampleStats(engine, { signal: ending, clock, containers: feed.current, interval }), ending),
      ending => relayTo(ingestLogs(followStackLogs(engine, feed, { signal: ending, clock }), logs, clock), ending),
      ending => readCompose(identity, session, context, ending),
    ]);
  } finally {
    endHold();
    unsubscribe();
  }
}

/** The host is read whether the engine answers or not. */
async function followHost(context: AppContext, signal: AbortSignal): Promise<void> {
  const { store, clock } = context;
  await pump(watchHost(hostWatch(context, signal)), store.dispatch, { signal, frameMs, clock });
}

function hostWatch(context: AppContext, signal: AbortSignal): HostWatch {
  const { store, engine, clock } = context;
  const { demo } = store.getState().stack.engine;
  return {
    files: createHostFiles(),
    clock,
    signal,
    local: engine.local && !demo,
    ...(demo ? { whyElsewhere: simulated } : {}),
    diskPaths: () => {
      const { engine: status, profile } = store.getState().stack;
      return [status.info?.rootDir ?? null, profile.backupDir].filter(dir => dir !== null);
    },
    subjects: () =>
      containersOf(context).flatMap(({ id, detail }) => {
        const pid = detail?.pid ?? null;
        return pid === null ? [] : [{ containerId: id, pid }];
      }),
    publicUrl: () => store.getState().stack.profile.publicUrl,
    engineLost: () => store.getState().stack.engine.phase === 'lost',
    interval: () => (isAttentive(context) ? attentiveIntervalMs : idleIntervalMs),
  };
}

function containersOf({ store }: AppContext): readonly Container[] {
  return Object.values(store.getState().stack.containers);
}

function isAttentive({ store, clock }: AppContext): boolean {
  return clock.now() - store.getState().ui.lastKeyAt < attentiveMs;
}

/** Once a round: an edited file is the business of the drift check. */
async function readCompose(
  identity: StackIdentity,
  session: Session,
  { store, clock }: AppContext,
  signal: AbortSignal,
): Promise<void> {
  try {
    const project = await session.compose.config(identity, { signal, timeoutMs: composeLimitMs });
    store.dispatch([{ type: 'compose-read', at: clock.now(), project }]);
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    store.dispatch([{ type: 'compose-failed', at: clock.now(), reason }]);
  }
}
