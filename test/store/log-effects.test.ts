import { describe, expect, it } from 'vitest';
import type { ActionId } from '../../src/model/actions.ts';
import type { LogRecord } from '../../src/model/log-record.ts';
import { createStackStore, type StackStore } from '../../src/store/create-stack-store.ts';
import { bindLogHold } from '../../src/store/bind-log-hold.ts';
import type { ReadLogHistory } from '../../src/store/load-log-history.ts';
import { createLogEffects, type LogPorts } from '../../src/store/log-effects.ts';
import { createLogStore, type LogStore } from '../../src/store/log-store.ts';
import type { LogView } from '../../src/store/log-view.ts';
import { logNote, logRecord, logStart, shownTexts } from '../helpers/log-records.ts';
import { healthyState, withUi } from '../helpers/state-factory.ts';

const minute = 60_000;
const noHistory: ReadLogHistory = async function* () {
  yield [];
};

interface Desk {
  readonly store: StackStore;
  readonly logs: LogStore;
  readonly saved: Map<string, string>;
  readonly copied: string[];
  readonly run: (action: 'logs.save' | 'logs.copy' | 'logs.range-longer' | 'logs.range-shorter') => Promise<void>;
  readonly message: () => string | undefined;
}

function openDesk(view: Partial<LogView> = {}, ports: Partial<LogPorts> = {}): Desk {
  const state = healthyState();
  const logs = createLogStore({ clock: { now: () => logStart } });
  const store = createStackStore(
    withUi(state, { screen: 'logs', pane: 0, cursorMoved: true, logs: { ...state.ui.logs, ...view } }),
  );
  const saved = new Map<string, string>();
  const copied: string[] = [];
  const effects = createLogEffects(
    { store, logs, clock: { now: () => logStart + 3 * minute }, signal: new AbortController().signal },
    {
      save: (name, text) => {
        saved.set(name, text);
        return Promise.resolve(`/state/logs/${name}`);
      },
      copy: text => {
        copied.push(text);
        return 0;
      },
      read: noHistory,
      ...ports,
    },
  );
  return {
    store,
    logs,
    saved,
    copied,
    run: async action => effects[action](),
    message: () => store.getState().ui.message?.text,
  };
}

describe('saving', () => {
  it('writes all lines that are shown, as they came, and tells where', async () => {
    const desk = openDesk({ minimumLevel: 'warn', timestamps: false });
    desk.logs.append([
      logRecord('api', '10:00:00.000000002', '\u001B[31mERROR: boom\u001B[0m'),
      logRecord('api', 1, 'INFO: fine'),
      logRecord('web', 2, '{"level":"error","msg":"slow","ms":3}'),
      logNote('api', 3, 'died 10:00:00, exit 1'),
    ]);
    await desk.run('logs.save');
    expect([...desk.saved]).toEqual([
      [
        'logs-all-20261125T100300Z.txt',
        [
          '2026-11-25T10:00:00.000000002Z api ERROR: boom',
          '2026-11-25T10:00:00.002000000Z web {"level":"error","msg":"slow","ms":3}',
          '2026-11-25T10:00:00.003000000Z api -- died 10:00:00, exit 1 --',
          '',
        ].join('\n'),
      ],
    ]);
    expect(desk.message()).toMatch(/^Saved to \/state\/logs\/logs-all-20261125T100300Z\.txt \(3 lines, \d+ B\)$/);
  });

  it('names no file after what a service is called without looking at it', async () => {
    const desk = openDesk({ service: '../../etc/pass wd' });
    desk.logs.append([logRecord('../../etc/pass wd', 0, 'x')]);
    await desk.run('logs.save');
    expect([...desk.saved.keys()]).toEqual(['logs-.._.._etc_pass_wd-20261125T100300Z.txt']);
  });

  it('of nothing says so', async () => {
    const desk = openDesk();
    await desk.run('logs.save');
    expect(desk.saved.size).toBe(0);
    expect(desk.message()).toBe('No line is shown, so there is nothing to save.');
  });

  it('that fails is the caller’s to tell', async () => {
    const desk = openDesk({}, { save: () => Promise.reject(new Error('ENOSPC: no space left on device')) });
    desk.logs.append([logRecord('api', 0, 'x')]);
    await expect(desk.run('logs.save')).rejects.toThrow('ENOSPC');
  });
});

describe('copying', () => {
  it('takes the marked lines in their order', async () => {
    const desk = openDesk({ marks: [3, 1] });
    desk.logs.append(['a', 'b', 'c'].map((text, index) => logRecord('api', index, text)));
    await desk.run('logs.copy');
    expect(desk.copied).toEqual(['2026-11-25T10:00:00.000000000Z api a\n2026-11-25T10:00:00.002000000Z api c']);
    expect(desk.message()).toBe('Copied 2 marked lines');
  });

  it.each([
    [[], 'No line is marked: m marks the line under the cursor.'],
    [[77], 'The marked lines are not kept any more.'],
    [[1, 77], 'Copied 1 marked line; 1 marked before are not kept any more'],
  ])('with the marks %j says: %s', async (marks, message) => {
    const desk = openDesk({ marks });
    desk.logs.append([logRecord('api', 0, 'a')]);
    await desk.run('logs.copy');
    expect(desk.message()).toBe(message);
  });

  it('tells what did not fit', async () => {
    const desk = openDesk({ marks: [1] }, { copy: () => 1234 });
    desk.logs.append([logRecord('api', 0, 'a')]);
    await desk.run('logs.copy');
    expect(desk.message()).toBe('Copied 1 marked line; 1,234 characters did not fit (Ctrl-s saves all)');
  });
});

describe('looking farther back', () => {
  it('reads what is older than the held lines from the engine', async () => {
    const asked: unknown[] = [];
    const read: ReadLogHistory = async function* (containerId, range) {
      asked.push([
        containerId,
        (range.sinceMs - logStart) / minute,
        range.untilMs === null ? null : range.untilMs - logStart,
      ]);
      yield [logRecord('api', -90_000, 'older', { containerId }), logRecord('api', 0, 'held', { containerId })];
    };
    const desk = openDesk({ service: 'api', range: 5 }, { read });
    const api = Object.values(desk.store.getState().stack.containers).find(({ labels }) => labels.service === 'api');
    const containerId = api?.id ?? '';
    desk.logs.append([logRecord('api', 0, 'held', { containerId })]);
    const before = desk.store.getState().stack.logVersion;
    await desk.run('logs.range-longer');
    expect(asked).toEqual([[containerId, -2, 0]]);
    expect(shownTexts(desk.logs, { sinceMs: logStart - 2 * minute })).toEqual(['older', 'held']);
    expect(desk.message()).toBe('Last 5 min: 1 older line read from the engine');
    expect(desk.store.getState().stack.logVersion).toBeGreaterThan(before);
  });

  it('keeps the newest of a stretch that is longer than can be kept, and says so', async () => {
    const read: ReadLogHistory = async function* (containerId) {
      for (let from = -60_000; from < -30_000; from += 1000) {
        yield Array.from({ length: 1000 }, (_, index) =>
          logRecord('api', from + index, `${from + index}`, { containerId }),
        );
      }
    };
    const desk = openDesk({ service: 'api', range: 5 }, { read });
    await desk.run('logs.range-longer');
    const texts = shownTexts(desk.logs, { sinceMs: 0 });
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([10_000, '-40000', '-30001']);
    expect(desk.message()).toMatch(/10,000 older lines .*; only the newest 10,000 of a container are kept/);
  });

  it('tells which log could not be read, and reads the others', async () => {
    const read: ReadLogHistory = async function* (containerId) {
      if (containerId.startsWith('api')) throw new Error('the engine is not answering');
      yield [logRecord('web', -1, 'x', { containerId })];
    };
    const desk = openDesk({ service: null, range: 1 }, { read });
    await desk.run('logs.range-longer');
    expect(desk.message()).toMatch(/older lines? read from the engine; the engine is not answering/);
  });

  it('begins anew where the key is pressed again while it reads', async () => {
    const signals: AbortSignal[] = [];
    const release = Promise.withResolvers<void>();
    const read: ReadLogHistory = async function* (_containerId, _range, signal) {
      signals.push(signal);
      await release.promise;
      yield [];
    };
    const desk = openDesk({ service: 'api', range: 5 }, { read });
    const first = desk.run('logs.range-longer');
    const second = desk.run('logs.range-longer');
    release.resolve();
    await Promise.all([first, second]);
    expect(signals.map(signal => signal.aborted)).toEqual([true, false]);
  });

  it('back at the tail asks nobody', async () => {
    const read: ReadLogHistory = () => {
      throw new Error('asked');
    };
    const desk = openDesk({ range: null }, { read });
    await desk.run('logs.range-shorter');
    expect(desk.message()).toBe('Shows the lines that came since the console looks.');
  });
});

describe('the hold', () => {
  it('begins with the key that pauses and ends with the one that follows', () => {
    const desk = openDesk();
    const held: (readonly [boolean, number | null])[] = [];
    const end = bindLogHold(desk.store, { hold: (on, reading = null) => void held.push([on, reading]) });
    const choose = (action: ActionId, target: number | 'end'): void => {
      const log = { current: 4, anchor: 5, target, missing: null, lastSequence: 9, received: 9, trimmed: 0 };
      desk.store.dispatchUi({ type: 'action-chosen', at: 1, action, page: 5, extent: 0, log });
    };
    choose('cursor.up', 3);
    choose('cursor.bottom', 'end');
    expect(held).toEqual([
      [false, null],
      [true, 3],
      [false, null],
    ]);
    end();
    choose('cursor.up', 3);
    expect(held).toHaveLength(3);
  });
});

describe('a record', () => {
  it('of the history has the container that was asked for', () => {
    const desk = openDesk();
    const records: LogRecord[] = [logRecord('api', -5, 'old', { containerId: 'x' })];
    desk.logs.setHistory('x', records);
    expect(shownTexts(desk.logs, { sinceMs: 0 }, 'api')).toEqual(['old']);
  });
});
