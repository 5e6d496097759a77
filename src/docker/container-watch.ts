/** Keeps what is known of each container fresh: inspects after an event, after a list, and as often as its probes come. */
import type { Container } from '../model/container.ts';
import type { EngineEvent, StackEvent } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import { createContainerReader } from './container-reader.ts';
import { createContainerTracker } from './container-tracker.ts';
import type { CallOptions, Engine, Raw } from './engine.ts';
import { createLimiter } from './limiter.ts';
import { parseInspect, parseListItem } from './parse/container.ts';

export interface ContainerWatchOptions {
  readonly engine: Engine;
  readonly call: CallOptions;
  readonly clock: Clock;
  readonly send: (event: StackEvent) => Promise<void>;
  /** Of a read that nobody waits for. */
  readonly fail: (error: unknown) => void;
}

export interface ContainerWatch {
  /** The whole list was read: told at once by what it says, then each new or changed container is inspected. */
  listed(items: readonly Raw[]): Promise<void>;
  happened(event: EngineEvent): Promise<void>;
  /** Reads the health log as probes come, until the signal fires. */
  keepReading(): Promise<void>;
}

const inspectsAtOnce = 8;
const tickMs = 1_000;
/** Shorter than an eye sees, longer than the events of one stop are apart. */
const restMs = 50;
/** The engine keeps five results: while all is well, reading at every fourth misses none. */
const calmProbes = 4;

export function createContainerWatch(options: ContainerWatchOptions): ContainerWatch {
  const { engine, call, clock, send } = options;
  const tracker = createContainerTracker();
  const limit = createLimiter(inspectsAtOnce);
  const known = new Map<string, Container>();
  const readAt = new Map<string, number>();
  /** Destroyed since the last list: a late inspect must not bring them back. */
  const destroyed = new Set<string>();

  const forget = async (id: string): Promise<void> => {
    known.delete(id);
    readAt.delete(id);
    await send({ type: 'container-removed', at: clock.now(), containerId: id });
  };
  const read = createContainerReader({
    inspect: async id => parseInspect(await limit(() => engine.inspect(id, call)), tracker.facts(id)),
    async onRead(container) {
      if (destroyed.has(container.id)) return;
      known.set(container.id, container);
      readAt.set(container.id, clock.now());
      await send({ type: 'container-inspected', at: clock.now(), container });
    },
    onGone: forget,
    async onUnreadable(id, reason) {
      readAt.set(id, clock.now());
      await send({ type: 'inspect-failed', at: clock.now(), containerId: id, reason });
    },
    rest: () => clock.sleep(restMs, call.signal),
  });

  return {
    async listed(items) {
      const listed = items
        .map(raw => parseListItem(raw, tracker.facts(String(raw['Id']))))
        .filter(item => item !== null);
      const ids = new Set(listed.map(item => item.id));
      const changed = listed.filter(item => isChanged(known.get(item.id), item));
      for (const item of changed) known.set(item.id, { ...item, detail: known.get(item.id)?.detail ?? null });
      // Gone, or made while a sick engine took its time for the list: only its inspect tells.
      const unlisted = [...known.values()].filter(item => !ids.has(item.id));
      const kept = new Set([...ids, ...unlisted.map(item => item.id)]);
      for (const id of readAt.keys()) if (!kept.has(id)) readAt.delete(id);
      tracker.keep(kept);
      destroyed.clear();
      const containers = [...listed.map(item => known.get(item.id) ?? item), ...unlisted];
      await send({ type: 'containers-listed', at: clock.now(), containers });
      await Promise.all([...changed, ...unlisted].map(item => read(item.id)));
    },
    async happened(event) {
      tracker.saw(event, known.get(event.containerId));
      if (event.action === 'destroy') {
        destroyed.add(event.containerId);
        await forget(event.containerId);
        return;
      }
      // Not waited for: the next event must be heard while this inspect runs.
      read(event.containerId).catch(options.fail);
    },
    async keepReading() {
      for (;;) {
        await clock.sleep(tickMs, call.signal);
        if (call.signal.aborted) return;
        const now = clock.now();
        const late = tracker.expire(now);
        const due = [...known.values()].filter(item => isDue(item, readAt.get(item.id) ?? 0, now)).map(item => item.id);
        await Promise.all([...new Set([...late, ...due])].map(read));
      }
    },
  };
}

function isChanged(before: Container | undefined, item: Container): boolean {
  return (
    before === undefined ||
    before.detail === null ||
    before.state !== item.state ||
    before.name !== item.name ||
    before.health.status !== item.health.status
  );
}

/** A start that the engine refuses leaves the container `created`, with its reason in State.Error, and no event tells it. */
const createdMs = 5_000;

/** Each result is read while the health is in doubt, every fourth while it is good. */
function isDue(container: Container, readAt: number, now: number): boolean {
  // A clock that was set back must not stop the reading until it is there again.
  if (readAt > now) return true;
  if (container.state === 'created') return now - readAt >= createdMs;
  const check = container.detail?.healthCheck ?? null;
  if (check === null || container.state !== 'running') return false;
  const calm =
    container.health.status === 'healthy' && container.health.failingStreak === 0 && container.health.meaningful;
  const every = calm ? check.intervalMs * calmProbes : check.intervalMs;
  return now - readAt >= Math.max(every, tickMs);
}
