import { defineConfig } from 'vitest/config';

/**
 * Four suites, by what they need: `unit` needs nothing, `engine` a private Docker Engine (started once by its global
 * set-up), `pty` the built console in a real terminal, `faults` an engine of its own that is broken on purpose.
 * The last three run file by file: two cores, and a busy machine makes a fault look like a slow answer.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/engine/**', 'test/e2e/**', 'test/faults/**', 'test/bench/**', '**/*.engine.test.ts'],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts', 'test/**/*.engine.test.ts'],
          exclude: ['test/e2e/**', 'test/faults/**'],
          globalSetup: ['test/engine/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'pty',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/engine/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: ['test/engine/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
