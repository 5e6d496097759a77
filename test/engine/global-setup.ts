import { engineAvailability } from './availability.ts';
import { closeStack, openStack } from './open-stack.ts';
import { createTestHost } from './test-host.ts';

/**
 * Starts the shared engine and stack before the first test, and ends them after the last if it started them: what
 * `npm run stack:up` left running is used and left running.
 * @throws where no engine can run although CI=true: there, a skipped test would be a hidden failure.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const host = createTestHost();
  const availability = engineAvailability(host);
  if (!availability.available && host.env['CI'] === 'true') {
    throw new Error(`CI=true, and no private engine can run here: ${availability.reason}`);
  }
  if (!availability.available) return undefined;
  const { engine } = await openStack(host);
  return engine.startedHere ? () => closeStack(host, { volumes: true }) : undefined;
}
