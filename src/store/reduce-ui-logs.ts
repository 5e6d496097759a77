/** The log's part of the UI state; how the log is looked at is decided in reduce-log-view.ts. */
import type { UiEvent, UiState } from './ui-state.ts';

type ActionEvent = Extract<UiEvent, { type: 'action-chosen' }>;

export function reduceLogs(ui: UiState, event: ActionEvent): UiState {
  const { logs } = ui;
  switch (event.action) {
    case 'logs.follow':
      return { ...ui, logs: { ...logs, follow: !logs.follow } };
    case 'logs.wrap':
      return { ...ui, logs: { ...logs, wrap: !logs.wrap } };
    case 'logs.timestamps':
      return { ...ui, logs: { ...logs, timestamps: !logs.timestamps } };
    case 'logs.full-screen':
      return { ...ui, logs: { ...logs, fullScreen: !logs.fullScreen } };
    case 'logs.all-services':
      return showLogOf(ui, null, false);
    default:
      return ui;
  }
}

/** Shows the log of one service (null: all) from its end; moves the cursor there too unless told not to. */
export function showLogOf(ui: UiState, service: string | null, moveCursor = true): UiState {
  const logs = { ...ui.logs, service, follow: true, anchor: null, cursor: null, pausedAt: null };
  return moveCursor ? { ...ui, cursor: service, cursorMoved: true, logs } : { ...ui, logs };
}

/** `text` as typed after `/`: with a leading `!` it hides what matches. */
export function searchLogs(ui: UiState, text: string): UiState {
  const inverse = text.startsWith('!');
  return { ...ui, logs: { ...ui.logs, search: inverse ? text.slice(1) : text, inverse } };
}
