import { describe, expect, it } from 'vitest';
import type { LogLevel, LogStreamStatus } from '../../../src/model/log-line.ts';
import type { LogStreamItem } from '../../../src/model/log-record.ts';
import { logFacts, logPane, logsPane } from '../../../src/screens/logs/log-pane.ts';
import { screenInput, type ScreenInput } from '../../../src/screens/screen-input.ts';
import { createLogStore, type LogStore } from '../../../src/store/log-store.ts';
import type { LogView } from '../../../src/store/log-view.ts';
import { searching } from '../../../src/store/reduce-log-view.ts';
import { cells } from '../../../src/ui/text.ts';
import { frameInput, plainFrame } from '../../helpers/frame.ts';
import { logNote, logRecord, logStart } from '../../helpers/log-records.ts';
import { healthyState, withStack, withUi } from '../../helpers/state-factory.ts';

interface Stage {
  readonly view?: Partial<LogView>;
  readonly streams?: readonly LogStreamStatus[];
  readonly items?: readonly LogStreamItem[];
  readonly linesPerContainer?: number;
  readonly prepare?: (logs: LogStore) => void;
}

function stage({ view = {}, streams = [], items = [], linesPerContainer = 1000, prepare }: Stage): ScreenInput {
  const healthy = healthyState();
  const logs = createLogStore({ clock: { now: () => logStart }, linesPerContainer });
  logs.append(items);
  prepare?.(logs);
  const state = withStack(
    withUi(healthy, { screen: 'logs', pane: 0, cursorMoved: true, logs: { ...healthy.ui.logs, ...view } }),
    { logStreams: Object.fromEntries(streams.map(one => [one.containerId, one])) },
  );
  return screenInput(frameInput(state, '120x36', { logs, now: logStart + 12_000 }));
}

function stream(service: string, phase: LogStreamStatus['phase'], reason: string | null = null): LogStreamStatus {
  return { containerId: `${service}-1`, service, phase, reason, since: logStart, received: 0 };
}

function lines(count: number, level = 'INFO'): LogStreamItem[] {
  return Array.from({ length: count }, (_, index) => logRecord('api', index, `${level}: ${index}`));
}

const size = { width: 117, height: 12 };
const short = { width: 77, height: 6 };

describe('the counters', () => {
  it.each<[string, Stage, string]>([
    ['while following', { items: lines(3) }, 'following · 0 new · 0 trimmed · 3 held of 3'],
    [
      'after a flood',
      { items: lines(1234), linesPerContainer: 100 },
      'following · 0 new · 1,134 trimmed · 100 held of 1,234',
    ],
    [
      'paused',
      {
        items: lines(412),
        linesPerContainer: 372,
        view: { follow: false, anchor: 90, cursor: 90, pausedAt: { received: 100, trimmed: 0 } },
      },
      'paused · 312 new · 40 trimmed · 372 held of 412',
    ],
    [
      'with lines that came late',
      {
        items: [
          logRecord('web', 90_000, 'a'),
          logRecord('api', 1, 'b'),
          logRecord('web', 91_000, 'c'),
          logRecord('api', 90_100, 'd'),
        ],
      },
      'following · 0 new · 0 trimmed · 4 held of 4 · 1 late',
    ],
    [
      'under a level',
      { items: lines(3), view: { minimumLevel: 'warn' } },
      'following · 0 new · 0 trimmed · warn and worse · 3 held of 3',
    ],
    [
      'in a range',
      { items: lines(3), view: { range: 15 } },
      'following · 0 new · 0 trimmed · last 15 min · 3 held of 3',
    ],
    [
      'with marks',
      { items: lines(3), view: { marks: [1, 2], clearedUpTo: 1 } },
      'following · 0 new · 0 trimmed · cleared · 2 marked · 3 held of 3',
    ],
  ])('%s', (_what, given, bottom) => {
    expect(logsPane(stage(given), size).bottom).toBe(bottom);
  });

  it.each<[string, string]>([
    ['1', '/1: 3 matches'],
    ['11', '/11: 1 match'],
    ['!1', '/!1: 3 hidden'],
    ['(', '/(: unterminated group'],
    ['^(\\w+\\s?)+$', '/^(\\w+\\s?)+$: the pattern takes too long: nested repeats such as (a+)+ never end'],
  ])('of the search %j', (search, told) => {
    const items = [...lines(12), logRecord('api', 50, `${'word '.repeat(60)}!`)];
    const { view } = { view: searching(healthyState().ui.logs, search) };
    expect(logsPane(stage({ items, view }), { width: 160, height: 12 }).bottom).toContain(told);
  });

  it('lose the least important first where there is no room', () => {
    const input = stage({ items: lines(1234), linesPerContainer: 100 });
    expect(logsPane(input, { width: 40, height: 9 }).bottom).toBe('following · 0 new · 1,134 trimmed');
    expect(logsPane(input, { width: 14, height: 9 }).bottom).toBe('following');
  });
});

describe('the chips', () => {
  it('count the held lines by level, errors and warnings always', () => {
    const items = [...lines(3), ...lines(2, 'DEBUG'), logRecord('web', 9, 'no level')];
    expect(logsPane(stage({ items }), size).rows[0]).toMatch(
      /^error 0 {3}warn 0 {3}info 3 {3}debug 2 {3}no level 1 +v: hide lower levels$/,
    );
  });

  it.each<[LogLevel, RegExp]>([
    ['info', /^error 1 {3}warn 0 {3}info 1 {3}\(debug 1\) +v: only info and worse$/],
    ['error', /^error 1 {3}\(warn 0\) {3}\(info 1\) {3}\(debug 1\) +v: only error and worse$/],
  ])('under %s say what is hidden', (minimumLevel, row) => {
    const items = ['ERROR: a', 'INFO: b', 'DEBUG: c'].map((text, index) => logRecord('api', index, text));
    expect(logsPane(stage({ items, view: { minimumLevel } }), size).rows[0]).toMatch(row);
  });

  it('give their row to lines in a short pane, and on the overview', () => {
    const input = stage({ items: lines(20) });
    expect(logsPane(input, short).rows[0]).toMatch(/ I INFO: 14$/);
    expect(logPane(input, size).rows[0]).toMatch(/INFO {2}INFO: 8$/);
  });
});

describe('streams that do not deliver', () => {
  it('are told in the last row: which and why (O-LOGS-2)', () => {
    const streams = [
      stream('web', 'lost', 're-attaching in 2 s'),
      stream('api', 'unreadable', "log driver none can't be read"),
      stream('caddy', 'following'),
    ];
    const { rows } = logsPane(stage({ items: lines(40), streams }), size);
    expect(rows).toHaveLength(12);
    expect(rows.at(-1)).toBe("▲ api: log driver none can't be read · web: stream lost 12 s ago, re-attaching in 2 s");
  });

  it('are counted where there is no room for all of them', () => {
    const streams = ['api', 'caddy', 'web'].map(service =>
      stream(service, 'unreadable', "log driver none can't be read"),
    );
    const row = (width: number) => logsPane(stage({ items: lines(9), streams }), { width, height: 9 }).rows.at(-1);
    expect(row(90)).toBe("▲ api: log driver none can't be read · caddy: log driver none can't be read · 1 more");
    expect(row(70)).toBe("▲ api: log driver none can't be read · 2 more");
    expect(row(20)).toBe('▲ api: log driver n…');
  });

  it('of other services are not in the way', () => {
    const { rows } = logsPane(
      stage({ items: lines(40), streams: [stream('web', 'lost')], view: { service: 'api' } }),
      size,
    );
    expect(rows.at(-1)).toMatch(/INFO: 39$/);
  });
});

describe('an empty pane says why', () => {
  it.each<[string, Stage, string]>([
    ['nobody follows', {}, 'No log is followed yet.'],
    ['no container', { view: { service: 'api' } }, 'No container of api has a log yet.'],
    ['connecting', { streams: [stream('api', 'connecting')] }, 'Connecting to the log…'],
    ['silence', { streams: [stream('api', 'following')], view: { service: 'api' } }, 'api has written nothing yet.'],
    ['silence of all', { streams: [stream('api', 'following')] }, 'Nothing was written yet.'],
    [
      'a level',
      { items: lines(3), view: { minimumLevel: 'error' } },
      'No line to show: the 3 held are below error (v).',
    ],
    [
      'more than one reason',
      { items: lines(3), view: { minimumLevel: 'error', range: 5, clearedUpTo: 2 } },
      'No line to show: the 3 held are below error (v), or are older than 5 min (+), or were cleared from view (C).',
    ],
    [
      'an inverse search',
      { items: lines(3), view: { search: 'INFO', inverse: true } },
      'No line to show: the 3 held match the search (/).',
    ],
  ])('%s', (_what, given, reason) => {
    const { rows } = logPane(stage(given), size);
    expect(rows[0]).toBe(reason);
  });
});

describe('the pane', () => {
  it('fills its rows exactly at any size, with all there can be in it', () => {
    const items = [
      ...lines(30),
      logNote('api', 5, 'died 10:00:00, exit 137 (OOM)'),
      logRecord('web', 3, '日本語 '.repeat(40)),
    ];
    const input = stage({ items, streams: [stream('api', 'lost', 'x')], view: { search: '日', marks: [3] } });
    for (const width of [1, 2, 7, 20, 38, 57, 77, 117, 300]) {
      for (const height of [0, 1, 2, 3, 8, 20]) {
        for (const { rows } of [logsPane(input, { width, height }), logPane(input, { width, height })]) {
          expect(rows).toHaveLength(height);
          expect(rows.filter(row => cells(row) > width)).toEqual([]);
        }
      }
    }
  });

  it('tells a key where it leads from the very lines that are in sight', () => {
    const input = stage({ items: lines(100), streams: [stream('api', 'lost', 'x')] });
    const shown = logsPane(input, size).rows.filter(row => row.includes('INFO:'));
    expect(shown).toHaveLength(10);
    expect(logFacts(input, size, 'cursor.page-up')).toMatchObject({
      current: 100,
      target: 90,
      anchor: 90,
      received: 100,
    });
  });

  it('has all of the terminal on the full screen, from the overview too', () => {
    const logs = createLogStore({ clock: { now: () => logStart } });
    logs.append(lines(60));
    const healthy = healthyState();
    const state = withUi(healthy, {
      screen: 'overview',
      pane: 1,
      logs: { ...healthy.ui.logs, fullScreen: true, service: 'api' },
    });
    const frame = plainFrame(state, '80x24', { logs }).split('\n');
    expect(frame[1]).toMatch(/^┌ Log: api ─+┐$/);
    expect(frame[2]).toMatch(/^│ error 0 {3}warn 0 {3}info 60/);
    expect(frame.at(-3)).toMatch(/INFO: 59 +│$/);
    expect(frame.at(-2)).toMatch(/^└ following · 0 new · 0 trimmed · 60 held of 60 ─+┘$/);
  });
});
