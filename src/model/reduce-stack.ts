import type { StackEvent } from './stack-event.ts';
import type { StackState } from './stack-state.ts';

export function reduceStack(state: StackState, _event: StackEvent): StackState {
  return state;
}
