// Puts the libraries that the tests try on the page about them: what the table says is what was seen to work.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PAGE = 'docs/libraries.md';
const DATA = 'test/e2e/runtime-libraries/libraries.json';
const HEAD = '| package | `runtime-deps` | noticed by the build | what for |\n|---|---|---|---|\n';
const TABLE = /^\| package \|.*\n(?:\|.*\n)+/m;
/** Releases of Debian, the one that most have first: others stand beside it where they differ. */
const RELEASES = ['12', '13', '11'];

/** `docs/libraries.md` with the table of the tests' data. */
export async function generateLibraryTable(root) {
  const page = await readFile(join(root, PAGE), 'utf8');
  const distributions = Object.entries(JSON.parse(await readFile(join(root, DATA), 'utf8')));
  if (!TABLE.test(page)) {
    throw new Error(`${PAGE} has no table`);
  }
  return [[PAGE, page.replace(TABLE, () => HEAD + distributions.map(row).join(''))]];
}

function row([name, { use, packages, noticed }]) {
  const seen = noticed ? 'yes' : 'no: it opens the library when it is used';
  return `| \`${name}\` | ${needs(packages)} | ${seen} | ${use} |\n`;
}

/** The packages of the first release, then of each other one those that it has under another name. */
function needs(packages) {
  const [usual, ...others] = RELEASES;
  const differing = others
    .map((release) => [release, packages[release]?.filter((name) => !packages[usual].includes(name)) ?? []])
    .filter(([, names]) => names.length > 0)
    .map(([release, names]) => `; on Debian ${release} ${code(names)}`);
  return code(packages[usual]) + differing.join('');
}

function code(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}
