/** The time that a logger writes itself, beside the engine's own: shown once, where both say the same. */

/** `2026-11-25 01:06:44,871`, `[2026-11-25 01:06:57 +0000]`, `2026-11-25T01:06:44.900Z`, `2026/11/25 01:06:44`. */
const ownTime =
  /^\[?(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?\]?(?:[ \t]+|$)/;

/** A line is stamped by the engine when it arrives there; a logger that is later or earlier than this says something. */
const sameMs = 2_000;

/** The text without its time where that is the engine's, to the second; a time in another zone stays, it would mislead. */
export function withoutOwnTime(text: string, atMs: number): string {
  const match = ownTime.exec(text);
  if (match === null) return text;
  const [whole, year, month, day, clock, zone = 'Z'] = match;
  if (!/^(?:Z|UTC|GMT|[+-]00:?00)$/.test(zone)) return text;
  const apart = Math.abs(Date.parse(`${year}-${month}-${day}T${clock}Z`) - atMs);
  return apart <= sameMs ? text.slice(whole.length) : text;
}
