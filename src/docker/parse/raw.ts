/** Readers of unknown JSON: a field that is missing, null or of another type is never a crash (O-STATUS-4). */
import type { Raw } from '../engine.ts';

const none: Raw = {};

export function asRaw(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : none;
}

export function rawAt(parent: Raw, key: string): Raw {
  return asRaw(parent[key]);
}

/** Objects only. */
export function rawsAt(parent: Raw, key: string): readonly Raw[] {
  return listAt(parent, key).map(asRaw);
}

export function listAt(parent: Raw, key: string): readonly unknown[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}

export function stringsAt(parent: Raw, key: string): readonly string[] {
  return listAt(parent, key).filter(item => typeof item === 'string');
}

export function stringAt(parent: Raw, key: string): string {
  const value = parent[key];
  return typeof value === 'string' ? value : '';
}

/** null also for NaN and infinity. */
export function numberAt(parent: Raw, key: string): number | null {
  const value = parent[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The engine's way to say "unset" for limits and sizes is 0, or a negative number. */
export function positiveAt(parent: Raw, key: string): number | null {
  const value = numberAt(parent, key);
  return value !== null && value > 0 ? value : null;
}

export function booleanAt(parent: Raw, key: string): boolean {
  return parent[key] === true;
}

/** RFC 3339 → ms; null for the zero time of Go, "0001-01-01T00:00:00Z", which stands for "never". */
export function timeAt(parent: Raw, key: string): number | null {
  const text = stringAt(parent, key);
  if (text === '' || text.startsWith('0001-01-01')) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
