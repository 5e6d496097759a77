/** The one store. Domain events and UI events go in by `dispatch`; nothing else writes. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { reduceStack } from '../model/reduce-stack.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { StackState } from '../model/stack-state.ts';
import { reduceUi } from './reduce-ui.ts';
import { createSelectors, type Selectors } from './selectors.ts';
import type { UiEvent, UiState } from './ui-state.ts';

export interface ConsoleState {
  readonly stack: StackState;
  readonly ui: UiState;
}

/** The grain in which the stack is judged: what differs by less is the same moment. */
export function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

export interface StackStore extends Pick<StoreApi<ConsoleState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Reduces all of them, then tells subscribers once; says nothing when nothing changed. */
  dispatch(events: readonly StackEvent[]): void;
  dispatchUi(event: UiEvent): void;
  /** Memoised for this store's states. */
  readonly selectors: Selectors;
}

export function createStackStore(initial: ConsoleState): StackStore {
  const store = createStore<ConsoleState>()(() => initial);
  const selectors = createSelectors();
  return {
    selectors,
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    dispatch(events) {
      const { stack } = store.getState();
      const next = events.reduce(reduceStack, stack);
      if (next !== stack) store.setState({ stack: next });
    },
    dispatchUi(event) {
      const { ui, stack } = store.getState();
      const next = reduceUi(ui, event, () => selectors.uiFacts(stack, wholeSecond(event.at)));
      if (next !== ui) store.setState({ ui: next });
    },
  };
}
