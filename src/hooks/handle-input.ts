/**
 * From what came in to what is done. Pasted text never acts (O-TERMINAL-1): in a prompt it is typed text, elsewhere it is
 * ignored and said so; and a dialog hears nothing of the chunk that its opening key came in.
 */
import { resolveKey } from '../keymap.ts';
import type { ActionId } from '../model/actions.ts';
import type { LogFacts } from '../store/log-facts.ts';
import type { StackStore } from '../store/create-stack-store.ts';
import type { Dialog } from '../store/ui-state.ts';
import type { Input } from './key-name.ts';
import { paletteEntries } from './palette-entries.ts';

/** How far a focused pane or the open dialog reaches, known to the layout. */
interface Reach {
  readonly page: number;
  readonly extent: number;
  /** Where the action leads in the log; absent where none is in sight. */
  readonly log?: LogFacts;
}

export interface InputContext {
  readonly store: StackStore;
  readonly now: () => number;
  readonly reach: (action: ActionId) => Reach;
  /** What an action does beside changing what is seen: quit, copy, save. */
  readonly effect: (action: ActionId) => void;
  /** True until the chunk is over in which a dialog was opened. */
  readonly deaf: () => boolean;
  readonly dialogOpened: () => void;
}

/** Keys that a slow line hands over together; more than these at once is no hand. */
const mostRepeats = 40;

export function handleInput(input: Input, context: InputContext): void {
  if (input.kind === 'nothing' || context.deaf()) return;
  const { dialog } = context.store.getState().ui;
  if (dialog?.kind === 'prompt' || dialog?.kind === 'palette') {
    handleTyping(input, dialog, context);
  } else if (input.kind === 'chunk') {
    handleChunk(input.text, context);
  } else {
    const action = resolveKey(input.name, context.store.getState().ui.screen);
    if (action !== null) choose(action, context);
  }
}

/** Pasted text, told apart by the terminal itself (bracketed paste). */
export function handlePaste(text: string, context: InputContext): void {
  const { dialog } = context.store.getState().ui;
  if (dialog?.kind === 'prompt' || dialog?.kind === 'palette') typed(text, context);
  else refusePaste(context);
}

function handleTyping(
  input: Exclude<Input, { kind: 'nothing' }>,
  dialog: Extract<Dialog, { kind: 'prompt' | 'palette' }>,
  context: InputContext,
): void {
  const { store, now } = context;
  if (input.kind === 'chunk') return typed(input.text, context);
  switch (input.name) {
    case 'enter':
      return accept(dialog, context);
    case 'esc':
      return choose('back', context);
    case 'backspace':
      return store.dispatchUi({ type: 'text-erased', at: now() });
    case 'ctrl-u':
      return store.dispatchUi({ type: 'text-cleared', at: now() });
    case 'ctrl-c':
      return choose('quit', context);
    case 'ctrl-z':
      return choose('suspend', context);
    case 'up':
      return choose('cursor.up', context);
    case 'down':
      return choose('cursor.down', context);
    default:
      if (input.text !== null) typed(input.text, context);
  }
}

function accept(dialog: Extract<Dialog, { kind: 'prompt' | 'palette' }>, context: InputContext): void {
  const { store, now } = context;
  const { ui, stack } = store.getState();
  store.dispatchUi({ type: 'text-accepted', at: now() });
  if (dialog.kind !== 'palette') return;
  const entry = paletteEntries(dialog.query, { screen: ui.screen, demo: stack.engine.demo })[dialog.index];
  if (entry !== undefined) choose(entry.action, context);
}

/** Typed ahead over a slow line, or held: moves and screens are harmless in any number of a hand; all else is a paste. */
function handleChunk(text: string, context: InputContext): void {
  const letters = [...text];
  const { screen } = context.store.getState().ui;
  const actions = letters.map(letter => resolveKey(letter, screen)).filter(action => action !== null);
  const harmless =
    actions.length === letters.length && actions.every(action => /^(?:cursor|screen|pane)\./.test(action));
  if (!harmless || letters.length > mostRepeats) return refusePaste(context);
  for (const action of actions) choose(action, context);
}

function refusePaste({ store, now }: InputContext): void {
  store.dispatchUi({
    type: 'message-shown',
    at: now(),
    text: 'Pasted text was ignored: keys work one at a time.',
    tone: 'warn',
  });
}

function typed(text: string, { store, now }: InputContext): void {
  store.dispatchUi({ type: 'text-typed', at: now(), text });
}

function choose(action: ActionId, context: InputContext): void {
  const { store, now, reach } = context;
  const before = store.getState().ui.dialog;
  store.dispatchUi({ type: 'action-chosen', at: now(), action, ...reach(action) });
  if (before === null && store.getState().ui.dialog !== null) context.dialogOpened();
  context.effect(action);
}
