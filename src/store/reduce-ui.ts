/** What a person's action does to what is seen: a pure state machine, the open dialog first, then the screen. */
import type { ActionId, ScreenId } from '../model/actions.ts';
import { panes } from './initial-ui-state.ts';
import { movedIndex } from './reduce-cursor.ts';
import { reduceDialog, reduceText } from './reduce-dialog.ts';
import { reduceLogs, searchLogs, showLogOf } from './reduce-ui-logs.ts';
import { effectiveCursor, logScope, serviceRows, type UiFacts } from './ui-facts.ts';
import type { UiEvent, UiState } from './ui-state.ts';

type ActionEvent = Extract<UiEvent, { type: 'action-chosen' }>;

/** A message goes after this, ms. */
export const messageLifeMs = 6000;

/** @param readFacts asked only by events that need the facts of the stack. */
export function reduceUi(ui: UiState, event: UiEvent, readFacts: () => UiFacts): UiState {
  switch (event.type) {
    case 'action-chosen':
      return { ...reduceAction(ui, event, readFacts()), lastKeyAt: event.at };
    case 'message-shown':
      return { ...ui, message: { text: event.text, tone: event.tone, at: event.at } };
    case 'dialog-closed':
      return { ...ui, dialog: null, lastKeyAt: event.at };
    default:
      return { ...reduceText(ui, event), lastKeyAt: event.at };
  }
}

function reduceAction(ui: UiState, event: ActionEvent, facts: UiFacts): UiState {
  const fresh = ui.message === null ? ui : { ...ui, message: null };
  if (fresh.dialog !== null) {
    const inDialog = reduceDialog(fresh, fresh.dialog, event);
    if (inDialog !== null) return inDialog;
    return reduceScreen(leaveDialog(fresh, facts), event, facts);
  }
  return reduceScreen(fresh, event, facts);
}

/** A key that means nothing to the dialog closes it and acts on what it was about: the hints in a finding must work there. */
function leaveDialog(ui: UiState, facts: UiFacts): UiState {
  const { dialog } = ui;
  const closed: UiState = { ...ui, dialog: null };
  const subject =
    dialog?.kind === 'finding'
      ? (facts.findings.find(finding => finding.key === dialog.key)?.service ?? null)
      : dialog?.kind === 'probes'
        ? dialog.service
        : null;
  return subject === null ? closed : { ...closed, cursor: subject, cursorMoved: true };
}

function reduceScreen(ui: UiState, event: ActionEvent, facts: UiFacts): UiState {
  const { action } = event;
  const inPane = reducePane(ui, event, facts);
  if (inPane !== null) return inPane;
  if (action.startsWith('screen.')) return showScreen(ui, action.slice('screen.'.length) as ScreenId, facts);
  if (action === 'logs.of-service') return showScreen(showLogOf(ui, effectiveCursor(ui, facts)), 'logs', facts);
  if (action.startsWith('logs.')) return reduceLogs(settleCursor(ui, facts), event);
  return reduceGeneral(ui, action, facts);
}

function reduceGeneral(ui: UiState, action: ActionId, facts: UiFacts): UiState {
  const { count } = panes[ui.screen];
  switch (action) {
    case 'pane.next':
      return { ...ui, pane: (ui.pane + 1) % count, scroll: 0 };
    case 'pane.previous':
      return { ...ui, pane: (ui.pane + count - 1) % count, scroll: 0 };
    case 'open':
      return open(ui, facts);
    case 'back':
      return back(ui, facts);
    case 'help':
      return { ...ui, dialog: { kind: 'help', scroll: 0 } };
    case 'palette':
      return { ...ui, dialog: { kind: 'palette', query: '', index: 0 } };
    case 'search':
      return { ...ui, dialog: searchPrompt(ui) };
    default:
      return ui;
  }
}

/** Moves within the focused pane; null: not a move. */
function reducePane(ui: UiState, event: ActionEvent, facts: UiFacts): UiState | null {
  const place = panes[ui.screen];
  if (!event.action.startsWith('cursor.')) return null;
  if (facts.choosing) return scrolledPane(ui, event, event.extent);
  if (ui.pane === place.log) return reduceLogs(settleCursor(ui, facts), event);
  if (ui.pane === place.services) {
    const rows = serviceRows(facts, ui.filter);
    const index = movedIndex(event.action, rows.indexOf(effectiveCursor(ui, facts)), {
      page: event.page,
      last: rows.length - 1,
    });
    return index === null ? null : showLogOf(ui, rows[index] ?? null);
  }
  return scrolledPane(ui, event, ui.screen === 'overview' ? facts.findings.length - 1 : event.extent);
}

function scrolledPane(ui: UiState, event: ActionEvent, last: number): UiState | null {
  const scroll = movedIndex(event.action, Math.min(ui.scroll, Math.max(0, last)), {
    page: event.page,
    last: Math.max(0, last),
  });
  return scroll === null ? null : { ...ui, scroll };
}

/** From here on the cursor stays where it is, whatever breaks next: the person is reading. */
function settleCursor(ui: UiState, facts: UiFacts): UiState {
  if (ui.cursorMoved) return ui;
  return {
    ...ui,
    cursor: effectiveCursor(ui, facts),
    cursorMoved: true,
    logs: { ...ui.logs, service: logScope(ui, facts) },
  };
}

function showScreen(ui: UiState, screen: ScreenId, facts: UiFacts): UiState {
  const settled = screen === 'logs' ? settleCursor(ui, facts) : ui;
  return { ...settled, screen, pane: Math.max(0, panes[screen].services), scroll: 0, dialog: null };
}

function open(ui: UiState, facts: UiFacts): UiState {
  // Which stack was chosen goes out as an effect and comes back as an event.
  if (facts.choosing) return { ...ui, scroll: 0 };
  const place = panes[ui.screen];
  if (ui.pane === place.log) return ui.screen === 'logs' ? ui : showScreen(ui, 'logs', facts);
  const cursor = effectiveCursor(ui, facts);
  if (ui.screen === 'health')
    return cursor === null ? ui : { ...ui, dialog: { kind: 'probes', service: cursor, scroll: 0 } };
  const marked =
    ui.screen === 'overview' && ui.pane === 0
      ? facts.findings[Math.min(ui.scroll, facts.findings.length - 1)]
      : facts.findings.find(finding => cursor === null || finding.service === cursor);
  if (marked !== undefined) return { ...ui, dialog: { kind: 'finding', key: marked.key, scroll: 0 } };
  return cursor === null ? ui : { ...ui, dialog: { kind: 'probes', service: cursor, scroll: 0 } };
}

function back(ui: UiState, facts: UiFacts): UiState {
  if (ui.logs.fullScreen) return { ...ui, logs: { ...ui.logs, fullScreen: false } };
  if (ui.filter !== '') return { ...ui, filter: '' };
  if (ui.screen === 'logs' && ui.logs.search !== '') return searchLogs(ui, '');
  return ui.screen === 'overview' ? ui : showScreen(ui, 'overview', facts);
}

function searchPrompt(ui: UiState): UiState['dialog'] {
  return ui.pane === panes[ui.screen].log
    ? { kind: 'prompt', purpose: 'log-search', text: (ui.logs.inverse ? '!' : '') + ui.logs.search }
    : { kind: 'prompt', purpose: 'service-filter', text: ui.filter };
}
