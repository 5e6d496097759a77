import { describe, expect, it } from 'vitest';
import type { ActionId } from '../../src/model/actions.ts';
import { createInitialUiState } from '../../src/store/initial-ui-state.ts';
import { reduceUi } from '../../src/store/reduce-ui.ts';
import { effectiveCursor, logScope, type UiFacts } from '../../src/store/ui-facts.ts';
import type { UiState } from '../../src/store/ui-state.ts';

const facts: UiFacts = {
  choosing: false,
  services: ['caddy', 'web', 'api', 'postgres'],
  findings: [
    { key: 'disk-full:host', service: null, remark: false },
    { key: 'oom-killed:api', service: 'api', remark: false },
    { key: 'unhealthy:caddy', service: 'caddy', remark: false },
  ],
};
const well: UiFacts = { ...facts, findings: [] };
const start = createInitialUiState(0);

function after(ui: UiState, actions: readonly ActionId[], given = facts, extent = 9): UiState {
  return actions.reduce(
    (state, action) => reduceUi(state, { type: 'action-chosen', at: 5, action, page: 3, extent }, () => given),
    ui,
  );
}

describe('the cursor', () => {
  it.each([
    [[], 'api'],
    [['cursor.down'], 'postgres'],
    [['cursor.up'], 'web'],
    [['cursor.top'], null],
    [['cursor.bottom'], 'postgres'],
    [['cursor.bottom', 'cursor.down'], 'postgres'],
    [['cursor.top', 'cursor.up'], null],
    [['cursor.page-up'], null],
    [['cursor.top', 'cursor.page-down'], 'api'],
    [['cursor.top', 'cursor.half-page-down'], 'web'],
  ] as const)('after %j stands on %s', (actions, expected) => {
    expect(effectiveCursor(after(start, actions), facts)).toBe(expected);
  });

  it('stands on all services when nothing is wrong', () => {
    expect(effectiveCursor(start, well)).toBeNull();
  });

  it('goes back to all services when its service has gone', () => {
    const moved = after(start, ['cursor.bottom']);
    expect(effectiveCursor(moved, { ...facts, services: ['caddy'] })).toBeNull();
  });

  it('stays where the person put it when something else breaks', () => {
    const moved = after(start, ['cursor.bottom'], well);
    expect(effectiveCursor(moved, facts)).toBe('postgres');
  });

  it('takes the log with it', () => {
    expect(logScope(start, facts)).toBe('api');
    expect(logScope(after(start, ['cursor.down']), facts)).toBe('postgres');
    expect(logScope(after(start, ['logs.all-services']), facts)).toBeNull();
  });

  it('moves through what the filter leaves', () => {
    const filtered = { ...start, filter: 'A' };
    expect(effectiveCursor(after(filtered, ['cursor.bottom']), facts)).toBe('api');
    expect(effectiveCursor(after(filtered, ['cursor.top', 'cursor.down']), facts)).toBe('caddy');
  });
});

describe('screens and panes', () => {
  it('go round', () => {
    expect(after(start, ['pane.next']).pane).toBe(2);
    expect(after(start, ['pane.next', 'pane.next']).pane).toBe(0);
    expect(after(start, ['pane.previous', 'pane.previous']).pane).toBe(2);
  });

  it('a screen opens on its services and scrolled to the top', () => {
    const scrolled = after(after(start, ['screen.resources', 'pane.previous']), ['cursor.page-down']);
    expect(scrolled).toMatchObject({ screen: 'resources', pane: 2, scroll: 3 });
    expect(after(scrolled, ['screen.health'])).toMatchObject({ screen: 'health', pane: 0, scroll: 0 });
  });

  it('nothing scrolls farther than it reaches', () => {
    const pane = after(start, ['screen.resources', 'pane.previous']);
    expect(after(pane, ['cursor.bottom', 'cursor.page-down'], facts, 4).scroll).toBe(4);
    expect(after(pane, ['cursor.down'], facts, 0).scroll).toBe(0);
  });

  it('the log of the marked service opens on the log screen', () => {
    expect(after(start, ['logs.of-service'])).toMatchObject({
      screen: 'logs',
      cursor: 'api',
      logs: { service: 'api', follow: true },
    });
  });

  it('the log screen shows what the overview showed', () => {
    expect(after(start, ['screen.logs']).logs.service).toBe('api');
    expect(after(start, ['screen.logs'], well).logs.service).toBeNull();
  });

  it('Esc leads back to the overview, step by step', () => {
    const deep: UiState = { ...after(start, ['screen.health']), filter: 'x' };
    expect(after(deep, ['back'])).toMatchObject({ screen: 'health', filter: '' });
    expect(after(deep, ['back', 'back']).screen).toBe('overview');
    expect(after(start, ['back']).screen).toBe('overview');
  });
});

describe('Enter', () => {
  it.each([
    ['on the culprit: its finding', start, facts, { kind: 'finding', key: 'oom-killed:api' }],
    [
      'on all services: the first finding',
      { ...start, cursorMoved: true },
      facts,
      { kind: 'finding', key: 'disk-full:host' },
    ],
    [
      'on a service that is well: its probes',
      { ...start, cursorMoved: true, cursor: 'web' },
      facts,
      { kind: 'probes', service: 'web' },
    ],
    [
      'on the health screen: its probes',
      { ...start, screen: 'health', pane: 0 },
      facts,
      { kind: 'probes', service: 'api' },
    ],
    [
      'in What is wrong: the marked finding',
      { ...start, pane: 0, scroll: 2 },
      facts,
      { kind: 'finding', key: 'unhealthy:caddy' },
    ],
  ] as const)('opens %s', (_where, ui, given, dialog) => {
    expect(after(ui, ['open'], given).dialog).toMatchObject(dialog);
  });

  it('opens nothing where there is nothing to say', () => {
    expect(after(start, ['open'], well).dialog).toBeNull();
  });

  it('in the log pane opens the log screen', () => {
    expect(after({ ...start, pane: 2 }, ['open']).screen).toBe('logs');
  });
});

describe('several stacks', () => {
  const choosing: UiFacts = { choosing: true, services: [], findings: [] };

  it('the keys move through the list and no farther', () => {
    expect(after(start, ['cursor.down'], choosing, 1).scroll).toBe(1);
    expect(after(start, ['cursor.down', 'cursor.down'], choosing, 1).scroll).toBe(1);
    expect(after(start, ['open'], choosing, 1)).toMatchObject({ dialog: null, screen: 'overview' });
  });
});

describe('dialogs', () => {
  it('scroll within their reach and close by Esc, and help by its own key', () => {
    const open = after(start, ['help']);
    expect(
      after(open, ['cursor.page-down', 'cursor.page-down', 'cursor.page-down', 'cursor.page-down']).dialog,
    ).toEqual({ kind: 'help', scroll: 9 });
    expect(after(open, ['back']).dialog).toBeNull();
    expect(after(open, ['help']).dialog).toBeNull();
  });

  it('of a finding: another key closes it and acts on its service', () => {
    const open = after({ ...start, pane: 0, scroll: 2 }, ['open']);
    expect(after(open, ['logs.of-service'])).toMatchObject({
      dialog: null,
      screen: 'logs',
      logs: { service: 'caddy' },
    });
  });

  it('the palette moves within its list and forgets its place when the text changes', () => {
    const open = after(start, ['palette', 'cursor.down', 'cursor.down']);
    expect(open.dialog).toEqual({ kind: 'palette', query: '', index: 2 });
    expect(reduceUi(open, { type: 'text-typed', at: 6, text: 'x' }, () => facts).dialog).toEqual({
      kind: 'palette',
      query: 'x',
      index: 0,
    });
  });

  it('a prompt takes at most 200 characters and erases whole ones', () => {
    const open = after(start, ['search']);
    const long = reduceUi(open, { type: 'text-typed', at: 6, text: 'x'.repeat(1000) }, () => facts);
    expect(long.filter).toHaveLength(200);
    const wide = reduceUi(open, { type: 'text-typed', at: 6, text: 'a🚀' }, () => facts);
    expect(reduceUi(wide, { type: 'text-erased', at: 7 }, () => facts).filter).toBe('a');
  });

  it('Esc on the log screen ends the search first, then leaves', () => {
    const logs = after(start, ['screen.logs']);
    const searched: UiState = { ...logs, logs: { ...logs.logs, search: 'GET', inverse: true } };
    const once = after(searched, ['back']);
    expect(once).toMatchObject({ screen: 'logs', logs: { search: '', inverse: false } });
    expect(after(once, ['back']).screen).toBe('overview');
  });

  it('/ on the log pane searches the log, not the services', () => {
    const open = after({ ...start, pane: 2 }, ['search']);
    const typed = reduceUi(open, { type: 'text-typed', at: 6, text: '!GET' }, () => facts);
    expect(typed).toMatchObject({ filter: '', logs: { search: 'GET', inverse: true } });
  });
});

describe('time', () => {
  it('remembers the last key, for the samplers', () => {
    expect(after(start, ['cursor.down']).lastKeyAt).toBe(5);
    expect(reduceUi(start, { type: 'text-typed', at: 8, text: 'x' }, () => facts).lastKeyAt).toBe(8);
  });

  it('a message goes with the next key', () => {
    const told = reduceUi(start, { type: 'message-shown', at: 3, text: 'Saved', tone: 'info' }, () => facts);
    expect(told).toMatchObject({ message: { text: 'Saved', at: 3 }, lastKeyAt: 0 });
    expect(after(told, ['cursor.down']).message).toBeNull();
  });
});
