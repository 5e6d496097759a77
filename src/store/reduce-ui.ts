import type { StackState } from '../model/stack-state.ts';
import type { UiEvent, UiState } from './ui-state.ts';

export function reduceUi(ui: UiState, _event: UiEvent, _stack: StackState): UiState {
  return ui;
}
