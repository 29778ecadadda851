// Runs Stryker on the rooms that decide what is built, and prints the score of each: `npm run mutation -- plan emit`.
// `--share 0.1` takes about a tenth of their lines, in blocks that `--seed` chooses. `--own` runs the tests of these rooms alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOMS = ['source', 'requirement', 'parse', 'validate', 'plan', 'emit'];
/** Few enough that a block is within a function, and enough for the mutants of whole statements. */
const BLOCK_LINES = 8;
/** States of mutants that a test noticed, and of those that none did. */
const NOTICED = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    own: { type: 'boolean', default: false },
  },
});

/** Sources of a room that were written by hand. */
function filesOf(room) {
  return readdirSync(join(root, 'src', room), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
    .map((name) => join('src', room, name));
}

/** The blocks of a file that are chosen, in Stryker's spelling. */
function blocksOf(file) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
  const starts = Array.from(
    { length: Math.ceil(lines / BLOCK_LINES) },
    (_, index) => index * BLOCK_LINES + 1,
  );
  return starts
    .filter((start) => isChosen(`${file}:${start}`))
    .map((start) => `${file}:${start}-${start + BLOCK_LINES - 1}`);
}

function isChosen(block) {
  const digest = createHash('sha256').update(`${values.seed} ${block}`).digest();
  return digest.readUInt32BE() / 2 ** 32 < Number(values.share);
}

const chosen = positionals.length > 0 ? positionals : ROOMS;
const files = chosen.flatMap(filesOf);
const mutate = Number(values.share) < 1 ? files.flatMap(blocksOf) : files;
const { status } = spawnSync(join(root, 'node_modules/.bin/stryker'), ['run', '--mutate', mutate.join(',')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...(values.own && { MOPY_MUTATION_ROOMS: chosen.join(',') }) },
});
if (status !== 0) {
  process.exit(1);
}

const report = JSON.parse(readFileSync(join(root, '.cache/stryker/report.json'), 'utf8'));
for (const room of ROOMS) {
  const mutants = Object.entries(report.files)
    .filter(([name]) => name.startsWith(`src/${room}/`))
    .flatMap(([, file]) => file.mutants);
  const count = (statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count(NOTICED);
  const all = noticed + count(MISSED);
  if (all > 0) {
    const share = ((100 * noticed) / all).toFixed(1);
    console.log(
      `${room}: ${share} % of ${all} mutants, ${count(['Timeout'])} of them since the tests took too long; ${count(['Ignored'])} left out`,
    );
  }
}
