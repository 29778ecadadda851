// Prints how long `mopy -dockerfile` takes on examples/full, as a multiple of what Node takes to start and do nothing,
// for each version of Node: `node bench/start-up.mjs [ROUNDS]`. The two run in turn, so that whatever else the machine does meets both; medians of the wall times are compared.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MAJORS, nodeProgram } from '../scripts/node-versions.mjs';

const LIMITS = { 20: 1.3, 22: 1.4, 24: 1.4 };
const ROUNDS = Number(process.argv[2] ?? 25);
const root = fileURLToPath(new URL('..', import.meta.url));

const commands = {
  'node -e 0': ['-e', '0'],
  'mopy -dockerfile': ['bin/mopy.js', '-dockerfile', '-filename', 'examples/full/Mopyfile.yaml'],
};

/** Milliseconds of one run. */
function measure(program, words) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, words, { cwd: root, encoding: 'utf8' });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) {
    throw new Error(stderr);
  }
  return milliseconds;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Median milliseconds of each command. */
function compare(program) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, words] of Object.entries(commands)) {
      const milliseconds = measure(program, words);
      // The first round fills caches: the file system's, and mopy's compiled code.
      if (round >= 0) {
        times.get(name).push(milliseconds);
      }
    }
  }
  return [...times].map(([name, values]) => ({ name, milliseconds: median(values) }));
}

for (const major of MAJORS) {
  const results = compare(await nodeProgram(major));
  console.log(`Node ${major}`);
  for (const { name, milliseconds } of results) {
    console.log(`${milliseconds.toFixed(1).padStart(9)} ms  ${name}`);
  }
  const [idle, mopy] = results.map(({ milliseconds }) => milliseconds);
  console.log(`${(mopy / idle).toFixed(2).padStart(9)}     times, of at most ${LIMITS[major]}`);
}
