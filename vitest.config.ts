import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default defineConfig({
  test: {
    projects: [
      {
        define: { MOPY_VERSION: JSON.stringify(version) },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/platforms/**'],
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
      {
        test: {
          name: 'platforms',
          include: ['test/platforms/**/*.test.ts'],
          globalSetup: ['test/platforms/engine.setup.ts'],
          testTimeout: 60 * 60_000,
          hookTimeout: 60 * 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
