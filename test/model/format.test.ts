import { describe, expect, it } from 'vitest';
import {
  column,
  formatAgo,
  formatBytes,
  formatBytesOf,
  formatBytesShort,
  formatClock,
  formatClockMinute,
  formatCores,
  formatDate,
  formatDuration,
  formatMilliseconds,
  formatMoment,
  formatPercent,
  formatRate,
  formatWithin,
  isoTime,
  percentOf,
  plural,
} from '../../src/model/format.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;
const at = Date.UTC(2026, 10, 25, 1, 6, 44, 871);

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1_000, '1.0 KiB'],
    [1_024, '1 KiB'],
    [38 * mebibyte, '38 MiB'],
    [411 * mebibyte, '411 MiB'],
    [9.96 * mebibyte, '10 MiB'],
    [999.4 * mebibyte, '999 MiB'],
    [999.6 * mebibyte, '1.0 GiB'],
    [gibibyte, '1 GiB'],
    [1.5 * gibibyte, '1.5 GiB'],
    [51 * gibibyte, '51 GiB'],
    [2 ** 60, '1024 PiB'],
    [-3 * mebibyte, '-3 MiB'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [256 * mebibyte, '256M'],
    [gibibyte, '1G'],
    [512, '512B'],
    [null, '–'],
  ])('%s is %s in a narrow column', (bytes, text) => expect(formatBytesShort(bytes)).toBe(text));

  it('shows a part in the unit of its whole', () => {
    expect(formatBytesOf(3.4 * gibibyte, 3.8 * gibibyte)).toBe('3.4/3.8 G');
    expect(formatBytesOf(200 * mebibyte, 512 * mebibyte)).toBe('200/512 M');
    expect(formatBytesOf(0, 0)).toBe('0.0/0.0 B');
  });

  it('is a rate per second', () => {
    expect(formatRate(1_258_291.2)).toBe('1.2 MiB/s');
    expect(formatRate(null)).toBe('–');
  });
});

describe('durations', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [13_400, '13 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [22 * 60_000, '22 min'],
    [7 * 3_600_000, '7 h'],
    [47 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 d'],
    [9.9 * 86_400_000, '9 d'],
    [null, '–'],
    [Infinity, '–'],
  ])('%s ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [0, '1 s'],
    [40_000, '40 s'],
    [58_100, '59 s'],
    [59_001, '1 min'],
    [60_001, '2 min'],
    [100_000, '2 min'],
    [590_000, '10 min'],
    [3_540_001, '1 h'],
    [3_600_001, '2 h'],
  ])('%s ms lie within %s', (ms, text) => expect(formatWithin(ms)).toBe(text));

  it.each([
    [0, '0 ms'],
    [180.4, '180 ms'],
    [994, '994 ms'],
    [996, '1.0 s'],
    [1_234, '1.2 s'],
    [9_949, '9.9 s'],
    [42_000, '42 s'],
    [null, '–'],
  ])('%s ms that something took is %s', (ms, text) => expect(formatMilliseconds(ms)).toBe(text));

  it.each([
    [at - 14_000, '14 s ago'],
    [at - 400, 'just now'],
    [at + 5_000, 'just now'],
    [null, '–'],
  ])('tells an age: %s', (then, text) => expect(formatAgo(then, at)).toBe(text));
});

describe('shares', () => {
  it.each([
    [64.4, 0, '64 %'],
    [0, 0, '0 %'],
    [0.2, 0, '<1 %'],
    [0.2, 1, '0.2 %'],
    [0.01, 1, '<0.1 %'],
    [104.6, 0, '105 %'],
    [null, 0, '–'],
    [Number.NaN, 0, '–'],
  ] as const)('%s with %s decimals is %s', (percent, decimals, text) =>
    expect(formatPercent(percent, decimals)).toBe(text),
  );

  it('divides by nothing unknown and by no zero', () => {
    expect(percentOf(262_144_000, gibibyte)).toBeCloseTo(24.4, 1);
    expect(percentOf(1, 0)).toBeNull();
    expect(percentOf(null, 5)).toBeNull();
    expect(percentOf(5, null)).toBeNull();
  });

  it('shows cores', () => {
    expect(formatCores(0.641)).toBe('0.64');
    expect(formatCores(12.34)).toBe('12.3');
    expect(formatCores(null)).toBe('–');
  });
});

describe('moments', () => {
  it('are UTC', () => {
    expect(formatClock(at)).toBe('01:06:44');
    expect(formatClockMinute(at)).toBe('01:06');
    expect(formatDate(at)).toBe('2026-11-25');
    expect(isoTime(at)).toBe('2026-11-25T01:06:44.871Z');
  });

  it('have their date when they are not of today', () => {
    expect(formatMoment(at - 60_000, at)).toBe('01:05:44');
    expect(formatMoment(at - 48 * 3_600_000, at)).toBe('2026-11-23 01:06');
  });

  it('never throw on what is no time', () => {
    for (const broken of [Number.NaN, Infinity, 9e15]) {
      expect(formatClock(broken)).toBe('–');
      expect(formatDate(broken)).toBe('–');
      expect(isoTime(broken)).toBeNull();
    }
  });
});

it('counts in words and fills columns', () => {
  expect(plural(1, 'restart')).toBe('1 restart');
  expect(plural(0, 'restart')).toBe('0 restarts');
  expect(column('38 MiB', 8)).toBe('  38 MiB');
});
