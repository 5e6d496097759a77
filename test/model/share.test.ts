import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendBounded, nameRecord, share, withEntry, without } from '../../src/model/share.ts';

describe('structural sharing', () => {
  it('returns the previous value when nothing differs', () => {
    const previous = { a: [1, { b: 'x' }], c: null };
    expect(share(previous, { a: [1, { b: 'x' }], c: null })).toBe(previous);
  });

  it('keeps the parts that did not change', () => {
    const previous = { same: { x: 1 }, list: [{ y: 1 }, { y: 2 }] };
    const next = share(previous, { same: { x: 1 }, list: [{ y: 1 }, { y: 3 }] });
    expect(next.same).toBe(previous.same);
    expect(next.list[0]).toBe(previous.list[0]);
    expect(next.list[1]).toEqual({ y: 3 });
  });

  it.each([
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, {}],
    [[1, 2], [1]],
    [[1], [1, 2]],
    [{ a: 1 }, [1]],
    [null, { a: 1 }],
    [undefined, null],
  ] as const)('tells %j from %j', (previous, next) => {
    expect(share<unknown>(previous, next)).toEqual(next);
    expect(share<unknown>(previous, next)).not.toBe(previous);
  });

  it('never changes the value, whatever came before', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (previous, next) => {
        expect(share<unknown>(previous, next)).toEqual(next);
      }),
    );
  });

  it('finds every equal value the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(share<unknown>(value, structuredClone(value))).toBe(value);
      }),
    );
  });
});

it('leaves keys out, and the record alone when it has none of them', () => {
  const record = { a: 1, b: 2 };
  expect(without(record, new Set(['a']))).toEqual({ b: 2 });
  expect(without(record, new Set(['c']))).toBe(record);
});

it('appends within a bound', () => {
  expect(appendBounded([1, 2, 3], 4, 3)).toEqual([2, 3, 4]);
  expect(appendBounded([], 1, 3)).toEqual([1]);
});

describe('a record by names from outside', () => {
  it.each(['constructor', '__proto__', 'toString', 'api'])('has no %s until it is given one', name => {
    const empty = nameRecord<number>();
    expect(empty[name]).toBeUndefined();
    const filled = withEntry(withEntry(empty, 'web', 1), name, 2);
    expect(Object.entries(filled)).toEqual([
      ['web', 1],
      [name, 2],
    ]);
    expect(Object.getPrototypeOf(filled)).toBeNull();
  });
});
