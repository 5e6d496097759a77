import { array, assert, integer, nat, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogBorder } from '../../src/docker/log-border.ts';
import { engineTime } from '../../src/docker/parse/log-stamp.ts';
import type { LogRecord } from '../../src/model/log-record.ts';

const start = 1_795_574_400_000;

function entry(ms: number, text: string, nanos = 0): LogRecord {
  return { kind: 'record', containerId: 'c', service: 's', stream: 'stdout', atMs: start + ms, nanos, text };
}

const texts = (records: readonly LogRecord[]): string[] => records.map(item => item.text);

test('nothing came: the next stream begins where it likes', () => {
  expect(createLogBorder().reattach()).toBeNull();
});

test('equal lines with the same stamp are counted, not merged', () => {
  const border = createLogBorder();
  border.take([entry(0, 'a'), entry(0, 'a')], null);
  border.reattach();
  expect(texts(border.take([entry(0, 'a'), entry(0, 'a'), entry(0, 'a'), entry(1, 'b')], null))).toEqual(['a', 'b']);
});

test('the next stream begins a little before the newest line', () => {
  const border = createLogBorder();
  border.take([entry(0, 'old'), entry(1_000, 'new')], null);
  expect(border.reattach()).toBe(engineTime(start, 1));
});

test('a line still in pieces is asked for again from its beginning', () => {
  const border = createLogBorder();
  border.take([entry(0, 'a'), entry(100, 'b'), entry(5_000, 'c')], { atMs: start + 100, nanos: 0 });
  expect(border.reattach()).toBe(engineTime(start, 1));
});

test('what is kept for it is bounded, by lines and by characters', () => {
  const many = createLogBorder();
  many.take(
    Array.from({ length: 50_000 }, (_, index) => entry(0, `line ${index}`, index)),
    null,
  );
  expect(many.reattach()).toBe(engineTime(start, 30_000));
  const long = createLogBorder();
  long.take(
    Array.from({ length: 10 }, (_, index) => entry(0, 'x'.repeat(1_000_000), index)),
    null,
  );
  expect(long.reattach()).toBe(engineTime(start, 6));
});

describe('any log, cut anywhere, any number of times', () => {
  // Lines in the order of the file: each stamped up to 200 ms before or after the one before it.
  const logs = array(record({ step: integer({ min: -200, max: 300 }), text: nat(3) }), { minLength: 1, maxLength: 60 });

  test('is delivered whole and once', () => {
    assert(
      property(logs, array(nat(60), { maxLength: 5 }), (steps, cuts) => {
        let newest = 0;
        const log = steps.map(({ step, text }, index) => {
          const ms = Math.max(0, newest + step);
          newest = Math.max(newest, ms);
          return entry(ms, String(text), index % 3);
        });
        const border = createLogBorder();
        const delivered: LogRecord[] = [];
        let since: string | null = null;
        for (const cut of [...cuts.sort((a, b) => a - b), log.length]) {
          const from = since;
          const stream = log.filter(item => from === null || engineTime(item.atMs, item.nanos) >= from);
          const visible = stream.filter(item => log.indexOf(item) < cut);
          for (const item of visible) delivered.push(...border.take([item], null));
          since = border.reattach();
        }
        expect(delivered.map(item => log.indexOf(item)).toSorted((a, b) => a - b)).toEqual(
          log.map((_, index) => index),
        );
      }),
    );
  });
});
