/** Health as inspect, the list of engine 29 and the list of older engines tell it. */
import type { ContainerHealth, ContainerState, HealthCheck, HealthStatus, Probe } from '../../model/container.ts';
import type { Raw } from '../engine.ts';
import { numberAt, positiveAt, rawAt, rawsAt, stringAt, stringsAt, timeAt } from './raw.ts';

/** What the payload can't tell, because it is about time. */
export interface HealthFacts {
  readonly state: ContainerState;
  readonly stopping: boolean;
  /**
   * Probes that began before this moment (ms) tell nothing: the container was unpaused then, and the engine keeps the
   * `unhealthy` that it set when the pause closed the probe monitor (O-STATUS-1).
   */
  readonly staleUntil: number | null;
}

const noHealth = { failingStreak: 0, probes: [] } as const;

export function healthOfInspect(state: Raw, facts: HealthFacts): ContainerHealth {
  const health = rawAt(state, 'Health');
  const status = statusOf(stringAt(health, 'Status'));
  if (status === 'none') return { status, meaningful: false, ...noHealth };
  const probes = rawsAt(health, 'Log')
    .map(parseProbe)
    .filter(probe => probe !== null);
  const newest = probes.at(-1)?.startedAt ?? null;
  const fresh = facts.staleUntil === null || (newest !== null && newest >= facts.staleUntil);
  return {
    status,
    meaningful: fresh && isMeaningful(facts),
    failingStreak: numberAt(health, 'FailingStreak') ?? 0,
    probes,
  };
}

/** Engine 29 has a `Health` object in the list; before that it is in the words: "Up 5 minutes (unhealthy)". */
export function healthOfList(item: Raw, facts: HealthFacts): ContainerHealth {
  const told = stringAt(rawAt(item, 'Health'), 'Status');
  const words = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(stringAt(item, 'Status'))?.[1] ?? '';
  const status = statusOf(told === '' ? words : told);
  return {
    status,
    meaningful: status !== 'none' && facts.staleUntil === null && isMeaningful(facts),
    failingStreak: numberAt(rawAt(item, 'Health'), 'FailingStreak') ?? 0,
    probes: [],
  };
}

/** null: no check, also for `HEALTHCHECK NONE`. The engine's defaults are filled in for what is 0. */
export function parseHealthCheck(config: Raw): HealthCheck | null {
  const check = rawAt(config, 'Healthcheck');
  const test = stringsAt(check, 'Test');
  if (test.length === 0 || test[0] === 'NONE') return null;
  const ms = (key: string, fallback: number): number => {
    const nanoseconds = positiveAt(check, key);
    return nanoseconds === null ? fallback : nanoseconds / 1e6;
  };
  return {
    test,
    intervalMs: ms('Interval', 30_000),
    timeoutMs: ms('Timeout', 30_000),
    startPeriodMs: ms('StartPeriod', 0),
    retries: positiveAt(check, 'Retries') ?? 3,
  };
}

function parseProbe(raw: Raw): Probe | null {
  const startedAt = timeAt(raw, 'Start');
  if (startedAt === null) return null;
  return {
    startedAt,
    endedAt: timeAt(raw, 'End'),
    exitCode: numberAt(raw, 'ExitCode') ?? 0,
    output: stringAt(raw, 'Output'),
  };
}

function statusOf(word: string): HealthStatus {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : 'none';
}

function isMeaningful(facts: HealthFacts): boolean {
  return facts.state === 'running' && !facts.stopping;
}
