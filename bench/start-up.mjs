// Prints how long `mopy -dockerfile` takes on examples/full, as a multiple of what Node takes to start and do nothing,
// for each version of Node: `node bench/start-up.mjs [ROUNDS]`. The two run in turn, so that whatever else the machine does
// meets both, and medians are compared: of the wall times, and of the processor's, which a busy machine distorts less.
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

/** bash tells both times of its child; what the child says goes where a program would read it, into a pipe. */
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; time "$0" "$@" 2>&1';

/** Milliseconds of one run. */
function measure(program, words) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', TIMED, program, ...words], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(stdout);
  }
  const [wall, user, system] = stderr
    .trim()
    .split(' ')
    .map((seconds) => 1000 * Number(seconds));
  return { wall, processor: user + system };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Median milliseconds of each command. */
function compare(program) {
  const runs = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, words] of Object.entries(commands)) {
      const run = measure(program, words);
      // The first round fills caches: the file system's, and mopy's compiled code.
      if (round >= 0) {
        runs.get(name).push(run);
      }
    }
  }
  return [...runs].map(([name, values]) => ({
    name,
    wall: median(values.map(({ wall }) => wall)),
    processor: median(values.map(({ processor }) => processor)),
  }));
}

function row(first, second, text) {
  console.log(`${first.padStart(9)}  ${second.padStart(9)}  ${text}`);
}

for (const major of MAJORS) {
  const results = compare(await nodeProgram(major));
  console.log(`Node ${major}`);
  row('wall', 'processor', '');
  for (const { name, wall, processor } of results) {
    row(`${wall.toFixed(1)} ms`, `${processor.toFixed(1)} ms`, name);
  }
  const [idle, mopy] = results;
  row(
    (mopy.wall / idle.wall).toFixed(2),
    (mopy.processor / idle.processor).toFixed(2),
    `times, of at most ${LIMITS[major]}`,
  );
}
