// Prints what the start-up hook of images costs: the start of this machine's Python with it and without it, as process 1
// of a namespace of its own, which needs root. The two run in turn; medians of the wall times are compared.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIMIT_MILLISECONDS = 2;
const ROUNDS = Number(process.argv[2] ?? 50);
const scripts = fileURLToPath(new URL('../src/plan/scripts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mopy-hook-'));
mkdirSync(join(folder, 'cache'));

function run(program, words, variables = {}) {
  const { status, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { ...process.env, ...variables },
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
}

/** An environment without packages; the hook comes into it as it comes into images. */
function environment(name, hook) {
  const path = join(folder, name);
  run('python3', ['-m', 'venv', '--without-pip', path]);
  if (hook) {
    // The programs import each other by name, since a build step has them in one folder.
    const topics = readdirSync(scripts).map((topic) => join(scripts, topic));
    const words = [join(scripts, 'byte_code/compile.py'), path, join(folder, 'cache')];
    run(join(path, 'bin/python'), words, { PYTHONPATH: topics.join(':'), PYTHONDONTWRITEBYTECODE: '1' });
  }
  return join(path, 'bin/python');
}

/** Milliseconds of one start. */
function measure(python) {
  const start = process.hrtime.bigint();
  run('unshare', ['--pid', '--fork', python, '-c', 'import os; assert os.getpid() == 1']);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

try {
  const programs = [environment('without', false), environment('with', true)];
  const times = programs.map(() => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, python] of programs.entries()) {
      const milliseconds = measure(python);
      // The first round fills the file system's cache.
      if (round >= 0) {
        times[index].push(milliseconds);
      }
    }
  }
  const [without, withHook] = times.map(median);
  console.log(`${without.toFixed(1).padStart(7)} ms  without the hook`);
  console.log(`${withHook.toFixed(1).padStart(7)} ms  with the hook`);
  console.log(`${(withHook / without).toFixed(2).padStart(7)}     times`);
  console.log(`${(withHook - without).toFixed(1).padStart(7)} ms  more, of at most ${LIMIT_MILLISECONDS}`);
} finally {
  rmSync(folder, { recursive: true });
}
