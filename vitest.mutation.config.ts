import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** The tests that have to notice mutants: those of the rooms without a world, quick enough to run for each of them. */
export default defineConfig({
  define: { MOPY_VERSION: JSON.stringify(version) },
  test: {
    include: [
      'test/{source,requirement,parse,validate,plan,emit,context}/**/*.test.ts',
      'test/{compile,invalid,samples}.test.ts',
    ],
    // They ask Python, for seconds.
    exclude: [
      'test/requirement/{pip,pip-kinds,packaging}.test.ts',
      'test/plan/credentials-script.test.ts',
      'test/plan/scripts/**',
    ],
    testTimeout: 60_000,
  },
});
