import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/model/log-record.ts';
import { compileSearch, type LineMatcher } from '../../src/store/log-search.ts';
import { createLogStore, type LogStore, type LogStoreOptions } from '../../src/store/log-store.ts';
import { logNote, logRecord, logStart, showAll, shownTexts } from '../helpers/log-records.ts';

function storeOf(changes: Partial<LogStoreOptions> = {}): LogStore {
  return createLogStore({ clock: { now: () => logStart - 60_000 }, ...changes });
}

function many(service: string, count: number, from = 0): LogRecord[] {
  return Array.from({ length: count }, (_, index) => logRecord(service, from + index, `${service} ${from + index}`));
}

function matcher(pattern: string): LineMatcher {
  const search = compileSearch(pattern);
  if (search.matcher === null) throw new Error(search.problem);
  return search.matcher;
}

function stream(service: string): fc.Arbitrary<LogRecord[]> {
  return fc
    .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 })), { maxLength: 25 })
    .map(times =>
      times
        .toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
        .map(([ms, nanos], index) => logRecord(service, ms, `${service}${index}`, { nanos })),
    );
}

describe('the merged order', () => {
  it('is by the nanosecond, whoever came first (O-LOGS-1)', () => {
    const logs = storeOf();
    logs.append([logRecord('api', '10:00:00.100000002', 'api')]);
    logs.append([logRecord('caddy', '10:00:00.1', 'caddy')]);
    logs.append([logRecord('db', '10:00:00.12', 'db')]);
    logs.append([logRecord('web', '10:00:00.099999999', 'web')]);
    expect(shownTexts(logs)).toEqual(['web', 'caddy', 'api', 'db']);
  });

  it('keeps the order of arrival where times are equal', () => {
    const logs = storeOf();
    for (const text of ['a', 'b', 'c']) logs.append([logRecord('api', 5, text)]);
    logs.append([logRecord('web', 5, 'd'), logRecord('api', 5, 'e')]);
    expect(shownTexts(logs)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is the same however the streams interleave', () => {
    const streams = fc.tuple(stream('api'), stream('web'), stream('db'));
    fc.assert(
      fc.property(streams, fc.infiniteStream(fc.nat(2)), fc.integer({ min: 1, max: 7 }), (all, choice, batch) => {
        const logs = storeOf();
        const rest = all.map(records => [...records]);
        for (const turn of choice) {
          if (rest.every(records => records.length === 0)) break;
          const source = rest[turn % 3]?.length === 0 ? rest.findIndex(records => records.length > 0) : turn % 3;
          logs.append(rest[source]?.splice(0, batch) ?? []);
        }
        const lines = logs.lines(null);
        const times = lines.map(line => line.atMs * 1e6 + line.nanos - logStart * 1e6);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const [index, service] of ['api', 'web', 'db'].entries()) {
          expect(lines.filter(line => line.service === service).map(line => line.text)).toEqual(
            all[index]?.map(record => record.text),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is the same read forwards and backwards, in pages of any size', () => {
    const arbitrary = fc.array(fc.tuple(fc.constantFrom('api', 'web'), fc.integer({ min: 0, max: 30 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 9 }), (input, count) => {
        const logs = storeOf();
        logs.append(input.map(([service, ms], index) => logRecord(service, ms, `${index}`)));
        const wanted = shownTexts(logs);
        for (const direction of ['forward', 'back'] as const) {
          const pages: string[][] = [];
          let start: number | null = null;
          for (;;) {
            const { lines } = logs.page({
              service: null,
              filter: showAll,
              start,
              inclusive: start === null,
              direction,
              count,
            });
            if (lines.length === 0) break;
            pages.push(lines.map(line => line.text));
            start = (direction === 'forward' ? lines.at(-1) : lines[0])?.sequence ?? null;
          }
          expect((direction === 'forward' ? pages : pages.toReversed()).flat()).toEqual(wanted);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('shows notes in their place, and counts them not', () => {
    const logs = storeOf();
    logs.append([logRecord('api', 1, 'a'), logRecord('api', 9, 'b'), logNote('api', 5, 'died 01:06:58')]);
    expect(logs.lines('api').map(line => [line.kind, line.text])).toEqual([
      ['line', 'a'],
      ['note', 'died 01:06:58'],
      ['line', 'b'],
    ]);
    expect(logs.counters('api').received).toBe(2);
  });
});

describe('a line that comes late', () => {
  it('is put in its place, and is marked where it is later than the reorder window', () => {
    const logs = storeOf();
    logs.append([logRecord('api', -1, 'seen before'), logRecord('web', 0, 'first'), logRecord('web', 1000, 'newest')]);
    logs.append([logRecord('api', 800, 'within the window'), logRecord('api', 699, 'too late')]);
    expect(logs.lines(null).map(line => [line.text, line.late])).toEqual([
      ['seen before', false],
      ['first', false],
      ['too late', true],
      ['within the window', false],
      ['newest', false],
    ]);
    expect(logs.counters(null)).toEqual({ received: 5, trimmed: 0, late: 1 });
    expect(logs.counters('web').late).toBe(0);
  });

  it('is not called late where it was written before the console looked', () => {
    const logs = createLogStore({ clock: { now: () => logStart + 5000 } });
    logs.append([logRecord('web', 4990, 'web')]);
    logs.append([logRecord('api', 10, 'of the tail'), logRecord('api', 4000, 'of the tail too')]);
    expect(logs.lines(null).filter(line => line.late)).toEqual([]);
  });
});

describe('the bounds', () => {
  it('keep so many lines of each container, and tell what was trimmed', () => {
    const logs = storeOf({ linesPerContainer: 100 });
    logs.append(many('api', 1000));
    logs.append(many('web', 7));
    expect(shownTexts(logs, {}, 'api')).toHaveLength(100);
    expect(shownTexts(logs, {}, 'api')[0]).toBe('api 900');
    expect(logs.counters('api')).toEqual({ received: 1000, trimmed: 900, late: 0 });
    expect(logs.counters(null)).toEqual({ received: 1007, trimmed: 900, late: 0 });
  });

  it('keep so many bytes, but always the newest line', () => {
    const logs = storeOf({ bytesPerContainer: 10_000 });
    logs.append(Array.from({ length: 50 }, (_, index) => logRecord('api', index, 'x'.repeat(900))));
    expect(shownTexts(logs)).toHaveLength(10);
    logs.append([logRecord('api', 99, 'y'.repeat(50_000))]);
    const [line] = logs.lines(null);
    expect(logs.lines(null)).toHaveLength(1);
    expect(line).toMatchObject({ cut: 50_000 - 16_384 });
    expect(logs.counters(null)).toEqual({ received: 51, trimmed: 50, late: 0 });
  });

  it('keep so many bytes of all containers: the one that holds most gives', () => {
    const logs = storeOf({ totalBytes: 40_000 });
    logs.append([logRecord('quiet', 0, 'the line that matters')]);
    for (let round = 0; round < 20; round += 1) {
      logs.append(Array.from({ length: 50 }, (_, index) => logRecord('loud', round * 50 + index, 'x'.repeat(200))));
    }
    expect(shownTexts(logs, {}, 'quiet')).toEqual(['the line that matters']);
    const held = shownTexts(logs, {}, 'loud').length;
    expect(held).toBeGreaterThan(100);
    expect(held).toBeLessThan(160);
  });

  it('hold after any input: received = held + trimmed', () => {
    const batch = fc.array(
      fc.tuple(fc.constantFrom('api', 'web', 'db'), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 300 })),
      { maxLength: 40 },
    );
    const step = fc.oneof(
      batch.map(lines => ({ kind: 'append' as const, lines })),
      fc.boolean().map(on => ({ kind: 'hold' as const, on })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        const logs = storeOf({ linesPerContainer: 30, bytesPerContainer: 6000, totalBytes: 12_000 });
        let sent = 0;
        for (const one of steps) {
          if (one.kind === 'hold') logs.hold(one.on);
          else logs.append(one.lines.map(([service, ms, size]) => logRecord(service, ms, 'x'.repeat(size))));
          if (one.kind === 'append') sent += one.lines.length;
          const { received, trimmed } = logs.counters(null);
          const held = logs.lines(null).filter(line => line.kind === 'line').length;
          expect([received, held]).toEqual([sent, received - trimmed]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('give up the container that was silent longest where there are too many, and count its lines on', () => {
    const logs = storeOf();
    logs.append([logRecord('old', 0, 'old')]);
    for (let index = 0; index < 130; index += 1) {
      logs.append([logRecord('api', index, 'x', { containerId: `api-${index}` })]);
    }
    expect(shownTexts(logs, {}, 'old')).toEqual([]);
    expect(logs.counters('old')).toEqual({ received: 1, trimmed: 1, late: 0 });
    expect(logs.counters(null).received).toBe(131);
  });
});

describe('while a person reads', () => {
  it('nothing of what was held is trimmed, whatever comes', () => {
    const logs = storeOf({ linesPerContainer: 50 });
    logs.append(many('api', 80));
    const before = shownTexts(logs);
    logs.hold(true);
    logs.append(many('api', 500, 80));
    const now = shownTexts(logs);
    expect(now.slice(0, 50)).toEqual(before);
    expect(now[50]).toBe('450 lines came too fast and are not kept');
    expect(now.slice(51)).toEqual(many('api', 50, 530).map(record => record.text));
    expect(logs.counters('api')).toEqual({ received: 580, trimmed: 480, late: 0 });
  });

  it('and goes on to what came since, that is held instead', () => {
    const logs = storeOf({ linesPerContainer: 50 });
    logs.append(many('api', 50));
    logs.hold(true, 10);
    logs.append(many('api', 200, 50));
    const read = logs.lastSequence - 5;
    logs.hold(true, read);
    logs.append(many('api', 200, 250));
    expect(logs.has(read)).toBe(true);
    const texts = shownTexts(logs);
    expect(texts.slice(0, 51)).toEqual([
      ...many('api', 50, 200).map(record => record.text),
      '150 lines came too fast and are not kept',
    ]);
    expect(logs.counters('api')).toEqual({ received: 450, trimmed: 350, late: 0 });
  });

  it('and goes on, only the newest stay', () => {
    const logs = storeOf({ linesPerContainer: 50 });
    logs.append(many('api', 50));
    logs.hold(true);
    logs.append(many('api', 10, 50));
    logs.hold(false);
    expect(shownTexts(logs)).toEqual(many('api', 50, 10).map(record => record.text));
    expect(logs.counters('api')).toEqual({ received: 60, trimmed: 10, late: 0 });
  });

  it('and goes on after lines were lost in between, what was before the gap goes', () => {
    const logs = storeOf({ linesPerContainer: 50 });
    logs.append(many('api', 50));
    logs.hold(true);
    logs.append(many('api', 70, 50));
    logs.hold(false);
    expect(shownTexts(logs)).toEqual(many('api', 50, 70).map(record => record.text));
  });
});

describe('what is shown of the lines', () => {
  const trace = [
    logRecord('api', 0, '2026-11-25 10:00:00,000 INFO app: started'),
    logRecord('api', 1, 'Traceback (most recent call last):'),
    logRecord('api', 2, '  File "/app/views.py", line 3, in get'),
    logRecord('api', 3, 'ValueError: nothing there'),
    logRecord('api', 4, '10.0.0.4 "GET /api HTTP/1.1" 200 12 3ms'),
    logNote('api', 5, 'stream re-attached'),
  ];

  it('under a minimum level: stack traces whole, notes always', () => {
    const logs = storeOf();
    logs.append(trace);
    expect(shownTexts(logs, { minimumLevel: 'error' })).toEqual([
      'Traceback (most recent call last):',
      '  File "/app/views.py", line 3, in get',
      'ValueError: nothing there',
      'stream re-attached',
    ]);
  });

  it('cleared lines are not shown, later ones are', () => {
    const logs = storeOf();
    logs.append(many('api', 3));
    const cleared = logs.lastSequence;
    logs.append(many('api', 1, 3));
    expect(shownTexts(logs, { clearedUpTo: cleared })).toEqual(['api 3']);
  });

  it('lines that match an inverse search are hidden', () => {
    const logs = storeOf();
    logs.append(many('api', 12));
    expect(shownTexts(logs, { hide: matcher('api \\d$') })).toEqual(['api 10', 'api 11']);
  });

  it('only lines of the last minutes, and then also those read again from the engine', () => {
    const logs = storeOf();
    logs.append([logRecord('api', 60_000, 'held')]);
    logs.setHistory('api-1', [
      logRecord('api', -90_000, 'too old'),
      logRecord('api', 1_000, 'older'),
      logRecord('api', 60_000, 'held'),
      logRecord('api', 60_001, 'newer than what is held'),
    ]);
    expect(shownTexts(logs)).toEqual(['held']);
    expect(shownTexts(logs, { sinceMs: logStart })).toEqual(['older', 'held']);
    expect(logs.counters(null).received).toBe(1);
    expect(logs.oldestMs('api-1')).toBe(logStart + 60_000);
    expect(logs.oldestMs('web-1')).toBeNull();
  });

  it('says what is missing between what was read again and what is held', () => {
    const logs = storeOf({ linesPerContainer: 10 });
    logs.append(many('api', 15));
    logs.setHistory('api-1', many('api', 5));
    expect(shownTexts(logs, { sinceMs: 0 })).toEqual(many('api', 15).map(record => record.text));
    logs.append(many('api', 4, 15));
    const texts = shownTexts(logs, { sinceMs: 0 });
    expect(texts.slice(0, 7)).toEqual([
      ...many('api', 5).map(record => record.text),
      '4 lines came too fast and are not kept',
      'api 9',
    ]);
    logs.hold(true);
    logs.append(many('api', 30, 19));
    expect(shownTexts(logs, { sinceMs: 0 }).filter(text => text.includes('not kept'))).toEqual([
      '4 lines came too fast and are not kept',
      '20 lines came too fast and are not kept',
    ]);
    logs.setHistory('api-1', []);
    expect(shownTexts(logs, { sinceMs: 0 })[0]).toBe('api 9');
  });

  it('text is safe to show, and JSON readable unless asked otherwise', () => {
    const logs = storeOf();
    logs.append([
      logRecord('web', 0, 'a\u001B]0;title\u0007b\tc'),
      logRecord('web', 1, '{"level":"warn","msg":"slow","ms":3}'),
    ]);
    expect(shownTexts(logs)).toEqual(['a␛]0;title\\x07b c', 'slow ms=3']);
    const raw = logs.page({
      service: null,
      filter: showAll,
      start: null,
      inclusive: true,
      direction: 'back',
      count: 1,
      readable: false,
    });
    expect(raw.lines[0]).toMatchObject({ text: '{"level":"warn","msg":"slow","ms":3}', level: 'warn' });
  });
});

describe('counting', () => {
  it('tells the levels of the held lines, and whether it has seen all', () => {
    const logs = storeOf();
    logs.append([...many('api', 30), logRecord('api', 50, 'ERROR: x'), logRecord('web', 51, 'WARN: y')]);
    expect(logs.levels(null, showAll, 5)).toMatchObject({ complete: false });
    expect(logs.levels(null, showAll, 100)).toEqual({
      counts: { fatal: 0, error: 1, warn: 1, info: 0, debug: 0, trace: 0, unknown: 30 },
      complete: true,
    });
    expect(logs.levels('web', showAll, 100).counts).toMatchObject({ warn: 1, error: 0 });
  });

  it('counts what is shown of the time: no cleared lines, no older ones, those read again', () => {
    const logs = storeOf();
    logs.append([logRecord('api', 10, 'ERROR: a'), logRecord('api', 20, 'ERROR: b'), logRecord('api', 30, 'ERROR: c')]);
    logs.setHistory('api-1', [logRecord('api', 1, 'ERROR: old'), logRecord('api', 5, 'ERROR: older')]);
    const count = (clearedUpTo: number, sinceMs: number | null): (number | undefined)[] => {
      const span = { clearedUpTo, sinceMs };
      return [logs.levels(null, span, 99).counts.error, logs.matches(null, span, search, 99).count];
    };
    const search = matcher('error');
    expect([count(0, null), count(1, null), count(0, logStart + 20), count(0, logStart)]).toEqual([
      [3, 3],
      [2, 2],
      [2, 2],
      [5, 5],
    ]);
  });

  it('tells the matches of a search, over several frames where there are many lines', () => {
    const logs = storeOf();
    logs.append(many('api', 3000));
    const search = matcher('api 1\\d\\d$');
    const first = logs.matches(null, showAll, search, 600);
    expect(first).toEqual({ count: 0, complete: false });
    logs.matches(null, showAll, search, 2000);
    expect(logs.matches(null, showAll, search, 2000)).toEqual({ count: 100, complete: true });
  });

  it('finds a line by what it is and by what is shown of it', () => {
    const logs = storeOf();
    logs.append([
      logRecord('web', 0, '{"level":"warn","msg":"slow","ms":3}'),
      logRecord('api', 1, '2026-11-25 10:00:00,000 WARNING app: ad\u200Bmin is slow'),
    ]);
    for (const pattern of ['"ms":3', 'ms=3', '^2026-11-25', '^WARNING', 'admin']) {
      expect([pattern, logs.matches(null, showAll, matcher(pattern), 100).count]).toEqual([pattern, 1]);
    }
  });

  it('begins anew with another search', () => {
    const logs = storeOf();
    logs.append(many('api', 20));
    expect(logs.matches(null, showAll, matcher('api 1'), 100).count).toBe(11);
    expect(logs.matches(null, showAll, matcher('api 2'), 100).count).toBe(1);
  });

  it('gives the same search for the same pattern', () => {
    const logs = storeOf();
    expect(logs.search('x')).toBe(logs.search('x'));
    expect(logs.search('(')).toMatchObject({ matcher: null, problem: expect.stringContaining('unterminated group') });
  });
});
