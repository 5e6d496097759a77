/** What a scenario has in store for a run, and how the engine's restart policy waits. Pure. */
import type { DemoContainer, PlannedEnd, Run } from './container.ts';
import { chance } from './random.ts';
import type { ScenarioSpan } from './timeline.ts';

/** From the start of an api with the import error until its end, ms. */
const crashAfterMs = 1_200;

/** From the start of a leaking api until the kernel kills it: 38 to 42 s. */
export function oomAfterMs(seed: number, run: Run): number {
  return 38_000 + Math.floor(chance(seed, run.index, 0x0011) * 4_000);
}

/** When the scenario began to work on this run. */
export function troubleSince(run: Run, scenario: ScenarioSpan): number {
  return Math.max(run.startedAt, scenario.from);
}

/** How this run will end by itself; null: not at all. */
export function plannedEnd(
  seed: number,
  container: DemoContainer,
  run: Run,
  scenario: ScenarioSpan,
): PlannedEnd | null {
  if (container.service.role !== 'api') return null;
  const since = troubleSince(run, scenario);
  if (scenario.name === 'oom') {
    return { at: since + oomAfterMs(seed, run), exitCode: 137, oomKilled: true, next: 'policy' };
  }
  if (scenario.name === 'crash-loop')
    return { at: since + crashAfterMs, exitCode: 1, oomKilled: false, next: 'policy' };
  return null;
}

const firstBackoffMs = 100;
const longestBackoffMs = 60_000;
const longEnoughMs = 10_000;

/**
 * The wait before the next start, as the engine's restart manager has it: 100 ms, doubled each time up to a minute, and
 * from the beginning after a run of 10 s (https://github.com/moby/moby/blob/v26.1.5/restartmanager/restartmanager.go).
 */
export function nextBackoff(previousMs: number, ranMs: number): number {
  if (previousMs === 0 || ranMs >= longEnoughMs) return firstBackoffMs;
  return Math.min(previousMs * 2, longestBackoffMs);
}
