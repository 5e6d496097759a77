/** Dialogs and prompts: scrolling, typing, closing. */
import { movedIndex } from './reduce-cursor.ts';
import { searchLogs } from './reduce-ui-logs.ts';
import type { Dialog, UiEvent, UiState } from './ui-state.ts';

type ActionEvent = Extract<UiEvent, { type: 'action-chosen' }>;
type TextEvent = Extract<UiEvent, { type: 'text-typed' | 'text-erased' | 'text-cleared' | 'text-accepted' }>;

/** A name or a search longer than this is a paste by mistake. */
const longestText = 200;

/** What an action does to the open dialog; null: nothing, it is meant for the screen behind it. */
export function reduceDialog(ui: UiState, dialog: Dialog, event: ActionEvent): UiState | null {
  const { action, page, extent } = event;
  const close: UiState = { ...ui, dialog: null };
  if (action === 'back' || (action === 'help' && dialog.kind === 'help')) return close;
  const reach = { page, last: Math.max(0, extent) };
  switch (dialog.kind) {
    case 'palette': {
      const index = movedIndex(action, dialog.index, reach);
      return index === null ? null : { ...ui, dialog: { ...dialog, index } };
    }
    case 'prompt':
      return null;
    default: {
      if (action === 'open') return close;
      const scroll = movedIndex(action, dialog.scroll, reach);
      return scroll === null ? null : { ...ui, dialog: { ...dialog, scroll } };
    }
  }
}

/** Typing in a prompt or the palette. A filter works while it is typed; a search too. */
export function reduceText(ui: UiState, event: TextEvent): UiState {
  const { dialog } = ui;
  if (dialog?.kind === 'palette') {
    return event.type === 'text-accepted'
      ? { ...ui, dialog: null }
      : { ...ui, dialog: { ...dialog, query: edited(dialog.query, event), index: 0 } };
  }
  if (dialog?.kind !== 'prompt') return ui;
  const text = edited(dialog.text, event);
  const next: UiState = { ...ui, dialog: event.type === 'text-accepted' ? null : { ...dialog, text } };
  return dialog.purpose === 'service-filter' ? { ...next, filter: text } : searchLogs(next, text);
}

function edited(text: string, event: TextEvent): string {
  switch (event.type) {
    case 'text-typed':
      // Line ends and other controls come with a paste; they are no text and never "Enter".
      return (text + event.text.replaceAll(/\p{Cc}+/gu, ' ')).slice(0, longestText);
    case 'text-erased':
      return [...text].slice(0, -1).join('');
    case 'text-cleared':
      return '';
    case 'text-accepted':
      return text.trim();
  }
}
