/** Ten minutes of figures: points for the graphs, with honest gaps. */
import type { SeriesPoint, StatsSample } from './stats.ts';

export const seriesMs = 10 * 60_000;
/** Ten minutes at one reading in two seconds, and some gaps. */
export const seriesCapacity = 330;

export function toPoint({ at, cpu, memory, io }: StatsSample): SeriesPoint {
  return {
    at,
    cores: cpu.cores,
    memoryBytes: memory?.usedBytes ?? null,
    rxBytesPerSecond: io.rxBytesPerSecond,
    txBytesPerSecond: io.txBytesPerSecond,
    throttledShare: cpu.throttledShare,
  };
}

/** A gap: nothing known at that time. */
export function silentPoint(at: number): SeriesPoint {
  return { at, cores: null, memoryBytes: null, rxBytesPerSecond: null, txBytesPerSecond: null };
}

export function isSilentPoint({ cores, memoryBytes, rxBytesPerSecond, txBytesPerSecond }: SeriesPoint): boolean {
  return cores === null && memoryBytes === null && rxBytesPerSecond === null && txBytesPerSecond === null;
}

/** With the point at the end, without what is older than ten minutes or more than fits. */
export function withPoint(points: readonly SeriesPoint[], point: SeriesPoint): readonly SeriesPoint[] {
  const oldest = point.at - seriesMs;
  const fresh = points[0] !== undefined && points[0].at < oldest ? points.filter(({ at }) => at >= oldest) : points;
  return [...fresh.slice(Math.max(0, fresh.length + 1 - seriesCapacity)), point];
}

/** Replicas added up; a figure is null where no replica knows it. Null for no replicas at all. */
export function sumPoint(at: number, points: readonly SeriesPoint[]): SeriesPoint | null {
  if (points.length === 0) return null;
  const sum = (figure: SeriesFigure): number | null => {
    const known = points.map(point => point[figure]).filter(value => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  return {
    at,
    cores: sum('cores'),
    memoryBytes: sum('memoryBytes'),
    rxBytesPerSecond: sum('rxBytesPerSecond'),
    txBytesPerSecond: sum('txBytesPerSecond'),
  };
}

export type SeriesFigure = 'cores' | 'memoryBytes' | 'rxBytesPerSecond' | 'txBytesPerSecond';

export interface Bucketing {
  readonly figure: SeriesFigure;
  /** How many values are wanted: the cells of the graph. */
  readonly buckets: number;
  /** Right edge of the graph, ms. */
  readonly now: number;
  readonly spanMs?: number;
}

/** The highest value in each of `buckets` equal spans, oldest first; null where nothing was measured. */
export function bucketSeries(
  points: readonly SeriesPoint[],
  { figure, buckets, now, spanMs = seriesMs }: Bucketing,
): (number | null)[] {
  if (buckets <= 0) return [];
  const values = Array.from({ length: buckets }, (): number | null => null);
  const start = now - spanMs;
  for (const point of points) {
    const value = point[figure];
    if (value === null || point.at < start || point.at > now) continue;
    const index = Math.min(buckets - 1, Math.floor(((point.at - start) / spanMs) * buckets));
    values[index] = Math.max(values[index] ?? value, value);
  }
  return values;
}

export interface Extent {
  readonly lowest: number;
  readonly highest: number;
  readonly latest: number;
}

/** Null when nothing was measured. */
export function seriesExtent(points: readonly SeriesPoint[], figure: SeriesFigure): Extent | null {
  const values = points.map(point => point[figure]).filter(value => value !== null);
  const latest = values.at(-1);
  return latest === undefined ? null : { lowest: Math.min(...values), highest: Math.max(...values), latest };
}

/** The points after the last gap: of the life that runs now. */
export function sinceGap(points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  return points.slice(points.findLastIndex(isSilentPoint) + 1);
}

/** Growth per ms by the line between the first and the last value; null with fewer than two or in less than `minimumMs`. */
export function seriesSlope(points: readonly SeriesPoint[], figure: SeriesFigure, minimumMs = 10_000): number | null {
  const known = points.flatMap(point => (point[figure] === null ? [] : [{ at: point.at, value: point[figure] }]));
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < minimumMs) return null;
  return (last.value - first.value) / (last.at - first.at);
}
