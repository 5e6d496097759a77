/** The engine's own events: the time axis, and the starts by service. */
import type { EngineEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';
import { appendBounded, withEntry } from './share.ts';

export const timelineKept = 1_000;
export const startsKept = 50;

/** `StartedAt` of an inspect and the time of the `start` event are the same start, some ms apart; two real starts are farther. */
const sameStartMs = 250;

export function reduceTimeline(state: StackState, event: EngineEvent): StackState {
  // A re-opened event stream asks from the last time seen, and the engine's `since` is inclusive.
  if (state.timeline.slice(-100).some(known => isSameEvent(known, event))) return state;
  const timeline = appendBounded(state.timeline, event, timelineKept);
  const next = { ...state, timeline };
  const isStart = event.action === 'start' && event.service !== null;
  return isStart && !isOneOff(state, event) ? appendStart(next, event.service, event.at) : next;
}

function isSameEvent(a: EngineEvent, b: EngineEvent): boolean {
  return a.at === b.at && a.action === b.action && a.containerId === b.containerId;
}

function isOneOff(state: StackState, event: EngineEvent): boolean {
  return state.containers[event.containerId]?.labels.oneOff ?? false;
}

/** Remembers a start of the service once, however many ways it was told. */
export function appendStart(state: StackState, service: string, at: number): StackState {
  const known = state.starts[service] ?? [];
  if (known.some(start => Math.abs(start - at) < sameStartMs)) return state;
  const starts = [...known, at].toSorted((a, b) => a - b).slice(-startsKept);
  return { ...state, starts: withEntry(state.starts, service, starts) };
}
