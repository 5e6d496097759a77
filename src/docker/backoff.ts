/** How long to wait before the next attempt, ms: 0.25 s, doubled up to 5 s, ±20 % so that consoles don't knock in step. */
export function backoffMs(attempt: number, random: () => number): number {
  const base = Math.min(250 * 2 ** attempt, 5_000);
  return Math.round(base * (0.8 + 0.4 * random()));
}
