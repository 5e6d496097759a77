import { sanitizeLabel } from '../model/sanitize.ts';
import type { StackEvent } from '../model/stack-event.ts';
import type { Output } from '../system/terminal-output.ts';

/** Tells on stderr that the engine was lost, once, and that it is back: a followed stream never just falls silent. */
export function createEngineNotices(err: Output): (event: StackEvent) => Promise<void> {
  let lost = false;
  return async event => {
    if (event.type === 'engine-lost' && !lost) {
      lost = true;
      await err.write(`depotix: ${sanitizeLabel(event.problem.message)}; waiting for it\n`);
    }
    if (event.type === 'engine-connected' && lost) {
      lost = false;
      await err.write('depotix: the engine is back\n');
    }
  };
}
