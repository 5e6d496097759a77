import { createInitialState, type InitialStateOptions } from '../model/initial-state.ts';
import type { ConsoleState } from './create-stack-store.ts';
import { createInitialUiState } from './initial-ui-state.ts';

/** What the store holds when the console opens. */
export function createInitialConsoleState(options: InitialStateOptions): ConsoleState {
  return { stack: createInitialState(options), ui: createInitialUiState(options.at) };
}
