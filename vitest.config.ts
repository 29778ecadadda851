import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/engine.setup.ts'],
          testTimeout: 20 * 60_000,
          hookTimeout: 20 * 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
