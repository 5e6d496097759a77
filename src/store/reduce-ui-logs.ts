/** The log's part of the UI state; how the log is looked at is decided in reduce-log-view.ts. */
import type { LogFacts } from './log-facts.ts';
import { reduceLogView, scopedTo, searching } from './reduce-log-view.ts';
import type { UiEvent, UiState } from './ui-state.ts';

type ActionEvent = Extract<UiEvent, { type: 'action-chosen' }>;

/** No log in sight: only what needs no line can be done. */
const noLines: LogFacts = {
  current: null,
  anchor: null,
  target: null,
  missing: null,
  lastSequence: 0,
  received: 0,
  trimmed: 0,
};

export function reduceLogs(ui: UiState, event: ActionEvent): UiState {
  if (event.action === 'logs.all-services') return showLogOf(ui, null, false);
  const facts = event.log ?? noLines;
  const logs = reduceLogView(ui.logs, event.action, facts);
  const message = facts.missing === null ? ui.message : { text: facts.missing, tone: 'info' as const, at: event.at };
  return { ...ui, logs, message };
}

/** Shows the log of one service (null: all) from its end; moves the cursor there too unless told not to. */
export function showLogOf(ui: UiState, service: string | null, moveCursor = true): UiState {
  const logs = scopedTo(ui.logs, service);
  return moveCursor ? { ...ui, cursor: service, cursorMoved: true, logs } : { ...ui, logs };
}

/** `text` as typed after `/`: with a leading `!` it hides what matches. */
export function searchLogs(ui: UiState, text: string): UiState {
  return { ...ui, logs: searching(ui.logs, text) };
}
