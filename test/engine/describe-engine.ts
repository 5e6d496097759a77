import { describe } from 'vitest';
import { engineAvailability } from './availability.ts';
import { openStack, type OpenStack } from './open-stack.ts';
import type { EngineVersion } from './prefix.ts';
import { createTestHost, type TestHost } from './test-host.ts';

/**
 * `describe` for tests that need the private engine. Where none can run they are reported as skipped, with the reason;
 * with CI=true the global set-up has failed before that.
 */
export function describeEngine(title: string, tests: () => void, version: EngineVersion = '26.1'): void {
  const engine = engineAvailability(createTestHost(), version);
  if (engine.available) describe(title, tests);
  else describe.skip(`${title} (no engine ${version} here: ${engine.reason})`, tests);
}

/** For `beforeAll`: the shared engine and stack. A test that changes a stack starts its own by `startStack`. */
export async function useSharedStack(): Promise<OpenStack & { readonly host: TestHost }> {
  const host = createTestHost({ report: () => {} });
  return { host, ...(await openStack(host)) };
}
