import { describe, expect, it } from 'vitest';
import { fuzzyScore, paletteEntries } from '../../src/hooks/palette-entries.ts';

const facts = { screen: 'overview', demo: false } as const;
const actions = (query: string, given: Parameters<typeof paletteEntries>[1] = facts): readonly string[] =>
  paletteEntries(query, given).map(entry => entry.action);

describe('fuzzyScore', () => {
  it.each([
    ['', 'Quit', 0],
    ['q', 'Quit', 4],
    ['qu', 'Quit', 7],
    ['x', 'Quit', -1],
    ['tq', 'Quit', -1],
    ['HE', 'Health', 7],
  ])('scores %j in %j with %d', (query, text, expected) => {
    expect(fuzzyScore(query, text)).toBe(expected);
  });

  it('finds the letters wherever a way exists', () => {
    expect(fuzzyScore('aab', 'a ab a')).toBeGreaterThan(0);
    expect(fuzzyScore('ba', 'bb-a')).toBeGreaterThan(0);
  });
});

describe('paletteEntries', () => {
  it('lists everything that works here while nothing is typed', () => {
    expect(actions('')).toContain('screen.logs');
    expect(actions('')).not.toContain('logs.wrap');
    expect(actions('', { screen: 'logs', demo: false })).toContain('logs.wrap');
  });

  it('puts the best match first', () => {
    expect(actions('quit')[0]).toBe('quit');
    expect(actions('heal')[0]).toBe('screen.health');
    expect(actions('copy')[0]).toBe('copy.summary');
  });

  it('says nothing where nothing matches', () => {
    expect(actions('zzzz')).toEqual([]);
  });

  it('offers the scenarios on the simulator only', () => {
    expect(actions('oom')).not.toContain('demo.scenario.oom');
    expect(actions('oom', { screen: 'overview', demo: true })[0]).toBe('demo.scenario.oom');
  });
});
