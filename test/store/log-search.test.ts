import { describe, expect, it } from 'vitest';
import { compileSearch, searchProblem, type LineMatcher } from '../../src/store/log-search.ts';

function matcher(pattern: string, batchMs = 60): LineMatcher {
  const search = compileSearch(pattern, { batchMs });
  if (search.matcher === null) throw new Error(search.problem);
  return search.matcher;
}

function matches(pattern: string, text: string): boolean {
  return matcher(pattern).test([text])[0] === 1;
}

describe('a search', () => {
  it.each([
    ['error', 'An ERROR here', true],
    ['Error', 'an error here', false],
    ['Error', 'an Error here', true],
    ['get /\\S+', 'GET /api', true],
    ['\\W5\\d\\d\\W', 'status 502 ', true],
    ['\\p{Lu}', 'abc', true],
    ['größe', 'GRÖSSE GRÖßE', true],
    ['日本', 'テスト日本語', true],
    ['^postgres', 'my postgres', false],
    ['a]', 'a]', true],
    ['x\\-y', 'x-y', true],
  ])('for %j in %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each([
    ['(', /unterminated group/],
    ['[a', /unterminated character class/],
    ['*', /nothing to repeat/],
  ])('for %j is told to be wrong, not thrown', (pattern, reason) => {
    expect(compileSearch(pattern)).toMatchObject({ matcher: null, problem: expect.stringMatching(reason) });
    expect(searchProblem(pattern)).toMatch(reason);
  });

  it('that is right has no problem', () => {
    expect(searchProblem('a+')).toBeNull();
  });

  it('finds all places in a text, none of them empty', () => {
    expect(matcher('o+').ranges(['foo boo o', 'nil'])).toEqual([
      [
        [1, 3],
        [5, 7],
        [8, 9],
      ],
      [],
    ]);
    expect(matcher('x*').ranges(['axb'])).toEqual([[[1, 2]]]);
  });

  it('finds the first hundred places of a text', () => {
    expect(matcher('a').ranges(['a'.repeat(5000)])[0]).toHaveLength(100);
  });

  it('that never ends is broken off, says so, and hides nothing', () => {
    const search = matcher('^(a+)+$', 50);
    const before = Date.now();
    const hits = search.test(['fine', `${'a'.repeat(80)}!`]);
    expect(Date.now() - before).toBeLessThan(2000);
    expect([...hits]).toEqual([0, 0]);
    expect(search.failure).toMatch(/takes too long/);
    expect(search.ranges(['aaa'])).toEqual([[]]);
  });

  /** A machine that is busy with others: the clock runs out so many times before the batch gets its CPU. */
  function starved(pattern: string, times: number, cpuMsEach: number): LineMatcher {
    let brokenOff = 0;
    const search = compileSearch(pattern, {
      batchMs: 60,
      cpuMs: () => brokenOff * cpuMsEach,
      run(script, context, timeout) {
        script.runInContext(context, { timeout: 10_000 });
        if (brokenOff === times) return;
        brokenOff += 1;
        throw Object.assign(new Error(`timed out after ${timeout}ms`), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
      },
    });
    if (search.matcher === null) throw new Error(search.problem);
    return search.matcher;
  }

  it('is not blamed where the machine was busy with others', () => {
    const search = starved('o', 3, 2);
    expect([...search.test(['foo', 'bar'])]).toEqual([1, 0]);
    expect(starved('o', 3, 2).ranges(['fo'])).toEqual([[[1, 2]]]);
    expect(search.failure).toBeNull();
  });

  it.each([
    ['has had its CPU', 3, 30],
    ['never gets any', 1000, 0],
  ])('that %s is broken off', (_, times, cpuMsEach) => {
    const search = starved('o', times, cpuMsEach);
    expect([...search.test(['foo'])]).toEqual([0]);
    expect(search.failure).toMatch(/takes too long/);
  });

  it('looks at the first 16 KiB of a line', () => {
    expect(matches('end$', `${'x'.repeat(20_000)}end`)).toBe(false);
    expect(matches('^x', `${'x'.repeat(20_000)}end`)).toBe(true);
  });
});
