import { EngineError } from '../docker/engine-error.ts';
import type { Raw } from '../docker/engine.ts';

/** null: a container that ended between two calls, which is normal. */
export async function orGone(call: () => Promise<Raw>): Promise<Raw | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'not-found' || error.code === 'conflict')) return null;
    throw error;
  }
}
