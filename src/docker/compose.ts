/** The port to `docker compose`; the execa adapter is in `compose-cli.ts`, the simulator has its own. */
import type { ComposeProject, StackIdentity } from '../model/compose-project.ts';
import type { CallOptions } from './engine.ts';

export interface Compose {
  /** `docker compose config --format json`; throws `UserError` with Compose's own words. */
  config(stack: StackIdentity, options: CallOptions): Promise<ComposeProject>;
}
