import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, build, contextWith, type Way } from '../support/builds.js';
import { gitRepository } from '../support/git-repository.js';
import { evaluate, readConfig, temporaryFolder } from '../support/image.js';
import { projectFiles } from '../support/packages.js';
import { type GitServer, gitHttpServer } from '../support/servers/git-http.js';
import { type SshServer, sshServer } from '../support/servers/git-ssh.js';
import { commandLinesWith, tracesIn, tracesOf } from '../support/traces.js';

const marks = { user: randomBytes(8).toString('hex'), password: randomBytes(8).toString('hex') };
const traces = Object.values(marks).flatMap(tracesOf);
const user = `me@${marks.user}`;
const password = `p/w:${marks.password}`;
const userInfo = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let http: GitServer;
let ssh: SshServer;
/** Command lines that show a credential while git waits for an answer. */
const betraying = new Set<string>();

beforeAll(async () => {
  folder = await temporaryFolder();
  for (const name of ['mopy-inner', 'mopy-outer']) {
    await gitRepository(join(folder.path, 'repositories', `${name}.git`), projectFiles(name));
  }
  await gitRepository(join(folder.path, 'repositories', 'mopy-editable.git'), {
    'setup.py': `from setuptools import setup\nsetup(name='mopy-editable', py_modules=['mopy_editable'])\n`,
    'mopy_editable.py': `NAME = 'mopy-editable'\n`,
  });
  http = await gitHttpServer({
    root: join(folder.path, 'repositories'),
    user,
    password,
    onRequest: () => {
      for (const line of commandLinesWith(traces)) {
        betraying.add(line);
      }
    },
  });
  ssh = await sshServer(folder.path);
});
afterAll(async () => {
  await Promise.all([http?.stop(), ssh?.stop()]);
  await folder.remove();
});

/** `nonce` makes a step of its own: pip does not look at a fragment that it does not know. */
function httpEntry(nonce: string): string {
  return `git+http://${userInfo}@127.0.0.1:${http.port}/mopy-outer.git@main#egg=mopy-outer&nonce=${nonce}`;
}

async function buildWith(way: Way, name: string, entries: readonly string[], rest: object): Promise<Built> {
  const list = entries.map((entry) => `  - ${JSON.stringify(entry)}\n`).join('');
  const context = await contextWith(folder.path, name, `python: 3.11\npip:\n${list}`);
  betraying.clear();
  return build(way, { context, folder: join(folder.path, `built-${name}`), ...rest });
}

describe('git over http with credentials', () => {
  it.each<[Way, Readonly<Record<string, string>>]>([
    ['mopy', {}],
    ['llb', { MOPY_CREDENTIAL_1: userInfo }],
  ])('builds with secrets (%s), and shows none', async (way, environment) => {
    const before = http.served.length;
    const name = `${way}-secret`;
    const built = await buildWith(way, name, [httpEntry(name)], { credentials: 'secret', environment });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(http.served.length).toBeGreaterThan(before);
    expect(await evaluate(built.tar, 'mopy_outer.NAME', ['mopy_outer'])).toBe('mopy-outer');
    for (const shown of [built.emitted, built.notes, built.stderr, await readFile(built.tar)]) {
      expect(tracesIn(shown, traces)).toEqual([]);
    }
    expect([...betraying]).toEqual([]);
  });

  it('builds with secrets whatever home the image has', async () => {
    const text = `python: 3.11\nenvs: {HOME: /data}\npip: [${JSON.stringify(httpEntry('home'))}]\n`;
    const context = await contextWith(folder.path, 'home', text);
    const built = await build('mopy', { context, folder: join(folder.path, 'built-home') });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await evaluate(built.tar, 'mopy_outer.NAME', ['mopy_outer'])).toBe('mopy-outer');
  });

  it('builds inline from a Dockerfile, with clean labels', async () => {
    const before = http.served.length;
    const built = await buildWith('dockerfile', 'dockerfile-inline', [httpEntry('inline')], {
      credentials: 'inline',
    });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(http.served.length).toBeGreaterThan(before);
    expect(await evaluate(built.tar, 'mopy_outer.NAME', ['mopy_outer'])).toBe('mopy-outer');
    expect((await readConfig(built.tar)).Labels?.['mopy.sbom']).toBe(
      JSON.stringify([httpEntry('inline').replace(`${userInfo}@`, '')]),
    );
    expect(tracesIn(await readFile(built.tar), traces)).toEqual([]);
  });
});

it('leaves the history of an editable requirement behind, and its address', async () => {
  const requirement = `-e git+http://${userInfo}@127.0.0.1:${http.port}/mopy-editable.git#egg=mopy-editable\n`;
  const context = await contextWith(folder.path, 'editable', 'python: 3.11\npip: [./requirements.txt]\n');
  await writeFile(join(context, 'requirements.txt'), requirement);
  const built = await build('mopy', { context, folder: join(folder.path, 'built-editable') });
  expect(built.exitCode, built.stderr).toBe(0);
  expect(await evaluate(built.tar, 'mopy_editable.NAME', ['mopy_editable'])).toBe('mopy-editable');
  expect(tracesIn(await readFile(built.tar), traces)).toEqual([]);
});

describe('git over ssh with an agent', () => {
  const entry = (nonce: string) =>
    `git+ssh://${ssh.user}@127.0.0.1:${ssh.port}${folder.path}/repositories/mopy-inner.git@main#egg=mopy-inner&nonce=${nonce}`;

  it.each<[Way, readonly string[]]>([
    // Building, mopy hands the agent over by itself.
    ['mopy', []],
    ['llb', ['default']],
    ['dockerfile', ['default']],
  ])('builds (%s)', async (way, flags) => {
    const built = await buildWith(way, `${way}-ssh`, [entry(way)], {
      ssh: flags,
      environment: { SSH_AUTH_SOCK: ssh.agentSocket },
    });
    expect(built.exitCode, built.stderr).toBe(0);
    if (way !== 'mopy') {
      expect(built.notes).toContain('--ssh default');
    }
    expect(await evaluate(built.tar, 'mopy_inner.NAME', ['mopy_inner'])).toBe('mopy-inner');
  });

  it('says what is missing when there is no agent', async () => {
    const built = await buildWith('mopy', 'no-agent', [entry('none')], {
      environment: { SSH_AUTH_SOCK: '' },
    });
    expect(built.exitCode).toBe(1);
    expect(built.stderr).toContain('the build needs your SSH agent, and SSH_AUTH_SOCK is not set');
  });
});
