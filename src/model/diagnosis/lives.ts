/** The lives of a service's containers, from the engine's events: when each began, when and how it ended. */
import type { Container } from '../container.ts';
import { decodeExitCode } from '../exit-code.ts';
import { formatWithin, plural } from '../format.ts';
import type { Service } from '../service.ts';
import type { EngineEvent } from '../stack-event.ts';
import { recentEvents, type Facts } from './facts.ts';

export interface Death {
  readonly at: number;
  readonly containerId: string;
  readonly exitCode: number | null;
  /** The kernel killed it for memory: an `oom` event of the same container came just before. */
  readonly oom: boolean;
  /** ms from its start; null where the start was not seen. */
  readonly lifetime: number | null;
}

/** What is known of a container while its events are read. */
interface Life {
  readonly startedAt: number | null;
  readonly askedAt: number;
  readonly oomAt: number;
  /** Where its last death is in the list, while it has not started again. */
  readonly death: number | null;
}

const unknownLife: Life = { startedAt: null, askedAt: -Infinity, oomAt: -Infinity, death: null };

/** The longest grace period that is usual between a stop's signal and the end. */
const requestReachMs = 120_000;
/** A container that ends so soon after an `oom` died of it; later, it was a child and the container lived on. */
const oomReachMs = 10_000;

/**
 * Deaths that somebody asked for (`kill` or `stop` just before) are not counted: a deploy is no crash. Nor are those of
 * containers that were replaced since.
 */
export function deathsOf(facts: Facts, service: Service, ms: number): readonly Death[] {
  const lives = new Map<string, Life>(service.containers.map(({ id }) => [id, unknownLife]));
  const deaths: Death[] = [];
  for (const event of recentEvents(facts, service, ms)) {
    const life = lives.get(event.containerId);
    if (life !== undefined) lives.set(event.containerId, afterEvent(life, event, deaths));
  }
  return deaths;
}

function afterEvent(life: Life, { at, action, containerId, exitCode }: EngineEvent, deaths: Death[]): Life {
  switch (action) {
    case 'start':
      return { ...life, startedAt: at, death: null };
    case 'kill':
      return { ...life, askedAt: at };
    case 'oom': {
      // The engine guarantees no order of `oom` and `die`: without a start in between both are of the same life.
      const told = life.death === null ? undefined : deaths[life.death];
      if (life.death !== null && told !== undefined) deaths[life.death] = { ...told, oom: isOomDeath(told, at) };
      return { ...life, oomAt: at };
    }
    case 'die': {
      const lifetime = life.startedAt === null ? null : at - life.startedAt;
      const oom = isOomDeath({ at, exitCode }, life.oomAt);
      if (!oom && at - life.askedAt < requestReachMs) return unknownLife;
      deaths.push({ at, containerId, exitCode, oom, lifetime });
      return { ...unknownLife, death: deaths.length - 1 };
    }
    default:
      return life;
  }
}

function isOomDeath({ at, exitCode }: Pick<Death, 'at' | 'exitCode'>, oomAt: number): boolean {
  return Math.abs(at - oomAt) <= oomReachMs && !(exitCode !== null && decodeExitCode(exitCode).graceful);
}

/** Ended, and by the engine's word for memory; `OOMKilled` of a container stopped in good order is of a child. */
export function liesOomKilled({ state, detail }: Pick<Container, 'state' | 'detail'>): boolean {
  if (detail === null || !detail.oomKilled) return false;
  const hasEnded = state === 'exited' || state === 'dead' || state === 'restarting';
  return hasEnded && !decodeExitCode(detail.exitCode).graceful;
}

/**
 * "7 restarts since created, at least 3 OOM kills in the last 2 min": the engine counts its restarts for ever and keeps
 * few of the events. Null where the deaths that were seen are all of them.
 */
export function countsBeyond(
  facts: Facts,
  { restarts }: Service,
  deaths: readonly Death[],
  noun: string,
): string | null {
  if (restarts <= deaths.length) return null;
  const counted = `${plural(restarts, 'restart')} since created`;
  const first = deaths[0];
  if (first === undefined) return counted;
  return `${counted}, at least ${plural(deaths.length, noun)} in the last ${formatWithin(facts.now - first.at)}`;
}

/** The usual lifetime, ms; null when fewer than two are known or they differ by more than half. */
export function usualLifetime(deaths: readonly Death[]): number | null {
  const known = deaths.flatMap(({ lifetime }) => lifetime ?? []).toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)];
  if (known.length < 2 || median === undefined) return null;
  const near = known.filter(lifetime => Math.abs(lifetime - median) <= Math.max(median / 2, 2_000));
  return near.length * 2 > known.length ? median : null;
}
