/** The palette's list: every action that works here, found by letters in their order. Pure: the frame and the keys share it. */
import { keymap, worksOn, type Binding } from '../keymap.ts';
import type { ScreenId } from '../model/actions.ts';

export interface PaletteFacts {
  readonly screen: ScreenId;
  /** The simulator's scenarios are offered only on the simulator. */
  readonly demo: boolean;
}

/** Best match first; all of them, in the order of the keymap, where nothing is typed. */
export function paletteEntries(query: string, facts: PaletteFacts): readonly Binding[] {
  return keymap
    .filter(binding => binding.palette && worksOn(binding, facts.screen) && (facts.demo || binding.group !== 'Demo'))
    .map(binding => ({ binding, score: Math.max(fuzzyScore(query, binding.title), fuzzyScore(query, binding.action)) }))
    .filter(entry => entry.score >= 0)
    .toSorted((a, b) => b.score - a.score)
    .map(entry => entry.binding);
}

/**
 * The best way to find the letters of `query` in `text` in their order: -1 = there is none; a letter at the start of a
 * word counts 4, one next to the letter before 3, any other 1. Spaces in the query count nothing.
 */
export function fuzzyScore(query: string, text: string): number {
  const letters = query.toLowerCase().replaceAll(' ', '');
  const target = text.toLowerCase();
  // best[place] = the best score of the letters so far with the last of them at `place`.
  let best: number[] = [];
  for (const [index, letter] of [...letters].entries()) {
    const before = best;
    best = [];
    let reached = index === 0 ? 0 : -1;
    for (let place = 0; place < target.length; place += 1) {
      if (target[place] === letter) {
        const adjacent = index === 0 ? -1 : (before[place - 1] ?? -1);
        const jumped = reached < 0 ? -1 : reached + (startsWord(target, place) ? 4 : 1);
        best[place] = Math.max(adjacent < 0 ? -1 : adjacent + 3, jumped);
      }
      reached = Math.max(reached, before[place] ?? -1);
    }
  }
  return letters === '' ? 0 : best.reduce((most, value) => Math.max(most, value), -1);
}

function startsWord(text: string, place: number): boolean {
  return place === 0 || !/[a-z0-9]/.test(text[place - 1] ?? '');
}
