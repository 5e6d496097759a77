/** While a person reads, the lines stay that were there; bound to the store so that not even a frame lies between. */
import type { LogStore } from './log-store.ts';
import type { StackStore } from './create-stack-store.ts';

/** @returns the end of the binding. */
export function bindLogHold(
  store: Pick<StackStore, 'getState' | 'subscribe'>,
  logs: Pick<LogStore, 'hold'>,
): () => void {
  const update = (): void => {
    const { follow, cursor, anchor } = store.getState().ui.logs;
    logs.hold(!follow, cursor ?? anchor);
  };
  update();
  return store.subscribe(update);
}
