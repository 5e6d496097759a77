/** While a person reads, the lines stay that were there; bound to the store so that not even a frame lies between. */
import type { LogStore } from './log-store.ts';
import type { StackStore } from './create-stack-store.ts';

/** @returns the end of the binding. */
export function bindLogHold(
  store: Pick<StackStore, 'getState' | 'subscribe'>,
  logs: Pick<LogStore, 'hold'>,
): () => void {
  const follow = (): void => logs.hold(!store.getState().ui.logs.follow);
  follow();
  return store.subscribe(follow);
}
