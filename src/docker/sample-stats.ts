/** Usage of the running containers, at the rate that the screen asks for. */
import type { Container } from '../model/container.ts';
import type { EngineProblemCode } from '../model/engine-status.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { StatsSample } from '../model/stats.ts';
import type { Clock } from '../system/clock.ts';
import { createAsyncChannel } from './async-channel.ts';
import type { Engine, Raw } from './engine.ts';
import { toEngineError } from './engine-error.ts';
import { createLimiter } from './limiter.ts';
import { parseStats } from './parse/stats.ts';

export interface SampleOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** The containers as known now; only running ones are asked. */
  readonly containers: () => readonly Container[];
  /** ms between two readings of a container, asked anew each time: 2 s while keys come, 5 s when idle. */
  readonly interval: () => number;
}

/** How soon a changed interval or a new container is noticed, ms; also the shortest time between two tries of one container. */
const tickMs = 500;
/** Answers that come within this of the first are told together, ms: one event, one frame. */
const gatherMs = 200;
const callsAtOnce = 8;

interface Subject {
  /** The reading before; one-shot readings have none in them. */
  previous: Raw | null;
  /** When it was asked last, ms. */
  askedAt: number;
  /** Good ones since the container came or was lost. */
  readings: number;
  busy: boolean;
  lost: boolean;
}

type Send = (event: StackEvent) => Promise<void>;

/**
 * `stats-sampled` for all containers that answered, `stats-lost` once for one that can't be read any more. A container that
 * went away is quiet (O-STATS-1): `watchStack` tells that. Ends when the signal fires.
 */
export async function* sampleStats(engine: Engine, options: SampleOptions): AsyncGenerator<StackEvent> {
  const ending = new AbortController();
  const channel = createAsyncChannel<StackEvent>();
  const onAbort = (): void => {
    ending.abort();
    channel.end();
  };
  if (options.signal.aborted) return;
  options.signal.addEventListener('abort', onAbort, { once: true });
  const sampler = createSampler(engine, options, ending.signal, event => channel.send(event));
  const ticking = tick(options, ending.signal, sampler).catch((error: unknown) => channel.fail(error));
  try {
    yield* channel;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    ending.abort();
    await ticking;
  }
}

async function tick(options: SampleOptions, signal: AbortSignal, ask: () => void): Promise<void> {
  while (!signal.aborted) {
    ask();
    await options.clock.sleep(tickMs, signal);
  }
}

function createSampler(engine: Engine, options: SampleOptions, signal: AbortSignal, send: Send): () => void {
  const { clock } = options;
  const limit = createLimiter(callsAtOnce);
  const subjects = new Map<string, Subject>();
  const gather = createGatherer(clock, signal, send);

  const read = async (container: Container, subject: Subject): Promise<void> => {
    try {
      const raw = await limit(() => engine.stats(container.id, { signal }));
      const facts = { containerId: container.id, memoryLimitBytes: container.detail?.limits.memoryBytes ?? null };
      const sample = parseStats(raw, subject.previous ?? undefined, facts);
      subject.previous = sample === null ? null : raw;
      subject.readings = sample === null ? 0 : subject.readings + 1;
      subject.lost = false;
      if (sample !== null) await gather(sample);
    } catch (error) {
      const failure = toEngineError(error, { endpoint: engine.endpoint });
      subject.previous = null;
      subject.readings = 0;
      if (quietCodes.has(failure.code) || subject.lost) return;
      subject.lost = true;
      await send({ type: 'stats-lost', at: clock.now(), containerId: container.id, reason: failure.message });
    } finally {
      subject.busy = false;
    }
  };

  return () => {
    const now = clock.now();
    const running = options.containers().filter(container => container.state === 'running');
    const ids = new Set(running.map(container => container.id));
    for (const id of subjects.keys()) if (!ids.has(id)) subjects.delete(id);
    for (const container of running) {
      const subject = subjects.get(container.id) ?? createSubject();
      subjects.set(container.id, subject);
      if (subject.busy || !isDue(subject, options.interval(), now)) continue;
      subject.busy = true;
      subject.askedAt = now;
      void read(container, subject);
    }
  };
}

/** The container went away, or we do: nothing to tell. */
const quietCodes: ReadonlySet<EngineProblemCode> = new Set(['aborted', 'not-found', 'conflict']);

function createSubject(): Subject {
  return { previous: null, askedAt: Number.NEGATIVE_INFINITY, readings: 0, busy: false, lost: false };
}

/** After a first reading a second at once, so that a new container has figures soon: only two give a rate. */
function isDue({ askedAt, readings }: Subject, intervalMs: number, now: number): boolean {
  // A clock that was set back must not stop the figures until it is there again.
  if (askedAt > now) return true;
  // Half a tick of slack, or a timer that is a ms early would stretch each interval by a whole tick.
  return now >= askedAt + (readings === 1 ? tickMs : intervalMs) - tickMs / 2;
}

/** Puts samples that come close together into one event; resolves when it is sent. */
function createGatherer(clock: Clock, signal: AbortSignal, send: Send): (sample: StatsSample) => Promise<void> {
  let gathered: StatsSample[] = [];
  let telling: Promise<void> | null = null;
  const tell = async (): Promise<void> => {
    await clock.sleep(gatherMs, signal);
    const samples = gathered;
    gathered = [];
    telling = null;
    if (!signal.aborted) await send({ type: 'stats-sampled', at: clock.now(), samples });
  };
  return sample => {
    gathered.push(sample);
    return (telling ??= tell());
  };
}
