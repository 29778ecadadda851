// Prints how much processor time and memory mopy takes for inputs that are long or made to be slow, at a quarter, half
// and all of their size: `node bench/slow-inputs.mjs [NAME]...`. What grows faster than its input shows in the last columns.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIMIT_SECONDS = 2;
const LIMIT_MEBIBYTES = 300;
const MEBIBYTE = 1024 * 1024;
const program = fileURLToPath(new URL('../bin/mopy.js', import.meta.url));

/** Tells the parent the processor time in microseconds and the peak of memory in KiB. */
const REPORTER = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));',
)}`;

const HEAD = 'python: 3.13\n';

function lines(count, line) {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
}

function filling(text) {
  return (size) => ({ 'Mopyfile.yaml': `${HEAD}pip: ${text.repeat(Math.floor(size / text.length))}\n` });
}

function entry(text) {
  return (count) => ({ 'Mopyfile.yaml': `${HEAD}pip:\n  - '${text.repeat(count)}'\n` });
}

function ignoring(pattern, path) {
  return (count) => ({
    'Mopyfile.yaml': `${HEAD}project: ${path}\n`,
    '.dockerignore': `${pattern(count)}\n`,
    [path]: '',
  });
}

function requirementsFile(count, line) {
  return { 'Mopyfile.yaml': `${HEAD}pip:\n  - ./requirements.txt\n`, 'requirements.txt': lines(count, line) };
}

/** A `uv.lock` with a project that asks for each of its packages. */
function lockFile(count, name) {
  const version = (index) => `name = "${name(index)}", version = "1.${index}"`;
  const dependencies = lines(count, (index) => `    { ${version(index)} },`);
  const packages = lines(
    count,
    (index) =>
      `[[package]]\n${version(index).replace(',', '\n')}\nsource = { registry = "https://pypi.org/simple" }\n` +
      `sdist = { url = "https://h/p.tar.gz", hash = "sha256:${'0'.repeat(64)}" }\n`,
  );
  const project = `[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [\n${dependencies}]\n`;
  return {
    'Mopyfile.yaml': `${HEAD}pip:\n  - ./uv.lock\n`,
    'uv.lock': `version = 1\nrequires-python = ">=3.11"\n\n${project}\n${packages}`,
  };
}

/** Each with its largest size, what counts it, and the files that it makes of a size. */
const INPUTS = {
  'ignore-folders': [12, '`**/`', ignoring((count) => `${'**/'.repeat(count)}b*`, `${'a/'.repeat(25)}c.py`)],
  'ignore-stars': [12, '`*a`', ignoring((count) => `${'*a'.repeat(count)}b`, 'a'.repeat(40))],
  'ignore-long-stars': [
    MEBIBYTE,
    'bytes of `*a`',
    ignoring((size) => '*a'.repeat(size / 2), 'a'.repeat(240)),
  ],
  'ignore-long-folders': [
    MEBIBYTE,
    'bytes of `**/`',
    ignoring((size) => `${'**/'.repeat(size / 3)}b*`, 'a'.repeat(240)),
  ],
  'ignore-expressions': [120, '`*a{1}`', ignoring((count) => `${'*a{1}'.repeat(count)}b|c`, 'a'.repeat(240))],
  'ignore-classes': [
    120,
    '`*[[:alpha:]]`',
    ignoring((count) => `${'*[[:alpha:]]'.repeat(count)}1`, 'a'.repeat(240)),
  ],
  'ignore-repetitions': [
    60_000,
    'patterns `*a{1000}N`',
    ignoring((count) => lines(count, (index) => `*a{1000}${index}`), 'a'.repeat(240)),
  ],
  'ignore-alternatives': [
    60_000,
    'patterns `*a|bN`',
    ignoring((count) => lines(count, (index) => `*a|b${index}`), 'c'.repeat(240)),
  ],
  'ignore-long-expression': [
    MEBIBYTE,
    'bytes of `a|`',
    ignoring((size) => `*${'a|'.repeat(size / 2)}`, 'bb'),
  ],
  'ignore-patterns': [
    50_000,
    'patterns × 1,000 paths',
    (count) => ({
      'Mopyfile.yaml': `${HEAD}pip:\n${lines(1000, (index) => `  - ./f${index}.whl`)}`,
      '.dockerignore': lines(count, (index) => `*/x${index}*`),
      ...Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}.whl`, ''])),
    }),
  ],
  'ignore-brackets': [MEBIBYTE, '`]`', ignoring((count) => ']'.repeat(count), 'main.py')],
  'ignore-lines': [
    MEBIBYTE,
    'bytes of `*/` lines',
    ignoring((size) => `[${'*/\n'.repeat(size / 3)}`, 'main.py'),
  ],
  'requirements-lines': [MEBIBYTE / 2, 'lines of `a`', (count) => requirementsFile(count, () => 'a')],
  'requirements-words': [
    MEBIBYTE,
    'bytes of `a and  `',
    (size) => ({ ...requirementsFile(0), 'requirements.txt': `-r ${'a and  '.repeat(size / 7)}` }),
  ],
  'requirements-files': [
    8000,
    'files',
    (count) => ({
      ...requirementsFile(count, (index) => `-r r${index}.txt`),
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}.txt`, 'numpy\n'])),
    }),
  ],
  'requirements-chain': [
    10_000,
    'files',
    (count) => ({
      'Mopyfile.yaml': `${HEAD}pip:\n  - ./r0.txt\n`,
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`r${index}.txt`, `-r r${index + 1}.txt\n`]),
      ),
      [`r${count}.txt`]: 'numpy\n',
    }),
  ],
  'bad-lines': [200_000, 'lines', (count) => requirementsFile(count, () => '!')],
  'bad-requirements': [50_000, 'lines', (count) => requirementsFile(count, (index) => `a${index} =! 1`)],
  'bad-entries': [
    50_000,
    'entries',
    (count) => ({ 'Mopyfile.yaml': `${HEAD}pip:\n${lines(count, (index) => `  - a${index} =! 1`)}` }),
  ],
  'empty-items': [
    20_000,
    'items',
    (count) => ({ 'Mopyfile.yaml': `${HEAD}pip:\n${lines(count, () => '  -')}` }),
  ],
  'unknown-keys': [
    20_000,
    'keys',
    (count) => ({ 'Mopyfile.yaml': `${HEAD}${lines(count, (index) => `key${index}: x`)}` }),
  ],
  envs: [
    40_000,
    'variables',
    (count) => ({ 'Mopyfile.yaml': `${HEAD}envs:\n${lines(count, (index) => `  N${index}: v`)}` }),
  ],
  'envs-misspelt': [
    5000,
    'variables',
    (count) => ({
      'Mopyfile.yaml': `${HEAD}envs:\n${lines(count, (index) => `  NAME${index}: \${NMAE${index}}`)}`,
    }),
  ],
  'labels-misspelt': [
    5000,
    'labels',
    (count) => ({
      'Mopyfile.yaml': `${HEAD}labels:\n${lines(count, (index) => `  name${index}: \${nmae${index}}`)}`,
    }),
  ],
  'duplicate-keys': [
    20_000,
    'keys',
    (count) => ({ 'Mopyfile.yaml': `${HEAD}labels:\n${lines(count, () => '  name: x')}` }),
  ],
  'pip-names': [
    10_000,
    'names',
    (count) => ({ 'Mopyfile.yaml': `${HEAD}pip:\n${lines(count, (index) => `  - p${index}`)}` }),
    ['-llb'],
  ],
  indices: [
    10_000,
    'indices',
    (count) => ({
      'Mopyfile.yaml': `${HEAD}indices:\n${lines(count, (index) => `  - {url: 'https://h${index}', username: u, password: p}`)}`,
    }),
  ],
  'lock-packages': [5000, 'packages', (count) => lockFile(count, (index) => `p${index}`)],
  'lock-versions': [5000, 'versions of one', (count) => lockFile(count, () => 'p')],
  'project-files': [
    10_000,
    'files',
    (count) => ({
      'Mopyfile.yaml': `${HEAD}project: app\n`,
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`app/${index % 100}/${index}.py`, '']),
      ),
      'app/main.py': '',
    }),
  ],
  'entry-brackets': [100_000, '`[`', entry('[')],
  'entry-here': [100_000, '`./`', entry('./')],
  'entry-above': [100_000, '`../`', entry('../')],
  'entry-at': [100_000, '`a:@`', entry('a:@')],
  'entry-quotes': [100_000, '`"`', entry('"')],
  'yaml-opening': [MEBIBYTE - 100, '`[`', filling('[')],
  'yaml-closing': [MEBIBYTE - 100, '`]`', filling(']')],
  'yaml-braces': [MEBIBYTE - 100, '`{`', filling('{')],
  'yaml-tags': [MEBIBYTE - 100, 'bytes of `!x `', filling('!x ')],
  'yaml-anchors': [MEBIBYTE - 100, 'bytes of `&a `', filling('&a ')],
  'yaml-aliases': [MEBIBYTE - 100, 'bytes of `*a `', filling('*a ')],
  'yaml-lists': [MEBIBYTE - 100, 'bytes of `- `', filling('- ')],
  'yaml-colons': [MEBIBYTE - 100, 'bytes of `a: `', filling('a: ')],
  'yaml-pairs': [MEBIBYTE - 100, 'bytes of `[],`', filling('[],')],
  'yaml-braces-closing': [149_000, '`}` on lines', filling('\n}')],
};

function measure(files, words) {
  const folder = mkdtempSync(join(tmpdir(), 'mopy-slow-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { status, signal, stderr, output } = spawnSync(
      process.execPath,
      ['--import', REPORTER, program, ...words, '-out', '/dev/null'],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
        maxBuffer: 1e9,
        timeout: 60_000,
      },
    );
    const { userCPUTime = Number.NaN, maxRSS = Number.NaN } = JSON.parse(output[3] || '{}');
    const ending = status === null ? signal : /^ {4}at /m.test(stderr) ? 'exception' : `exit ${status}`;
    return { seconds: userCPUTime / 1e6, mebibytes: maxRSS / 1024, ending };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const chosen = process.argv.slice(2);
console.log(
  'input                 4n                                user seconds for n, 2n, 4n   MiB, ending',
);
let above = 0;
for (const [name, [largest, unit, files, words = ['-dockerfile']]] of Object.entries(INPUTS)) {
  if (chosen.length > 0 && !chosen.includes(name)) {
    continue;
  }
  const results = [4, 2, 1].map((part) => measure(files(Math.floor(largest / part)), words));
  const last = results[2];
  const isAbove =
    !(last.seconds < LIMIT_SECONDS) ||
    !(last.mebibytes < LIMIT_MEBIBYTES) ||
    !/^exit [01]$/.test(last.ending);
  above += isAbove ? 1 : 0;
  const times = results.map(({ seconds }) => seconds.toFixed(2).padStart(6)).join('');
  const size = `${largest.toLocaleString('en')} ${unit}`;
  console.log(
    `${name.padEnd(22)}${size.padEnd(34)}${times}${last.mebibytes.toFixed(0).padStart(8)}  ${last.ending}${isAbove ? '  above the limits' : ''}`,
  );
}
console.log(`${above} above ${LIMIT_SECONDS} s or ${LIMIT_MEBIBYTES} MiB, or ended by no diagnostic`);
