// Tries inputs of every kind until the time is over: `npm run fuzz -- --seconds 600`. See docs/testing.md.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { campaigns } from './campaigns.js';
import { readLockFolders } from './lock-folders.js';
import { runCampaign } from './run-campaign.js';
import { readSamples } from './samples.js';
import { workerProcess } from './worker-process.js';

/** Faults may hold the whole input. */
const MAXIMUM_CHARACTERS = 2000;

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    // Gives the same inputs again; random unless given.
    seed: { type: 'string' },
    // Only this kind of input.
    campaign: { type: 'string' },
    // The program of test/golang/oracle.
    oracle: { type: 'string' },
    // The folder `test`, for the inputs that are tried first and the locks that others are made from.
    tests: { type: 'string', default: 'test' },
  },
});

const folder = fileURLToPath(new URL('.', import.meta.url));
const seed = Number(flags.seed ?? Date.now() % 2 ** 31);
const known = campaigns(readLockFolders(flags.tests));
const chosen = Object.entries(known).filter(([name]) => name === (flags.campaign ?? name));
if (chosen.length === 0) {
  throw new Error(`--campaign is one of ${Object.keys(known).join(', ')}`);
}
console.log(`seed ${seed}`);
const worker = workerProcess(join(folder, 'worker.mjs'), flags.oracle === undefined ? [] : [flags.oracle]);
for (const [name, input] of Object.entries(readSamples(join(flags.tests, 'fuzz/samples')))) {
  const fault = await worker.try(input);
  if (fault !== undefined) {
    process.exitCode = 1;
    console.log(`the sample ${name}: ${fault.slice(0, MAXIMUM_CHARACTERS)}`);
  }
}
const found = new Set<string>();
for (const [name, inputs] of chosen) {
  const seconds = Number(flags.seconds) / chosen.length;
  const { count, findings } = await runCampaign(inputs, { seed, seconds, known: found, worker });
  console.log(`${name}: ${count} inputs, ${findings.length} faults`);
  for (const { input, fault } of findings) {
    process.exitCode = 1;
    console.log(
      `\n${fault.slice(0, MAXIMUM_CHARACTERS)}\nadd it as test/fuzz/samples/${name}-<what it does>.json:`,
    );
    console.log(`${JSON.stringify(input, null, 2)}\n`);
  }
}
worker.stop();
