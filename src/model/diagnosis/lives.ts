/** The lives of a service's containers, from the engine's events: when each began, when and how it ended. */
import type { Service } from '../service.ts';
import { recentEvents, type Facts } from './facts.ts';

export interface Death {
  readonly at: number;
  readonly exitCode: number | null;
  /** An `oom` event of the same container came within the life. */
  readonly oom: boolean;
  /** ms from its start; null where the start was not seen. */
  readonly lifetime: number | null;
}

/** Deaths that somebody asked for (`kill` or `stop` just before) are not counted: a deploy is no crash. */
export function deathsOf(facts: Facts, service: Service, ms: number): readonly Death[] {
  const started = new Map<string, number>();
  const oomed = new Set<string>();
  const asked = new Map<string, number>();
  const deaths: Death[] = [];
  for (const { at, action, containerId, exitCode } of recentEvents(facts, service, ms)) {
    if (action === 'start') started.set(containerId, at);
    if (action === 'oom') oomed.add(containerId);
    if (action === 'kill') asked.set(containerId, at);
    if (action !== 'die') continue;
    const start = started.get(containerId);
    const oom = oomed.delete(containerId);
    const byRequest = at - (asked.get(containerId) ?? -Infinity) < requestReachMs;
    started.delete(containerId);
    asked.delete(containerId);
    if (oom || !byRequest) deaths.push({ at, exitCode, oom, lifetime: start === undefined ? null : at - start });
  }
  return deaths;
}

/** The longest grace period that is usual between a stop's signal and the end. */
const requestReachMs = 120_000;

/** The usual lifetime, ms; null when fewer than two are known or they differ by more than half. */
export function usualLifetime(deaths: readonly Death[]): number | null {
  const known = deaths.flatMap(({ lifetime }) => lifetime ?? []).toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)];
  if (known.length < 2 || median === undefined) return null;
  const near = known.filter(lifetime => Math.abs(lifetime - median) <= Math.max(median / 2, 2_000));
  return near.length * 2 > known.length ? median : null;
}
