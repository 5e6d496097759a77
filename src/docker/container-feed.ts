/** The containers as known now, and a way to wait for news: between the store, which knows them, and the log followers. */
import type { Container } from '../model/container.ts';

export interface ContainerFeed {
  current(): readonly Container[];
  /** Tells a new state; the same list again is no news. */
  update(containers: readonly Container[]): void;
  /** Resolves at the next news, or when the signal fires. */
  changed(signal: AbortSignal): Promise<void>;
}

export function createContainerFeed(initial: readonly Container[] = []): ContainerFeed {
  let containers = initial;
  const waiting = new Set<() => void>();
  return {
    current: () => containers,
    update(next) {
      if (next === containers || (next.length === containers.length && next.every((item, i) => item === containers[i])))
        return;
      containers = next;
      const waiters = [...waiting];
      waiting.clear();
      for (const wake of waiters) wake();
    },
    changed(signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise(resolve => {
        const done = (): void => {
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    },
  };
}
