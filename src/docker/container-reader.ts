/** Inspects a container at once, then at most once a pause: a burst of events costs two inspects, not one each. */
import type { Container } from '../model/container.ts';
import { EngineError, isConnectionProblem } from './engine-error.ts';

export interface ReaderOptions {
  /** One inspect; null: the answer is no container. */
  readonly inspect: (id: string) => Promise<Container | null>;
  readonly onRead: (container: Container) => Promise<void>;
  readonly onGone: (id: string) => Promise<void>;
  /** It is there but can't be read now. */
  readonly onUnreadable: (id: string, reason: string) => Promise<void>;
  /** The pause between two inspects of a container. */
  readonly rest: () => Promise<void>;
}

/** The function reads a container; it throws when the engine as a whole can't be reached. */
export function createContainerReader(options: ReaderOptions): (id: string) => Promise<void> {
  /** Ids being inspected; true: something happened meanwhile, so once more. */
  const underWay = new Map<string, boolean>();

  const readOnce = async (id: string): Promise<void> => {
    try {
      const container = await options.inspect(id);
      if (container !== null) await options.onRead(container);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // Gone between two calls: normal. Its `destroy` may still be under way.
      if (error.code === 'not-found') await options.onGone(id);
      // One container that can't be inspected (a hung mount) is no lost engine; the heartbeat decides that.
      else if (error.code === 'not-answering' || !isConnectionProblem(error.code))
        await options.onUnreadable(id, error.message);
      else throw error;
    }
  };

  return async id => {
    if (underWay.has(id)) {
      underWay.set(id, true);
      return;
    }
    try {
      do {
        underWay.set(id, false);
        await readOnce(id);
        await options.rest();
      } while (underWay.get(id) === true);
    } finally {
      underWay.delete(id);
    }
  };
}
