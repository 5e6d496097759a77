import { describe, expect, it } from 'vitest';
import { handleInput, handlePaste, type InputContext } from '../../src/hooks/handle-input.ts';
import type { Input } from '../../src/hooks/key-name.ts';
import type { ActionId } from '../../src/model/actions.ts';
import { createStackStore, type ConsoleState, type StackStore } from '../../src/store/create-stack-store.ts';
import { healthyState, incidentState, now } from '../helpers/state-factory.ts';

interface Desk {
  readonly store: StackStore;
  readonly effects: ActionId[];
  /** Types keys by name, each in a chunk of its own. */
  press(...names: readonly string[]): void;
  /** Several characters in one chunk. */
  chunk(text: string): void;
  paste(text: string): void;
  /** Keys that were read in one go. */
  burst(...names: readonly string[]): void;
}

function key(name: string): Input {
  const isText = [...name].length === 1;
  return { kind: 'key', name: name === ' ' ? 'space' : name, text: isText ? name : null };
}

function sitDown(initial: ConsoleState): Desk {
  const store = createStackStore(initial);
  const effects: ActionId[] = [];
  let deaf = false;
  const context: InputContext = {
    store,
    now: () => now,
    reach: () => ({ page: 5, extent: 9 }),
    effect: action => effects.push(action),
    deaf: () => deaf,
    dialogOpened: () => {
      deaf = true;
    },
  };
  const send = (input: Input): void => {
    handleInput(input, context);
    deaf = false;
  };
  return {
    store,
    effects,
    press: (...names) => names.forEach(name => send(key(name))),
    chunk: text => send({ kind: 'chunk', text }),
    paste: text => handlePaste(text, context),
    burst(...names) {
      for (const name of names) handleInput(key(name), context);
      deaf = false;
    },
  };
}

describe('keys', () => {
  it('go to the screen and to the effects', () => {
    const desk = sitDown(healthyState());
    desk.press('3', 'q');
    expect(desk.store.getState().ui.screen).toBe('health');
    expect(desk.effects).toEqual(['screen.health', 'quit']);
  });

  it('that mean nothing do nothing', () => {
    const desk = sitDown(healthyState());
    const before = desk.store.getState();
    desk.press('r', 'D', 'left', 'x');
    expect(desk.store.getState()).toBe(before);
  });
});

describe('pasted text (O-TERMINAL-1)', () => {
  it.each(['r\ny\nshop\n', '3q', 'D\ry\r', ':quit\r'])('never acts when it comes in one chunk: %j', text => {
    const desk = sitDown(healthyState());
    desk.chunk(text);
    expect(desk.effects).toEqual([]);
    expect(desk.store.getState().ui).toMatchObject({ screen: 'overview', dialog: null });
    expect(desk.store.getState().ui.message?.text).toContain('Pasted text was ignored');
  });

  it('never acts when the terminal says that it is pasted', () => {
    const desk = sitDown(healthyState());
    desk.paste('3');
    desk.paste('D\ry\r');
    expect(desk.effects).toEqual([]);
    expect(desk.store.getState().ui.screen).toBe('overview');
  });

  it('is typed text in a prompt, and its line ends are no Enter', () => {
    const desk = sitDown(healthyState());
    desk.press('/');
    desk.paste('po\nst');
    desk.chunk('gr\r');
    expect(desk.store.getState().ui.dialog).toEqual({ kind: 'prompt', purpose: 'service-filter', text: 'po stgr ' });
  });

  it('typed slowly works as usual', () => {
    const desk = sitDown(healthyState());
    desk.press(':', 'q', 'u', 'i', 't', 'enter');
    expect(desk.effects).toContain('quit');
  });

  it('takes moves and screens that were typed ahead over a slow line', () => {
    const desk = sitDown(healthyState());
    desk.chunk('3jj');
    const { screen, cursorMoved, message } = desk.store.getState().ui;
    expect({ screen, cursorMoved, message }).toEqual({ screen: 'health', cursorMoved: true, message: null });
  });

  it('a dialog hears nothing of the chunk that its opening key came in', () => {
    const desk = sitDown(healthyState());
    desk.burst(':', 'down', 'enter');
    expect(desk.store.getState().ui.dialog).toEqual({ kind: 'palette', query: '', index: 0 });
    expect(desk.effects).toEqual(['palette']);
  });

  it('a held move key that a slow line hands over together still moves', () => {
    const desk = sitDown(healthyState());
    desk.chunk('jjj');
    expect(desk.store.getState().ui.cursor).toBe('api');
    desk.chunk('kk');
    expect(desk.store.getState().ui.cursor).toBe('caddy');
    desk.chunk('j'.repeat(500));
    expect(desk.store.getState().ui.cursor).toBe('caddy');
  });
});

describe('typing', () => {
  it('filters the services while it goes on, Backspace and Ctrl-u take back', () => {
    const desk = sitDown(healthyState());
    desk.press('/', 'w', 'e', 'x');
    expect(desk.store.getState().ui.filter).toBe('wex');
    desk.press('backspace', 'b', 'enter');
    expect(desk.store.getState().ui).toMatchObject({ filter: 'web', dialog: null });
    desk.press('/', 'ctrl-u', 'enter');
    expect(desk.store.getState().ui.filter).toBe('');
  });

  it('keys of the keymap are letters in a prompt', () => {
    const desk = sitDown(healthyState());
    desk.press('/', 'q', '?', ':', '3', ' ');
    expect(desk.store.getState().ui.dialog).toMatchObject({ text: 'q?:3 ' });
    expect(desk.effects).toEqual(['search']);
  });

  it('Ctrl-C quits and Ctrl-Z suspends from a prompt too', () => {
    const desk = sitDown(healthyState());
    desk.press('/', 'ctrl-c', 'ctrl-z');
    expect(desk.effects).toEqual(['search', 'quit', 'suspend']);
  });

  it('the palette does what is marked', () => {
    const desk = sitDown(healthyState());
    desk.press(':', 'h', 'e', 'a', 'l', 'enter');
    expect(desk.store.getState().ui).toMatchObject({ screen: 'health', dialog: null });
    desk.press(':', 'down', 'esc');
    expect(desk.store.getState().ui).toMatchObject({ screen: 'health', dialog: null });
  });
});

describe('a finding', () => {
  it('opens on Enter, and the key of its next step works from there', () => {
    const desk = sitDown(incidentState());
    desk.press('enter');
    expect(desk.store.getState().ui.dialog).toMatchObject({ kind: 'finding', key: 'oom-killed:api' });
    desk.press('l');
    expect(desk.store.getState().ui).toMatchObject({ screen: 'logs', dialog: null, logs: { service: 'api' } });
  });
});
