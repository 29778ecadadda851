// Releases the version that CHANGELOG.md begins with: its number, its date, a tag, the npm package and the frontend
// image. All of it is made in a clone, so that nothing but what is committed gets in and nothing is left half done;
// only then anything is given to others, first the commit and its tag, which fails when the branch has moved on.
//
//     scripts/release --dry-run [--output FOLDER] [--image NAME]
//     scripts/release [--output FOLDER] [--image NAME]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PLATFORMS = 'linux/386,linux/amd64,linux/arm/v6,linux/arm/v7,linux/arm64';
const root = fileURLToPath(new URL('..', import.meta.url));

class Refusal extends Error {}

/** Standard output of a program; what it says otherwise is shown. Throws Refusal when it fails. */
function run(folder, program, ...words) {
  const { status, stdout, error } = spawnSync(program, words, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) {
    throw new Refusal(`${program} ${words[0]} failed${error ? `: ${error.message}` : ''}`);
  }
  return stdout.trim();
}

function say(line) {
  console.log(line);
}

/** The version of the first section, and its text. */
function unreleased(changelog) {
  const [, first = ''] = changelog.split(/^## /m);
  const [, version, notes] = /^(\d+\.\d+\.\d+)\n\nNot yet released\.\n(.*)$/s.exec(first) ?? [];
  if (version === undefined) {
    throw new Refusal('CHANGELOG.md does not begin with a version that is "Not yet released."');
  }
  return { version, notes: notes.trim() };
}

function refuseUnready(version) {
  if (run(root, 'git', 'status', '--porcelain') !== '') {
    throw new Refusal('the checkout has changes: commit or remove them');
  }
  if (run(root, 'git', 'tag', '--list', `v${version}`) !== '') {
    throw new Refusal(`there is a tag v${version} already`);
  }
  const { version: current } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const order = current.localeCompare(version, 'en', { numeric: true });
  if (order > 0) {
    throw new Refusal(`version ${version} is older than the present one, ${current}`);
  }
}

/** The release's commit and tag, in a clone. */
function commit(clone, version, notes) {
  run(clone, 'npm', 'version', '--no-git-tag-version', '--allow-same-version', '--ignore-scripts', version);
  const path = join(clone, 'CHANGELOG.md');
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(path, readFileSync(path, 'utf8').replace('Not yet released.', `Released on ${day}.`));
  run(clone, 'git', 'commit', '--quiet', '--all', '--message', `Release ${version}`);
  run(
    clone,
    'git',
    'tag',
    '--annotate',
    `v${version}`,
    '--cleanup=verbatim',
    '--message',
    `mopy ${version}\n\n${notes}`,
  );
}

/** The file that npm publishes, and the bundle of the frontend image, which shows that both can be made. */
function build(clone, output) {
  mkdirSync(output, { recursive: true });
  run(clone, 'npm', 'ci', '--silent', '--ignore-scripts');
  const packed = run(clone, 'npm', 'pack', '--silent', '--pack-destination', output).split('\n').at(-1);
  run(clone, process.execPath, 'scripts/build-image.mjs');
  if (run(clone, 'git', 'status', '--porcelain') !== '') {
    throw new Refusal(
      'building has changed files that are committed: run `npm run generate` and commit them',
    );
  }
  return join(output, packed);
}

/** Programs that give the release to others, in this order. */
function publication(clone, { version, tarball, image, branch }) {
  const [major, minor] = version.split('.');
  const names = [version, `${major}.${minor}`, major].flatMap((tag) => ['--tag', `${image}:${tag}`]);
  return [
    [clone, 'git', 'push', '--atomic', remote(), `HEAD:refs/heads/${branch}`, `refs/tags/v${version}`],
    [clone, 'npm', 'publish', tarball],
    [clone, 'docker', 'buildx', 'build', '--platform', PLATFORMS, ...names, '--push', '.'],
  ];
}

/** Where the branch is pushed to; the clone knows this checkout alone. */
function remote() {
  if (!run(root, 'git', 'remote').split('\n').includes('origin')) {
    throw new Refusal('there is no remote `origin` to push to');
  }
  return run(root, 'git', 'remote', 'get-url', '--push', 'origin');
}

function release({ 'dry-run': isDryRun, output, image }) {
  const { version, notes } = unreleased(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'));
  refuseUnready(version);
  const branch = run(root, 'git', 'symbolic-ref', '--short', 'HEAD');
  const folder = mkdtempSync(join(tmpdir(), 'mopy-release-'));
  const clone = join(folder, 'mopy');
  try {
    run(root, 'git', 'clone', '--quiet', root, clone);
    commit(clone, version, notes);
    say(`version  ${version}`);
    say(`tag      v${version} on ${run(clone, 'git', 'rev-parse', 'HEAD')}`);
    const tarball = build(clone, resolve(output));
    say(`package  ${tarball}`);
    for (const [place, ...words] of publication(clone, { version, tarball, image, branch })) {
      say(`${isDryRun ? 'would run' : 'runs'}  ${words.join(' ')}`);
      if (!isDryRun) {
        run(place, ...words);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      output: { type: 'string', default: join(root, '.cache/release') },
      image: { type: 'string', default: 'mopy/mopy' },
    },
  });
  release(values);
} catch (error) {
  if (!(error instanceof Refusal) && !error.code?.startsWith('ERR_PARSE_ARGS')) {
    throw error;
  }
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}
