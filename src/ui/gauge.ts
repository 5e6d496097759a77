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

/** A curve of one row, a value a cell; `top` is the value of the highest step, else the largest one. Gaps stay empty. */
export function sparkline(values: readonly (number | null)[], theme: Theme, top?: number): string {
  return graphRows(values, 1, theme, top).join('');
}

/** A curve of `height` rows of eighths, highest row first. */
export function graphRows(values: readonly (number | null)[], height: number, theme: Theme, top?: number): string[] {
  const { bars } = theme.symbols;
  const highest = top ?? values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const steps = bars.length * height;
  const levels = values.map(value => {
    if (value === null) return 0;
    const level = highest > 0 ? Math.round((Math.min(value, highest) / highest) * steps) : 0;
    return Math.max(1, level);
  });
  return Array.from({ length: Math.max(0, height) }, (_, row) => {
    const base = (height - 1 - row) * bars.length;
    return levels.map(level => (level <= base ? ' ' : (bars[Math.min(level - base, bars.length) - 1] ?? ' '))).join('');
  });
}
