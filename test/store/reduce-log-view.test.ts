import { describe, expect, it } from 'vitest';
import type { ActionId } from '../../src/model/actions.ts';
import { layOutLog } from '../../src/screens/logs/log-layout.ts';
import { readLogFacts, type LogFacts } from '../../src/store/log-facts.ts';
import { logFilterOf, matcherOf } from '../../src/store/log-filter.ts';
import { createLogStore, type LogStore } from '../../src/store/log-store.ts';
import { initialLogView, type LogView } from '../../src/store/log-view.ts';
import { reduceLogView, scopedTo, searching } from '../../src/store/reduce-log-view.ts';
import { noColor } from '../helpers/frame.ts';
import { logRecord, logStart } from '../helpers/log-records.ts';

const inSight = 5;

/** A log of `count` lines named by their number; each tenth is an error. */
function logOf(count: number, linesPerContainer = 1000): LogStore {
  const logs = createLogStore({ clock: { now: () => logStart }, linesPerContainer });
  logs.append(Array.from({ length: count }, (_, index) => lineOf(index)));
  return logs;
}

function lineOf(index: number): ReturnType<typeof logRecord> {
  return logRecord('api', index, index % 10 === 9 ? `ERROR: ${index}` : `line ${index}`);
}

/** What leads where, as the console asks it before each key: five lines are in sight. */
function factsOf(logs: LogStore, view: LogView, action: ActionId): LogFacts {
  const filter = logFilterOf(view, logs, logStart);
  const matcher = matcherOf(view, logs);
  const style = {
    width: 80,
    theme: noColor,
    wrap: false,
    timestamps: true,
    services: ['api'],
    merged: false,
    mostRows: 5,
  };
  const { lines, cursor } = layOutLog({ logs, view, scope: view.service, filter, matcher, style, height: inSight });
  return readLogFacts({ logs, view, scope: view.service, filter, matcher, lines, cursor }, action);
}

function press(logs: LogStore, view: LogView, actions: readonly ActionId[]): LogView {
  return actions.reduce((now, action) => {
    const next = reduceLogView(now, action, factsOf(logs, now, action));
    logs.hold(!next.follow, next.cursor ?? next.anchor);
    return next;
  }, view);
}

/** The number of the line with the mark. */
function cursorOf({ cursor, anchor }: LogView): number | null {
  const sequence = cursor ?? anchor;
  return sequence === null ? null : sequence - 1;
}

describe('scrolling', () => {
  it.each<[readonly ActionId[], number | null]>([
    [['cursor.up'], 98],
    [['cursor.up', 'cursor.up'], 97],
    [['cursor.up', 'cursor.down'], 99],
    [['cursor.page-up'], 94],
    [['cursor.half-page-up'], 96],
    [['cursor.page-up', 'cursor.page-up', 'cursor.page-down'], 94],
    [['cursor.top'], 0],
    [['cursor.top', 'cursor.up'], 0],
    [['cursor.top', 'cursor.page-down'], 5],
    [['logs.follow'], 99],
  ])('%j pauses, with the mark on line %s', (actions, line) => {
    const view = press(logOf(100), initialLogView, actions);
    expect(view.follow).toBe(false);
    expect(cursorOf(view)).toBe(line);
  });

  it.each<readonly ActionId[]>([
    ['cursor.up', 'cursor.bottom'],
    ['cursor.up', 'cursor.down', 'cursor.down'],
    ['cursor.page-up', 'cursor.page-down', 'cursor.page-down'],
    ['logs.follow', 'logs.follow'],
    ['cursor.top', 'logs.follow'],
    ['cursor.down'],
  ])('%s, %s, %s: follows', (...actions) => {
    const view = press(logOf(100), initialLogView, actions.filter(Boolean));
    expect(view).toMatchObject({ follow: true, anchor: null, cursor: null, pausedAt: null });
  });

  it('a page moves what is in sight by what is in sight', () => {
    const view = press(logOf(100), initialLogView, ['cursor.page-up']);
    expect(view.anchor).toBe(95);
  });

  it('an empty log can be neither paused nor scrolled', () => {
    expect(press(logOf(0), initialLogView, ['cursor.up', 'cursor.top', 'logs.follow', 'logs.next-error'])).toEqual(
      initialLogView,
    );
  });

  it('the pause counts what comes from its beginning, not from the last key', () => {
    const logs = logOf(100);
    const paused = press(logs, initialLogView, ['cursor.up']);
    logs.append(Array.from({ length: 30 }, (_, index) => lineOf(100 + index)));
    const later = press(logs, paused, ['cursor.up', 'cursor.page-up']);
    expect(later.pausedAt).toEqual({ received: 100, trimmed: 0 });
  });

  it('goes through what came while it was paused, to the newest', () => {
    const logs = logOf(100);
    let view = press(logs, initialLogView, ['cursor.up']);
    logs.append([lineOf(100), lineOf(101)]);
    view = press(logs, view, ['cursor.down', 'cursor.down', 'cursor.down']);
    expect(cursorOf(view)).toBe(101);
    expect(press(logs, view, ['cursor.down']).follow).toBe(true);
  });
});

describe('errors and matches', () => {
  it.each<[readonly ActionId[], number]>([
    [['logs.next-error'], 99],
    [['logs.previous-error'], 99],
    [['logs.previous-error', 'logs.previous-error'], 89],
    [['logs.previous-error', 'logs.previous-error', 'logs.next-error'], 99],
    [['cursor.top', 'logs.next-error'], 9],
    [['cursor.top', 'logs.next-error', 'logs.next-error'], 19],
  ])('%j leads to line %s', (actions, line) => {
    expect(cursorOf(press(logOf(100), initialLogView, actions))).toBe(line);
  });

  it('n and N go through the matches of the search', () => {
    const view = searching(initialLogView, '7');
    expect(cursorOf(press(logOf(100), view, ['logs.next-match']))).toBe(97);
    expect(cursorOf(press(logOf(100), view, ['logs.previous-match', 'logs.previous-match']))).toBe(87);
    expect(cursorOf(press(logOf(100), view, ['cursor.top', 'logs.next-match', 'logs.next-match']))).toBe(17);
  });

  it.each<[string, readonly ActionId[], ActionId, string]>([
    ['', [], 'logs.next-match', 'No search yet: / begins one.'],
    ['!7', [], 'logs.next-match', 'What matches is hidden: search without the ! to go through it.'],
    ['nowhere', [], 'logs.next-match', 'No match among the lines that are kept.'],
    ['', ['logs.next-error'], 'logs.next-error', 'No error after this line.'],
    ['', ['cursor.top'], 'logs.previous-error', 'No error before this line.'],
  ])('with the search %j after %j, %s says: %s', (search, actions, action, missing) => {
    const logs = logOf(100);
    const view = press(logs, searching(initialLogView, search), actions);
    const facts = factsOf(logs, view, action);
    expect(facts.missing).toBe(missing);
    expect(reduceLogView(view, action, facts)).toEqual(view);
  });
});

describe('the ways of looking', () => {
  const logs = logOf(20);

  it.each<[readonly ActionId[], Partial<LogView>]>([
    [['logs.wrap'], { wrap: true }],
    [['logs.timestamps'], { timestamps: false }],
    [['logs.full-screen'], { fullScreen: true }],
    [['logs.level'], { minimumLevel: 'info' }],
    [['logs.level', 'logs.level', 'logs.level'], { minimumLevel: 'error' }],
    [['logs.level', 'logs.level', 'logs.level', 'logs.level'], { minimumLevel: null }],
    [['logs.range-longer'], { range: 1 }],
    [['logs.range-longer', 'logs.range-longer', 'logs.range-longer'], { range: 15 }],
    [['logs.range-longer', 'logs.range-shorter'], { range: null }],
    [['logs.range-shorter'], { range: null }],
    [['logs.mark'], { marks: [20], follow: true }],
    [['logs.mark', 'logs.mark'], { marks: [] }],
    [['cursor.up', 'logs.mark', 'cursor.up', 'logs.mark'], { marks: [19, 18], follow: false }],
    [['logs.clear'], { clearedUpTo: 20, follow: true }],
  ])('%j', (actions, changes) => {
    expect(press(logs, initialLogView, actions)).toMatchObject(changes);
  });

  it('the range goes to an hour and no farther', () => {
    expect(
      press(
        logs,
        initialLogView,
        Array.from({ length: 9 }, () => 'logs.range-longer'),
      ).range,
    ).toBe(60);
  });

  it('another service is followed from its end, with all else as it was', () => {
    const view = press(logs, initialLogView, ['logs.wrap', 'cursor.up']);
    expect(scopedTo(view, 'web')).toEqual({ ...initialLogView, wrap: true, service: 'web' });
  });

  it.each([
    ['5\\d\\d', { search: '5\\d\\d', inverse: false, searchProblem: null }],
    ['!healthz', { search: 'healthz', inverse: true, searchProblem: null }],
    ['!', { search: '', inverse: true, searchProblem: null }],
    ['(', { search: '(', inverse: false, searchProblem: 'unterminated group' }],
  ])('typed %j', (text, expected) => {
    expect(searching(initialLogView, text)).toMatchObject(expected);
  });
});
