// Prints how long `mopy -dockerfile` takes on examples/full, as a multiple of what Node takes to start and do nothing.
// The two run in turn, so that whatever else the machine does meets both; medians of the wall times are compared.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LIMIT = 1.5;
const ROUNDS = Number(process.argv[2] ?? 25);
const root = fileURLToPath(new URL('..', import.meta.url));

const commands = {
  'node -e 0': ['-e', '0'],
  'mopy -dockerfile': ['bin/mopy.js', '-dockerfile', '-filename', 'examples/full/Mopyfile.yaml'],
};

/** Milliseconds of one run. */
function measure(words) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) {
    throw new Error(stderr);
  }
  return milliseconds;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const times = new Map(Object.keys(commands).map((name) => [name, []]));
for (let round = -1; round < ROUNDS; round += 1) {
  for (const [name, words] of Object.entries(commands)) {
    const milliseconds = measure(words);
    // The first round fills caches: the file system's, and mopy's compiled code.
    if (round >= 0) {
      times.get(name).push(milliseconds);
    }
  }
}

const [idle, mopy] = [...times.values()].map(median);
for (const [name, values] of times) {
  console.log(`${median(values).toFixed(1).padStart(7)} ms  ${name}`);
}
console.log(`${(mopy / idle).toFixed(2).padStart(7)}     times, of at most ${LIMIT}`);
