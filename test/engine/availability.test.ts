import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { engineAvailability } from './availability.ts';
import { describeEngine } from './describe-engine.ts';
import { createTestHost } from './test-host.ts';

describeEngine('whether an engine can run', () => {
  it('is yes on a machine that is there for the tests, even with nothing downloaded', () => {
    const host = createTestHost({
      env: { ...process.env, DEPOTIX_TEST_ENGINE: 'private', XDG_CACHE_HOME: '/nowhere' },
    });
    expect(engineAvailability(host)).toEqual({ available: true });
  });

  it("is no on somebody's own machine before stack:up, and says what to do", () => {
    const env = {
      ...process.env,
      CI: undefined,
      DEPOTIX_TEST_ENGINE: undefined,
      XDG_CACHE_HOME: `${tmpdir()}/nowhere`,
    };
    expect(engineAvailability(createTestHost({ env }))).toEqual({
      available: false,
      reason: expect.stringContaining('npm run stack:up'),
    });
  });
});
