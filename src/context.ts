/** What is handed down instead of singletons. */
import type { Compose } from './docker/compose.ts';
import type { Engine } from './docker/engine.ts';
import type { LogStore } from './store/log-store.ts';
import type { StackStore } from './store/create-stack-store.ts';
import type { Clock } from './system/clock.ts';
import type { Environment } from './system/environment.ts';

export interface AppContext {
  readonly engine: Engine;
  readonly compose: Compose;
  readonly store: StackStore;
  readonly logs: LogStore;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}
