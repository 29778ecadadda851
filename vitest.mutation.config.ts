import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Rooms whose tests run; all of them unless scripts/mutation.mjs names some. */
const rooms = process.env['MOPY_MUTATION_ROOMS']?.split(',');

/** The tests that have to notice mutants: those of the rooms without a world, quick enough to run for each of them. */
export default defineConfig({
  define: { MOPY_VERSION: JSON.stringify(version) },
  test: {
    include: rooms?.map((room) => `test/${room}/**/*.test.ts`) ?? [
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
