/** What the running containers use. */
import type { Raw } from '../docker/engine.ts';
import { parseStats } from '../docker/parse/stats.ts';
import type { Container } from '../model/container.ts';
import type { StackEvent } from '../model/stack-event.ts';
import { askEach } from './ask-each.ts';
import type { Session } from './session.ts';

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
  const { raws: first, lost } = await statsOf(session, running, signal);
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
  if (stats === 'once') return [once, ...lost];
  await session.clock.sleep(gapMs, signal);
  const second = await statsOf(session, running, signal);
  return [once, sampled(second.raws, first), ...second.lost];
}

interface Reading {
  readonly raws: ReadonlyMap<string, Raw>;
  readonly lost: readonly StackEvent[];
}

async function statsOf(session: Session, running: readonly Container[], signal: AbortSignal): Promise<Reading> {
  const ids = running.map(({ id }) => id);
  const answers = await askEach(ids, id => session.engine.stats(id, { signal }), signal);
  const raws = new Map<string, Raw>();
  const lost: StackEvent[] = [];
  for (const [index, id] of ids.entries()) {
    const answer = answers[index];
    if (answer?.kind === 'told') raws.set(id, answer.raw);
    if (answer?.kind === 'failed')
      lost.push({ type: 'stats-lost', at: session.clock.now(), containerId: id, reason: answer.reason });
  }
  return { raws, lost };
}
