/** What the running containers use. */
import { createLimiter } from '../docker/limiter.ts';
import type { Raw } from '../docker/engine.ts';
import { parseStats } from '../docker/parse/stats.ts';
import type { Container } from '../model/container.ts';
import type { StackEvent } from '../model/stack-event.ts';
import { orGone } from './or-gone.ts';
import type { Session } from './session.ts';

const callsAtOnce = 8;
/** The kernel gives out CPU in periods of 100 ms: of half a second the throttled share would be known to 20 % only. */
const gapMs = 1_000;

/** @param stats `twice` gives CPU and rates, of the time between two readings; `once` gives memory and pids. */
export async function readUsage(
  session: Session,
  running: readonly Container[],
  stats: 'once' | 'twice',
  signal: AbortSignal,
): Promise<readonly StackEvent[]> {
  if (running.length === 0) return [];
  const first = await statsOf(session, running, signal);
  const sampled = (raws: ReadonlyMap<string, Raw>, before: ReadonlyMap<string, Raw>): StackEvent => {
    const samples = running.flatMap(({ id, detail }) => {
      const raw = raws.get(id);
      const facts = { containerId: id, ...(detail === null ? {} : { memoryLimitBytes: detail.limits.memoryBytes }) };
      const sample = raw === undefined ? null : parseStats(raw, before.get(id), facts);
      return sample === null ? [] : [sample];
    });
    return { type: 'stats-sampled', at: session.clock.now(), samples };
  };
  const once = sampled(first, new Map());
  if (stats === 'once') return [once];
  await session.clock.sleep(gapMs, signal);
  const second = await statsOf(session, running, signal);
  return [once, sampled(second, first)];
}

async function statsOf(
  session: Session,
  running: readonly Container[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Raw>> {
  const limit = createLimiter(callsAtOnce);
  const raws = await Promise.all(
    running.map(({ id }) => limit(() => orGone(() => session.engine.stats(id, { signal })))),
  );
  const pairs = running.flatMap(({ id }, index) => {
    const raw = raws[index];
    return raw === null || raw === undefined ? [] : [[id, raw] as const];
  });
  return new Map(pairs);
}
