// Prints how long `mopy -init` takes on folders of 10,000 files, as a multiple of what Node takes to start and do nothing:
// `node bench/init.mjs [ROUNDS]`. The two run in turn; medians of the wall times are compared. It should be 3 at most.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.argv[2] ?? 15);
const FILES = 10_000;
const program = fileURLToPath(new URL('../bin/mopy.js', import.meta.url));

/** A service of some files beside data of many. */
const service = (index) =>
  index < 200 ? ['service', `module_${index}.py`, SOURCE] : [`data/${index % 40}`, `${index}.json`, '{}'];

/** A repository of Python files, of which the program imports a hundred. */
const sources = (index) => {
  const next = Math.floor(index / 100) + 1;
  const chain = index % 100 === 0 && next < 100 ? `from package_${next} import module_0\n` : '';
  return [`package_${Math.floor(index / 100)}`, `module_${index % 100}.py`, chain + SOURCE];
};

const SOURCE =
  'import os\n\n\ndef read(path):\n    with open(path) as file:\n        return file.read()\n'.repeat(3);
const PROGRAM = {
  'requirements.txt': 'flask~=3.1\n',
  'app.py': 'from flask import Flask\n\nimport service.module_0\n\napp = Flask(__name__)\n',
};

function folderOf(fileAt, main) {
  const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));
  for (const [name, text] of Object.entries({ ...PROGRAM, 'app.py': main })) {
    writeFileSync(join(folder, name), text);
  }
  for (let index = 0; index < FILES; index += 1) {
    const [parent, name, text] = fileAt(index);
    mkdirSync(join(folder, parent), { recursive: true });
    writeFileSync(join(folder, parent, name), text);
  }
  return folder;
}

function measure(words) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function compare(title, folder) {
  const [node, init] = [[], []];
  for (let round = -1; round < ROUNDS; round += 1) {
    const times = [measure(['-e', '0']), measure([program, '-init', '-out', '-', folder])];
    // The first round fills caches.
    if (round >= 0) {
      node.push(times[0]);
      init.push(times[1]);
    }
  }
  const [base, value] = [median(node), median(init)];
  console.log(
    `${title}: ${value.toFixed(0)} ms, ${(value / base).toFixed(1)} × node -e 0 (${base.toFixed(0)} ms)`,
  );
  rmSync(folder, { recursive: true });
}

compare('200 Python files, 9,800 of data', folderOf(service, PROGRAM['app.py']));
compare(
  '10,000 Python files, a hundred imported',
  folderOf(sources, PROGRAM['app.py'].replace('service', 'package_0')),
);
