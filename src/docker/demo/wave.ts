/** The ups and downs of the traffic around 1, and their sum over time in closed form: nothing has to be counted along. */

const waves = [
  { periodMs: 240_000, share: 0.3 },
  { periodMs: 37_000, share: 0.12 },
] as const;

/** Traffic at `at` against its mean: 0.58 to 1.42. */
export function waveAt(seed: number, at: number): number {
  let level = 1;
  for (const { periodMs, share } of waves) level += share * Math.sin(angle(seed, at, periodMs));
  return level;
}

/** The integral of `waveAt` over [from, to], in seconds. */
export function waveSum(seed: number, from: number, to: number): number {
  let sum = to - from;
  for (const { periodMs, share } of waves) {
    const scale = (share * periodMs) / (2 * Math.PI);
    sum += scale * (Math.cos(angle(seed, from, periodMs)) - Math.cos(angle(seed, to, periodMs)));
  }
  return sum / 1000;
}

function angle(seed: number, at: number, periodMs: number): number {
  // Taken within the period first: sines of numbers as big as the time of day would lose digits.
  return 2 * Math.PI * ((at % periodMs) / periodMs + (seed % 97) / 97);
}
