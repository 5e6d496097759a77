/** What the pure parts of the simulator see of the world: its past, nothing that can be changed. */
import type { DemoContainer } from './container.ts';
import type { ScenarioName } from './scenario.ts';
import type { DemoRole } from './service.ts';

export interface ScenarioSpan {
  readonly name: ScenarioName;
  readonly from: number;
}

export interface Timeline {
  readonly seed: number;
  /** Log lines begin here. */
  readonly beginsAt: number;
  /** Oldest first; the first one has been going on for ever. */
  readonly scenarios: readonly ScenarioSpan[];
  /** The container of the four services of the reference stack. */
  byRole(role: DemoRole): DemoContainer | undefined;
}

export function scenarioAt(timeline: Timeline, at: number): ScenarioSpan {
  for (let i = timeline.scenarios.length - 1; i >= 0; i--) {
    const span = timeline.scenarios[i];
    if (span !== undefined && span.from <= at) return span;
  }
  return { name: 'healthy', from: Number.NEGATIVE_INFINITY };
}

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly scenario: ScenarioName;
}

/** [from, to] cut where the scenario changed. */
export function segmentsOf(timeline: Timeline, from: number, to: number): readonly Segment[] {
  const segments: Segment[] = [];
  timeline.scenarios.forEach((span, index) => {
    const next = timeline.scenarios[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const start = Math.max(from, span.from);
    const end = Math.min(to, next);
    if (end > start) segments.push({ from: start, to: end, scenario: span.name });
  });
  return segments;
}
