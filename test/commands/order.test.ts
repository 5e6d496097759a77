import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTimes, mergeByTime } from '../../src/commands/merge-by-time.ts';
import { engineMoment, parseMoment } from '../../src/commands/parse-moment.ts';
import { createPrintedBorder } from '../../src/commands/printed-border.ts';
import { createReorderWindow } from '../../src/commands/reorder-window.ts';

const line = (atMs: number, nanos = 0, containerId = 'a') => ({ atMs, nanos, containerId });

async function* pieces<T>(items: readonly T[], size: number): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) {
    await Promise.resolve();
    yield items.slice(at, at + size);
    yield [];
  }
}

async function* broken(): AsyncGenerator<readonly { atMs: number; nanos: number }[]> {
  yield [line(1)];
  throw new Error('lost');
}

describe('mergeByTime', () => {
  test('any split of any streams comes out whole and in order', async () => {
    const stream = fc
      .array(fc.record({ atMs: fc.nat(50), nanos: fc.nat(3) }))
      .map(items => items.toSorted(compareTimes));
    await fc.assert(
      fc.asyncProperty(fc.array(stream, { maxLength: 5 }), fc.integer({ min: 1, max: 7 }), async (streams, size) => {
        const merged: { atMs: number; nanos: number }[] = [];
        for await (const part of mergeByTime(
          streams.map(items => pieces(items, size)),
          4,
        ))
          merged.push(...part);
        expect(merged).toHaveLength(streams.flat().length);
        expect(merged).toEqual(merged.toSorted(compareTimes));
      }),
      { numRuns: 100 },
    );
  });

  test('closes the sources when the reader stops, and throws what one throws', async () => {
    let closed = 0;
    async function* endless(): AsyncGenerator<readonly { atMs: number; nanos: number }[]> {
      try {
        for (let at = 0; ; at += 1) yield [line(at)];
      } finally {
        closed += 1;
      }
    }
    for await (const part of mergeByTime([endless(), endless()], 2)) if (part.length > 0) break;
    expect(closed).toBe(2);
    await expect(async () => {
      for await (const part of mergeByTime([endless(), broken()], 1)) expect(part).toHaveLength(1);
    }).rejects.toThrow('lost');
    expect(closed).toBe(3);
  });
});

describe('the reorder window', () => {
  test('holds lines for its time, then gives them by their stamp', () => {
    const window = createReorderWindow<{ atMs: number; nanos: number }>(300);
    window.push([line(20), line(40)], 1_000);
    expect(window.dueAt()).toBe(1_300);
    expect(window.take(1_299)).toEqual([]);
    window.push([line(10), line(30), line(50)], 1_200);
    // What is older than the released goes with it, though it came later.
    expect(window.take(1_300).map(({ atMs }) => atMs)).toEqual([10, 20, 30, 40]);
    expect(window.dueAt()).toBe(1_500);
    expect(window.drain()).toEqual([line(50)]);
    expect(window.dueAt()).toBeNull();
  });

  test('lets all go under a flood', () => {
    const window = createReorderWindow<{ atMs: number; nanos: number }>(300, 3);
    window.push([line(4), line(3), line(2), line(1)], 0);
    expect(window.take(1).map(({ atMs }) => atMs)).toEqual([1, 2, 3, 4]);
  });
});

describe('the printed border', () => {
  test('an overlap is neither doubled nor loses a line, even where lines share a stamp', () => {
    const border = createPrintedBorder();
    for (const printed of [line(1), line(2, 5), line(2, 5)]) border.passed(printed);
    const again = [line(1), line(2, 5), line(2, 5), line(2, 5), line(2, 6), line(3)];
    expect(again.map(item => border.isNew(item))).toEqual([false, false, false, true, true, true]);
  });

  test('a container that was not printed is new', () => {
    const border = createPrintedBorder();
    border.passed(line(9, 0, 'a'));
    expect(border.isNew(line(1, 0, 'b'))).toBe(true);
  });
});

describe('moments', () => {
  const now = Date.parse('2026-11-25T01:00:00Z');

  test.each([
    ['10m', now - 600_000],
    ['2h30m', now - 9_000_000],
    ['1.5h', now - 5_400_000],
    ['90s', now - 90_000],
    ['250ms', now - 250],
    ['2d', now - 172_800_000],
    ['1764032400', 1764032400000],
    ['1764032400.5', 1764032400500],
    ['2026-11-25T00:30:00Z', now - 1_800_000],
    ['2026-11-25T02:30:00+02:00', now - 1_800_000],
    ['2026-11-25T00:30:00.250Z', now - 1_799_750],
    ['2026-11-24', new Date(2026, 10, 24).getTime()],
    ['2026-11-24 13:00', new Date(2026, 10, 24, 13).getTime()],
  ])('%s', (text, expected) => {
    expect(parseMoment(text, 'since', now)).toBe(expected);
  });

  test.each(['', 'yesterday', '10', '10x', '-5m', '2026-13-45', '12:00', '1h\u001B[2J'])(
    '%j is refused with an example',
    text => {
      expect(() => parseMoment(text, 'since', now)).toThrow(/--since can't be read as a time/);
    },
  );

  test('the engine is told seconds with nine decimals', () => {
    expect(engineMoment(1764032400250)).toBe('1764032400.250000000');
    expect(engineMoment(-5)).toBe('0.000000000');
  });
});
