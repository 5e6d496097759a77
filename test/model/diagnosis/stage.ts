/** What the tests of the rules share: a state → the findings, by code, and the engine's events. */
import { assess } from '../../../src/model/assess.ts';
import { diagnose } from '../../../src/model/diagnosis/diagnose.ts';
import { factsOf } from '../../../src/model/diagnosis/facts.ts';
import type { Finding, FindingCode } from '../../../src/model/finding.ts';
import type { EngineEvent, StackEvent } from '../../../src/model/stack-event.ts';
import type { StackState } from '../../../src/model/stack-state.ts';
import { idOf, now } from '../../helpers/stack-factory.ts';

export function findingsOf(state: StackState, at = now): readonly Finding[] {
  return diagnose(factsOf(state, at));
}

/** The one finding of the code; fails when there is none or more than one. */
export function findingOf(code: FindingCode, state: StackState, at = now): Finding {
  const found = findingsOf(state, at).filter(finding => finding.code === code);
  const [finding] = found;
  if (finding === undefined || found.length > 1)
    throw new Error(`${found.length} findings "${code}", of ${codesOf(state, at).join(', ')}`);
  return finding;
}

export function codesOf(state: StackState, at = now): readonly FindingCode[] {
  return findingsOf(state, at).map(({ code }) => code);
}

export function severityOf(service: string, state: StackState, at = now): string | undefined {
  return assess(state, at).services.find(({ name }) => name === service)?.severity;
}

export function engineEvent(action: string, at: number, parts: Partial<EngineEvent> = {}): StackEvent {
  const service = parts.service ?? 'api';
  const name = `depotix-${service}-1`;
  const event = { at, action, containerId: idOf(name), service, name, exitCode: null, signal: null, ...parts };
  return { type: 'engine-event-seen', at, event };
}

export interface LoopParts {
  readonly count: number;
  readonly lifetime: number;
  readonly pause: number;
  readonly exitCode: number;
  readonly oom?: boolean;
}

/** `count` lives, the last of which ended `pause` before `until`. */
export function lives({ count, lifetime, pause, exitCode, oom = false }: LoopParts, until = now): StackEvent[] {
  const starts = Array.from({ length: count }, (_, index) => until - (count - index) * (lifetime + pause));
  const events = (start: number): StackEvent[] => {
    const die = engineEvent('die', start + lifetime, { exitCode });
    const kill = engineEvent('oom', start + lifetime - 5);
    return oom ? [engineEvent('start', start), kill, die] : [engineEvent('start', start), die];
  };
  return starts.flatMap(events);
}
