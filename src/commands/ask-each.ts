import { EngineError } from '../docker/engine-error.ts';
import type { Raw } from '../docker/engine.ts';
import { createLimiter } from '../docker/limiter.ts';

/** `gone`: a container that ended between two calls, which is normal. `failed`: this one alone can't be read. */
export type Answer =
  | { readonly kind: 'told'; readonly raw: Raw }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

const callsAtOnce = 8;

/**
 * One call for each container, some at once. One that hangs or breaks is that container's trouble: the others are told.
 * @throws EngineError when none could be read: then it is the engine's. Also on an abort.
 */
export async function askEach(
  ids: readonly string[],
  call: (id: string) => Promise<Raw>,
  signal: AbortSignal,
): Promise<readonly Answer[]> {
  const limit = createLimiter(callsAtOnce);
  const failures: EngineError[] = [];
  const ask = async (id: string): Promise<Answer> => {
    try {
      return { kind: 'told', raw: await call(id) };
    } catch (error) {
      if (!(error instanceof EngineError) || signal.aborted) throw error;
      if (error.code === 'not-found' || error.code === 'conflict') return { kind: 'gone' };
      failures.push(error);
      return { kind: 'failed', reason: error.message };
    }
  };
  const answers = await Promise.all(ids.map(id => limit(() => ask(id))));
  const [first] = failures;
  if (first !== undefined && failures.length === ids.length) throw first;
  return answers;
}
