/** Structural sharing of plain data: what did not change keeps its reference, so that selectors and screens can stop early. */

/** `next`, with every part that equals the same part of `previous` replaced by it; `previous` itself when nothing differs. */
export function share<T>(previous: T | undefined, next: T): T {
  return shareUnknown(previous, next) as T;
}

function shareUnknown(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next);
  if (isRecord(previous) && isRecord(next)) return shareRecord(previous, next);
  return next;
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const shared = next.map((item, index) => shareUnknown(previous[index], item));
  return previous.length === shared.length && shared.every((item, index) => item === previous[index])
    ? previous
    : shared;
}

function shareRecord(previous: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(previous).length;
  const entries = keys.map((key): [string, unknown] => {
    const known = Object.hasOwn(previous, key);
    const value = known ? shareUnknown(previous[key], next[key]) : next[key];
    if (!known || !Object.is(value, previous[key])) same = false;
    return [key, value];
  });
  // Not by assignment: a key such as `__proto__` comes from outside, too.
  return same ? previous : Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record without the keys; itself when it has none of them. */
export function without<T>(
  record: Readonly<Record<string, T>>,
  keys: ReadonlySet<string>,
): Readonly<Record<string, T>> {
  const entries = Object.entries(record);
  const kept = entries.filter(([key]) => !keys.has(key));
  return kept.length === entries.length ? record : Object.fromEntries(kept);
}

/** A record by names from outside: a service may be called `constructor`, which a plain object seems to have. */
export function nameRecord<T>(): Readonly<Record<string, T>> {
  return Object.create(null) as Readonly<Record<string, T>>;
}

/** The record with the entry, by whatever name; also without a prototype. */
export function withEntry<T>(record: Readonly<Record<string, T>>, key: string, value: T): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, record, Object.fromEntries([[key, value]]));
}

/** The list with `item` at its end and at most `capacity` of the newest. */
export function appendBounded<T>(list: readonly T[], item: T, capacity: number): readonly T[] {
  const start = Math.max(0, list.length + 1 - capacity);
  return [...list.slice(start), item];
}
