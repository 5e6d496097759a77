import type { ScreenId } from '../model/actions.ts';
import { initialLogView } from './log-view.ts';
import type { UiState } from './ui-state.ts';

/** Panes by screen, from the top; the services are where the cursor starts. */
export const panes: Readonly<
  Record<ScreenId, { readonly count: number; readonly services: number; readonly log: number | null }>
> = {
  overview: { count: 3, services: 1, log: 2 },
  logs: { count: 1, services: -1, log: 0 },
  health: { count: 2, services: 0, log: null },
  resources: { count: 3, services: 0, log: null },
};

/** @param at ms; counts as the last key, so that a console just opened samples at the quick rate. */
export function createInitialUiState(at: number): UiState {
  return {
    screen: 'overview',
    pane: panes.overview.services,
    cursor: null,
    cursorMoved: false,
    dialog: null,
    logs: initialLogView,
    scroll: 0,
    filter: '',
    message: null,
    lastKeyAt: at,
  };
}
