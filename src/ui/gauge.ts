/** Bars and curves out of characters. */
import type { Theme, Tone } from './theme.ts';

/** A bar of `width` cells, filled to `percent` (0..100; more is full). */
export function gauge(percent: number | null, width: number, theme: Theme, tone: Tone = 'neutral'): string {
  if (width <= 0) return '';
  if (percent === null || !Number.isFinite(percent)) return theme.dim(theme.symbols.empty.repeat(width));
  const share = Math.min(1, Math.max(0, percent / 100));
  // Anything above nothing shows at least one cell, anything below all leaves one free.
  const rounded = Math.round(share * width);
  const filled = share === 0 ? 0 : share === 1 ? width : Math.min(Math.max(1, rounded), Math.max(1, width - 1));
  return theme.tone(tone)(theme.symbols.full.repeat(filled)) + theme.dim(theme.symbols.empty.repeat(width - filled));
}

/** One value a cell, newest at the right end: the largest of the points that fall into it; null where there are none. */
export function bucketed(values: readonly (number | null)[], width: number): (number | null)[] {
  if (width <= 0) return [];
  if (values.length <= width) {
    return [...Array.from({ length: width - values.length }, () => null), ...values];
  }
  return Array.from({ length: width }, (_, cell) => {
    const from = Math.floor((cell * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / width));
    return values
      .slice(from, to)
      .reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? value, value)), null);
  });
}

/** A curve of one row; `top` is the value of the highest step, else the largest value. Gaps stay empty. */
export function sparkline(values: readonly (number | null)[], width: number, theme: Theme, top?: number): string {
  return graphRows(values, width, 1, theme, top).join('');
}

/** A curve of `height` rows of eighths, highest row first. */
export function graphRows(
  values: readonly (number | null)[],
  width: number,
  height: number,
  theme: Theme,
  top?: number,
): string[] {
  const { bars } = theme.symbols;
  const points = bucketed(values, width);
  const highest = top ?? points.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const steps = bars.length * height;
  const levels = points.map(value => {
    if (value === null) return 0;
    const level = highest > 0 ? Math.round((Math.min(value, highest) / highest) * steps) : 0;
    return Math.max(1, level);
  });
  return Array.from({ length: Math.max(0, height) }, (_, row) => {
    const base = (height - 1 - row) * bars.length;
    return levels.map(level => (level <= base ? ' ' : (bars[Math.min(level - base, bars.length) - 1] ?? ' '))).join('');
  });
}
