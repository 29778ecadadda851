// The process that tries inputs: what hangs or ends it does not take the fuzzer along.
import { check } from './check.js';
import type { FuzzInput } from './input.js';
import { startOracle } from './oracle.js';

const [, , program] = process.argv;
const oracle = program === undefined ? undefined : startOracle(program);

process.on('message', async (input: FuzzInput) => {
  const fault = await check(input, oracle);
  process.send?.({ fault });
});
process.on('disconnect', () => process.exit());
