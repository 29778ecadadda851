// Everything that has to hold, in the order in which a mistake is cheapest to find. Ends with `N passed, N failed`.
// Words are names of steps to run instead of all: `npm test -- lint unit`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MAJORS, nodeProgram } from './node-versions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/.bin');
const results = mkdtempSync(join(tmpdir(), 'mopy-test-'));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const unit = [vitest, 'run', '--project', 'unit'];
const [running] = process.versions.node.split('.');
const steps = [
  ['generated', 'node', ['scripts/generate.mjs', '--check']],
  ['lint', join(bin, 'biome'), ['check', '--error-on-warnings']],
  ['lint-python', 'npm', ['run', 'lint:python', '--silent']],
  ['types', join(bin, 'tsc'), ['--noEmit']],
  ['build', 'npm', ['run', 'build', '--silent']],
  ['programs', join(root, 'test/engine/engine'), ['programs']],
  ['unit', process.execPath, unit],
  ['python', join(root, 'test/engine/engine'), ['python', '-B', '-m', 'pytest', 'test/plan/scripts']],
  // A word instead of a program is a major version of Node.
  ...MAJORS.filter((major) => major !== running).map((major) => [`unit-${major}`, major, unit]),
  ['fuzz', 'node', ['scripts/fuzz.mjs', '--seconds', '20', '--seed', '1']],
  ['e2e', process.execPath, [vitest, 'run', '--project', 'e2e']],
];

/** Counts of a vitest run, and the names of its failed tests; a run that wrote no report failed as a whole. */
function vitestCounts(report) {
  try {
    const { numPassedTests, numFailedTests, success, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const names = testResults.flatMap(({ name, status, assertionResults }) => {
      const tests = assertionResults.filter((test) => test.status === 'failed');
      const titles = tests.length > 0 ? tests.map(({ fullName }) => fullName) : ['the file itself'];
      return status === 'failed' ? titles.map((title) => `${relative(root, name)}: ${title}`) : [];
    });
    return { passed: numPassedTests, failed: numFailedTests || (success ? 0 : 1), names };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Counts of a pytest run, from its report in JUnit's format. */
function pytestCounts(report) {
  try {
    const [suite] = readFileSync(report, 'utf8').match(/<testsuite .*?>/s);
    const [tests, failures, errors] = ['tests', 'failures', 'errors'].map((name) =>
      Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1]),
    );
    return { passed: tests - failures - errors, failed: failures + errors || (tests > 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Arguments that make a step which counts its tests write a report, and the reader of that report; else nothing. */
function suiteReport(name, words) {
  if (words[0] === vitest) {
    const report = join(results, `${name}.json`);
    const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return { options, counts: () => vitestCounts(report) };
  }
  if (words.includes('pytest')) {
    const report = join(results, `${name}.xml`);
    return { options: ['-q', `--junitxml=${report}`], counts: () => pytestCounts(report) };
  }
  return undefined;
}

async function runStep([name, program, words]) {
  console.log(`\n== ${name}`);
  const suite = suiteReport(name, words);
  const { status } = spawnSync(
    MAJORS.includes(program) ? await nodeProgram(program) : program,
    [...words, ...(suite?.options ?? [])],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (suite) {
    return suite.counts();
  }
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;
const failures = [];
for (const step of steps.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  const count = await runStep(step);
  passed += count.passed;
  failed += count.failed;
  if (count.failed > 0) {
    const names = count.names?.length ? count.names : ['see above'];
    failures.push(...names.map((name) => `failed in ${step[0]}: ${name}`));
  }
  if (step[0] === 'build' && count.failed > 0) {
    break;
  }
}
rmSync(results, { recursive: true });
// Again at the end, where a log that is cut still has them.
console.log(failures.map((line) => `\n${line}`).join(''));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
