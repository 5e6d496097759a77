import type { Finding } from '../model/finding.ts';
import { groupServices } from '../model/group-services.ts';
import type { Service } from '../model/service.ts';
import type { StackState } from '../model/stack-state.ts';

export interface Verdict {
  readonly word: 'ok' | 'degraded' | 'down' | 'unknown';
  readonly since: number | null;
}
export function selectServices(stack: StackState): readonly Service[] {
  return groupServices(Object.values(stack.containers), stack.compose, stack.profile, {
    engineConnected: stack.engine.phase === 'connected',
  });
}
export function selectFindings(_stack: StackState): readonly Finding[] {
  return [];
}
export function selectVerdict(stack: StackState): Verdict {
  return { word: stack.engine.phase === 'connected' ? 'ok' : 'unknown', since: null };
}
