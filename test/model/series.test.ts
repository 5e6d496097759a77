import { describe, expect, it } from 'vitest';
import {
  bucketSeries,
  isSilentPoint,
  seriesCapacity,
  seriesExtent,
  seriesMs,
  seriesSlope,
  silentPoint,
  sumPoint,
  withPoint,
} from '../../src/model/series.ts';
import type { SeriesPoint } from '../../src/model/stats.ts';

const point = (at: number, memoryBytes: number | null): SeriesPoint => ({ ...silentPoint(at), memoryBytes });
const line = (count: number, step: number): SeriesPoint[] =>
  Array.from({ length: count }, (_, index) => point(index * step, index));

describe('a series', () => {
  it('keeps ten minutes', () => {
    const points = [0, 100_000, 500_000].map(at => point(at, 1));
    expect(withPoint(points, point(seriesMs + 100_000, 2)).map(({ at }) => at)).toEqual([100_000, 500_000, 700_000]);
  });

  it('keeps a bounded number however fast they come', () => {
    const full = line(seriesCapacity, 1).reduce<readonly SeriesPoint[]>(withPoint, []);
    const more = withPoint(full, point(seriesCapacity, 0));
    expect(more).toHaveLength(seriesCapacity);
    expect(more[0]?.at).toBe(1);
  });
});

describe('replicas', () => {
  it('add up; what none knows stays unknown', () => {
    expect(sumPoint(9, [point(1, 10), point(2, null), point(3, 5)])).toEqual({ ...silentPoint(9), memoryBytes: 15 });
  });

  it('make no point where there are none', () => {
    expect(sumPoint(9, [])).toBeNull();
  });
});

describe('the buckets of a graph', () => {
  it('hold the highest value of their time and leave gaps', () => {
    const points = [point(0, 1), point(5, 7), point(25, 3), point(40, 4)];
    expect(bucketSeries(points, { figure: 'memoryBytes', buckets: 4, now: 40, spanMs: 40 })).toEqual([7, null, 3, 4]);
  });

  it('leave out what is older or of the future', () => {
    expect(
      bucketSeries([point(0, 9), point(90, 9)], { figure: 'memoryBytes', buckets: 2, now: 80, spanMs: 40 }),
    ).toEqual([null, null]);
  });

  it('may be none', () => {
    expect(bucketSeries([point(0, 1)], { figure: 'memoryBytes', buckets: 0, now: 0 })).toEqual([]);
  });
});

describe('the extent', () => {
  it('is lowest, highest and latest', () => {
    expect(seriesExtent([point(0, 5), point(1, 2), point(2, null)], 'memoryBytes')).toEqual({
      lowest: 2,
      highest: 5,
      latest: 2,
    });
  });

  it('is null without a value', () => {
    expect(seriesExtent([silentPoint(1)], 'memoryBytes')).toBeNull();
  });
});

describe('the slope', () => {
  it('is growth per ms between the first and the last value', () => {
    expect(seriesSlope(line(11, 2_000), 'memoryBytes')).toBe(1 / 2_000);
  });

  it('is not known from one value or too short a time', () => {
    expect(seriesSlope([point(0, 1)], 'memoryBytes')).toBeNull();
    expect(seriesSlope([point(0, 1), point(9_999, 2)], 'memoryBytes')).toBeNull();
  });
});

it('knows a gap', () => {
  expect(isSilentPoint(silentPoint(1))).toBe(true);
  expect(isSilentPoint(point(1, 0))).toBe(false);
});
