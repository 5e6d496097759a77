/**
 * Chance without a state: each figure follows from the seed and the place it is asked for, so that it does not matter
 * in which order, or how often, somebody reads.
 */

/** 0 ≤ x < 1, from a seed and any integers (one round of murmur3's finaliser for each). */
export function chance(seed: number, a: number, b = 0, c = 0): number {
  return mix(mix(mix(mix(0x9e3779b9, seed), a), b), c) / 4_294_967_296;
}

/** An integer from `low` to `high`, both included. */
export function between(low: number, high: number, x: number): number {
  return low + Math.floor(x * (high - low + 1));
}

/** One of the items; `x` as of `chance`. */
export function pick<T>(items: readonly [T, ...T[]], x: number): T {
  return items[Math.floor(x * items.length)] ?? items[0];
}

/** `length` hexadecimal digits that follow from the seed and a name: ids, digests. */
export function hexOf(seed: number, name: string, length: number): string {
  let hash = seed >>> 0;
  for (let i = 0; i < name.length; i++) hash = mix(hash, name.charCodeAt(i));
  let hex = '';
  for (let i = 0; hex.length < length; i++) hex += mix(hash, i).toString(16).padStart(8, '0');
  return hex.slice(0, length);
}

function mix(hash: number, value: number): number {
  // The high half too: milliseconds since the epoch need 41 bits.
  let x = (hash ^ (value | 0) ^ Math.imul(Math.floor(value / 4_294_967_296) | 0, 0x27d4eb2f)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  x ^= x >>> 16;
  return (Math.imul(x, 5) + 0xe6546b64) >>> 0;
}
