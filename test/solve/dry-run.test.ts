import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { BIN, makeStubs, NOTE, type Stubs, WORKERS } from './stubs.js';

let stubs: Stubs;
afterEach(() => stubs.remove());

/**
 * Without what differs between any two runs: the environment, temporary folders and files, the one random part of LLB. And without
 * the file from which a build reads what it has made.
 */
function comparable(notes: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(notes).filter(([name]) => !name.endsWith('.environment'));
  return Object.fromEntries(
    entries.map(([name, text]) => [
      name,
      text.includes('llb.customname')
        ? text
            .replaceAll(/[0-9a-f]{32}/g, '')
            .match(/[\w:./-]{4,}/g)
            ?.sort()
        : text
            .replaceAll(/^--metadata-file\n.*\n/gm, '')
            .replaceAll(/dest=[^,\n]*\.tmp|dest=a b/g, 'FILE')
            .replaceAll(/\/tmp\/(mopy-|tmp\.)\w+(?=\/|$)/gm, 'FOLDER'),
    ]),
  );
}

/** A build, then what its dry run prints, in a shell. Both have to leave the same notes. */
async function bothNotes(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const built = await stubs.start(words, environment);
  expect(built.exitCode, built.stderr).toBe(0);
  const first = comparable(await stubs.notes());
  await stubs.forget();
  const shown = await stubs.start(['-dry-run', ...words], environment);
  expect(shown.exitCode, shown.stderr).toBe(0);
  expect(await stubs.notes()).toEqual({});
  const script = `set -e; mopy() { '${process.execPath}' '${BIN}' "$@"; }; ${shown.stdout}`;
  const run = await execa('bash', ['-c', script], {
    cwd: stubs.folder,
    env: { ...stubs.environment, ...environment },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  expect(run.exitCode, run.stderr).toBe(0);
  return { first, second: comparable(await stubs.notes()), line: shown.stdout, stderr: shown.stderr };
}

const KEEP = `for word in "$@"; do case "$word" in */Dockerfile) cp "$word" "$word.dockerignore" "$NOTES";; esac; done`;
const DOCKER = `case "$*" in version*|"buildx version"|"buildx inspect") exit;; esac\n${NOTE}\n${KEEP}`;
const BUILDCTL = `${WORKERS}\n${NOTE}`;

describe('a dry run prints what a build runs', () => {
  it.each<[string, Record<string, string>, string[], Record<string, string>]>([
    ['LLB for buildctl', { buildctl: BUILDCTL }, ['-o', 'type=oci,dest=a b,name=x'], {}],
    ['LLB, loaded into docker', { buildctl: `${BUILDCTL}; echo image`, docker: DOCKER }, [], {}],
    [
      'LLB with everything',
      { buildctl: BUILDCTL },
      "-platform amd64 -build-context python:3.13=docker-image://m/p -pull -label x=it's -push -t r/a -cache-from r/c".split(
        ' ',
      ),
      { https_proxy: 'http://p', SOURCE_DATE_EPOCH: '1' },
    ],
    [
      'a Dockerfile for docker',
      { docker: DOCKER },
      ["-label=x=it's $HOME", '-build-arg', 'no_proxy'],
      { no_proxy: 'h' },
    ],
    [
      'a Dockerfile for docker on a platform without a distroless image',
      {
        docker: DOCKER.replace(
          '"buildx inspect") exit',
          '"buildx inspect") echo "Platforms: linux/arm/v6, linux/386"; exit',
        ),
      },
      [],
      {},
    ],
    [
      'a Dockerfile for several platforms',
      { buildctl: BUILDCTL },
      ['-platform', 'amd64,386', '-pull'],
      { http_proxy: 'http://p' },
    ],
  ])('%s', async (_name, scripts, words, environment) => {
    stubs = await makeStubs(scripts);
    const { first, second } = await bothNotes(words, environment);
    expect(Object.keys(first).length).toBeGreaterThan(1);
    expect(second).toEqual(first);
    expect(await stubs.leftovers()).toEqual([]);
  });

  it('but for credentials, which the user has to put in', async () => {
    const mopyfile =
      '#syntax=mopy/mopy:1\npython: 3.13\nindices:\n  - {url: https://h/s, username: hush-hush}\npip: [six]\n';
    stubs = await makeStubs({ buildctl: BUILDCTL }, { 'Mopyfile.yaml': mopyfile });
    const { stdout, stderr } = await stubs.start(['-dry-run']);
    expect(stdout).toMatch(/ --secret id=[\w-]+,env=MOPY_CREDENTIAL_1\b/);
    expect(stderr).toMatch(/takes these from the environment: MOPY_CREDENTIAL_1/);
    expect(stdout + stderr).not.toContain('hush-hush');
  });
});

it('shows what buildctl would be given where there is no engine', async () => {
  stubs = await makeStubs({});
  const { exitCode, stdout, stderr } = await stubs.start(['-dry-run']);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(/^warning: there is nothing to build with/),
  });
  expect(stdout).toMatch(
    /^mopy -llb -platform linux\/\w+ -credentials=secret \| buildctl build --local context=\.\n$/,
  );
});
