import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionId } from '../../../src/model/actions.ts';
import { layOutLog, type LogLayout, type LogSight } from '../../../src/screens/logs/log-layout.ts';
import { readLogFacts } from '../../../src/store/log-facts.ts';
import { logFilterOf, matcherOf } from '../../../src/store/log-filter.ts';
import { createLogStore, type LogStore } from '../../../src/store/log-store.ts';
import { initialLogView, type LogView } from '../../../src/store/log-view.ts';
import { reduceLogView, searching } from '../../../src/store/reduce-log-view.ts';
import { noColor } from '../../helpers/frame.ts';
import { logNote, logRecord, logStart } from '../../helpers/log-records.ts';

/** Lines named by their number, from the given one on. */
function append(logs: LogStore, count: number, from: number, text = (index: number) => `line ${index}`): void {
  logs.append(Array.from({ length: count }, (_, index) => logRecord('api', from + index, text(from + index))));
}

function logOf(count: number, linesPerContainer = 1000): LogStore {
  const logs = createLogStore({ clock: { now: () => logStart }, linesPerContainer });
  append(logs, count, 0);
  return logs;
}

function sightOf(logs: LogStore, view: LogView, height: number, width = 60): LogSight {
  return {
    logs,
    view,
    scope: view.service,
    filter: logFilterOf(view, logs, logStart),
    matcher: view.inverse ? null : matcherOf(view, logs),
    height,
    style: {
      width,
      theme: noColor,
      wrap: view.wrap,
      timestamps: false,
      services: ['api'],
      merged: false,
      mostRows: height,
    },
  };
}

function press(logs: LogStore, view: LogView, action: ActionId, height: number, width = 60): LogView {
  const sight = sightOf(logs, view, height, width);
  const { lines, cursor } = layOutLog(sight);
  const facts = readLogFacts({ ...sight, matcher: matcherOf(view, logs), lines, cursor }, action);
  const next = reduceLogView(view, action, facts);
  logs.hold(!next.follow, next.cursor ?? next.anchor);
  return next;
}

function numbers({ rows }: LogLayout): string[] {
  return rows.map(row =>
    row
      .replaceAll(/\u001B\[\d+m/g, '')
      .replace(/^(.).*line /, '$1')
      .trim(),
  );
}

interface Walk {
  /** Keys, and how many lines come. */
  readonly steps: readonly (ActionId | number)[];
  readonly height: number;
  readonly width: number;
  /** Lines that are there before. */
  readonly first: number;
}

/** At each step the pane is full, and the row that carries the mark is in it. */
function expectHeld({ steps, height, width, first }: Walk): void {
  const text = (index: number): string =>
    index % 13 === 0 ? `ERROR: ${'long '.repeat(index % 40)}` : `INFO: ${index}`;
  const logs = createLogStore({ clock: { now: () => logStart }, linesPerContainer: 60 });
  let sent = first;
  append(logs, first, 0, text);
  let view = searching(initialLogView, '7');
  for (const one of steps) {
    if (typeof one === 'number') {
      append(logs, one, sent, text);
      sent += one;
    } else {
      view = press(logs, view, one, height, width);
    }
    const { rows, lines, cursor } = layOutLog(sightOf(logs, view, height, width));
    expect(rows.length).toBeLessThanOrEqual(height);
    const held = logs.counters(null).received - logs.counters(null).trimmed;
    if (view.minimumLevel === null) expect(rows.length).toBeGreaterThanOrEqual(Math.min(height, held));
    if (view.follow || cursor === null) continue;
    if (view.minimumLevel === null) expect(cursor).toBe(view.cursor);
    expect(lines.map(line => line.sequence)).toContain(cursor);
    expect(rows.filter(row => /^(?:\u001B\[\d+m)*▸/.test(row) || row.startsWith('\u001B[7m*'))).toHaveLength(1);
  }
}

describe('what is in sight', () => {
  it('is the newest lines while following', () => {
    expect(numbers(layOutLog(sightOf(logOf(100), initialLogView, 4)))).toEqual(['96', '97', '98', '99']);
  });

  it('stays where it was paused, whatever comes', () => {
    const logs = logOf(100, 200);
    const view = press(logs, initialLogView, 'logs.follow', 4);
    append(logs, 5000, 100);
    expect(numbers(layOutLog(sightOf(logs, view, 4)))).toEqual(['96', '97', '98', '▸99']);
  });

  it('moves one line where the mark is moved beyond it', () => {
    const logs = logOf(100);
    let view = initialLogView;
    for (let step = 0; step < 5; step += 1) view = press(logs, view, 'cursor.up', 4);
    expect(numbers(layOutLog(sightOf(logs, view, 4)))).toEqual(['▸94', '95', '96', '97']);
    for (let step = 0; step < 4; step += 1) view = press(logs, view, 'cursor.down', 4);
    expect(numbers(layOutLog(sightOf(logs, view, 4)))).toEqual(['95', '96', '97', '▸98']);
  });

  it('begins above a line that was found far away, with what comes after it', () => {
    const logs = logOf(100);
    const view = press(logs, searching(initialLogView, 'line 40'), 'logs.next-match', 6);
    expect(numbers(layOutLog(sightOf(logs, view, 6)))).toEqual(['38', '39', '▸40', '41', '42', '43']);
  });

  it('is full at the end of the log as well', () => {
    const logs = logOf(100);
    const view = press(logs, searching(initialLogView, 'line 98'), 'logs.next-match', 6);
    expect(layOutLog(sightOf(logs, { ...view, anchor: 20 }, 6)).rows).toHaveLength(6);
  });

  it('is the oldest that is left where the lines that were read are gone', () => {
    const logs = logOf(100, 50);
    const view = press(logs, initialLogView, 'cursor.top', 4);
    logs.hold(false);
    append(logs, 50, 100);
    expect(numbers(layOutLog(sightOf(logs, view, 3))).slice(0, 3)).toEqual(['100', '101', '102']);
  });

  it('says at the beginning what was before it', () => {
    const rows = layOutLog(sightOf(logOf(53, 50), initialLogView, 60)).rows;
    expect(rows).toHaveLength(51);
    expect(rows[0]).toMatch(/^ ── 3 lines before are not kept any more ─+$/);
  });

  it('shows the end of a long line that is wrapped', () => {
    const logs = logOf(0);
    append(logs, 1, 0, () => 'a');
    append(logs, 1, 1, () => `${'x'.repeat(90)}end`);
    const { rows } = layOutLog(sightOf(logs, { ...initialLogView, wrap: true }, 3, 40));
    expect(rows).toHaveLength(3);
    expect(rows.at(-1)).toMatch(/xend$/);
  });

  it('keeps notes in their place', () => {
    const logs = logOf(2);
    logs.append([logNote('api', 1, 'died 10:00:00, exit 137 (OOM)')]);
    append(logs, 1, 5);
    expect(layOutLog(sightOf(logs, initialLogView, 9)).rows[2]).toMatch(/^ ── died 10:00:00, exit 137 \(OOM\) ─+$/);
  });

  it('is nothing where there is no room', () => {
    expect(layOutLog(sightOf(logOf(5), initialLogView, 0)).rows).toEqual([]);
  });

  it('marks the nearest line before where a filter hides the marked one, and goes back to it', () => {
    const logs = logOf(0);
    append(logs, 60, 0, index => `${index % 10 === 3 ? 'ERROR' : 'INFO'}: line ${index}`);
    const paused = press(logs, press(logs, initialLogView, 'cursor.up', 4), 'cursor.up', 4);
    const filtered: LogView = { ...paused, minimumLevel: 'error' };
    expect(numbers(layOutLog(sightOf(logs, filtered, 4)))).toEqual(['23', '33', '43', '▸53']);
    expect(numbers(layOutLog(sightOf(logs, press(logs, filtered, 'cursor.up', 4), 4)))).toEqual([
      '23',
      '33',
      '▸43',
      '53',
    ]);
    expect(numbers(layOutLog(sightOf(logs, { ...filtered, minimumLevel: null }, 4)))).toEqual([
      '56',
      '▸57',
      '58',
      '59',
    ]);
  });

  it('holds the marked line after any keys, in any log, at any size', () => {
    const actions: readonly ActionId[] = [
      'cursor.up',
      'cursor.down',
      'cursor.page-up',
      'cursor.page-down',
      'cursor.half-page-up',
      'cursor.half-page-down',
      'cursor.top',
      'cursor.bottom',
      'logs.follow',
      'logs.next-error',
      'logs.previous-error',
      'logs.next-match',
      'logs.previous-match',
      'logs.wrap',
      'logs.mark',
      'logs.level',
    ];
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...actions) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 120 }) },
    );
    const input = fc.record({
      steps: fc.array(step, { maxLength: 40 }),
      height: fc.integer({ min: 1, max: 12 }),
      width: fc.integer({ min: 12, max: 80 }),
      first: fc.integer({ min: 0, max: 90 }),
    });
    fc.assert(fc.property(input, expectHeld), { numRuns: 150 });
  });

  it.each<Walk>([
    // What is before the match is as high as the pane.
    { steps: [84, 'logs.wrap', 'logs.previous-match'], height: 3, width: 12, first: 80 },
    // Only the last rows of the marked line would be in sight.
    { steps: [87, 'cursor.top', 'cursor.page-down', 'logs.wrap'], height: 3, width: 12, first: 22 },
  ])('holds the marked line after $steps', expectHeld);
});
