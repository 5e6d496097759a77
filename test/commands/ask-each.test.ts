import { describe, expect, it } from 'vitest';
import { askEach } from '../../src/commands/ask-each.ts';
import { EngineError, makeProblem } from '../../src/docker/engine-error.ts';

const { signal } = new AbortController();
const hung = new EngineError(makeProblem('not-answering', 'Docker does not answer'));

describe('asking each container', () => {
  it('tells the others when one hangs, and counts one that has gone for nothing', async () => {
    const call = async (id: string): Promise<Record<string, unknown>> => {
      if (id === 'hangs') throw hung;
      if (id === 'gone') throw new EngineError(makeProblem('not-found', 'No such container'));
      return { Id: id };
    };
    expect(await askEach(['api', 'hangs', 'gone'], call, signal)).toEqual([
      { kind: 'told', raw: { Id: 'api' } },
      { kind: 'failed', reason: 'Docker does not answer' },
      { kind: 'gone' },
    ]);
  });

  it("is the engine's failure when none can be read", async () => {
    await expect(askEach(['api', 'web'], () => Promise.reject(hung), signal)).rejects.toBe(hung);
  });

  it('fails at once on an abort, whatever the others say', async () => {
    const aborted = AbortSignal.abort();
    await expect(
      askEach(['api', 'web'], id => (id === 'api' ? Promise.reject(hung) : Promise.resolve({})), aborted),
    ).rejects.toBe(hung);
  });

  it('throws what is a bug as it is', async () => {
    const bug = new TypeError('x is not a function');
    await expect(askEach(['api'], () => Promise.reject(bug), signal)).rejects.toBe(bug);
  });
});
