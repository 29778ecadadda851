import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { temporaryFolder } from '../support/image.js';
import { mopy, type Result, temporaryContext } from '../support/mopy.js';
import { type AptMirror, aptMirror, type DebianPackage } from '../support/servers/apt-mirror.js';

/** A postinst that asks by debconf, and cannot do without an answer. */
const ASKING = `#!/bin/sh
set -e
. /usr/share/debconf/confmodule
db_input critical asking/name || true
db_go
db_get asking/name
if [ -z "$RET" ]; then echo "asking: no name was given" >&2; exit 1; fi
`;

const question = (value: string) =>
  `Template: asking/name\nType: string\nDefault:${value}\nDescription: name\n The name.\n`;

/** All that Debian has in these tests. */
const PACKAGES: Readonly<Record<string, DebianPackage>> = {
  failing: { control: { postinst: '#!/bin/sh\necho "failing: there is no such device" >&2\nexit 3\n' } },
  refusing: { control: { preinst: '#!/bin/sh\necho "refusing: not in a container" >&2\nexit 1\n' } },
  asking: { control: { postinst: ASKING, templates: question('') } },
  settled: {
    control: {
      postinst: ASKING.replaceAll('asking', 'settled'),
      templates: question(' any').replace('asking', 'settled'),
    },
  },
  reading: { control: { postinst: '#!/bin/sh\nset -e\necho "reading: go on?"\nread answer\n' } },
  hostile: { fields: ['Conflicts: hostname'] },
  outdated: { fields: ['Depends: libc6 (<< 2)'] },
  dangling: { fields: ['Depends: absent'] },
  one: { fields: ['Conflicts: role', 'Provides: role'] },
  other: { fields: ['Conflicts: role', 'Provides: role'] },
};

/** Entries of `runtime-deps`, and what the build then says beside the lines of the Mopyfile. */
const refused: Readonly<Record<string, [readonly string[], RegExp]>> = {
  'a package that does not exist': [['no-such-package'], /Unable to locate package no-such-package/],
  'a version that does not exist': [['failing=2'], /Version '2' for 'failing' was not found/],
  'a package that needs one that does not exist': [
    ['dangling'],
    /dangling : Depends: absent but it is not installable/,
  ],
  'packages in conflict': [['one', 'other'], /one : Conflicts: role/],
  'a package in conflict with the base': [['hostile'], /hostile : Conflicts: hostname/],
  'a package for another base': [
    ['outdated'],
    /outdated : Depends: libc6 \(< 2\) but 2\.\S+ is to be installed/,
  ],
  'a maintainer script that fails': [
    ['failing'],
    /failing: there is no such device[\s\S]*post-installation script subprocess returned error exit status 3/,
  ],
  'a maintainer script that refuses': [
    ['refusing'],
    /refusing: not in a container[\s\S]*pre-installation script subprocess returned error exit status 1/,
  ],
  'a package that asks a question which has no default': [['asking'], /asking: no name was given/],
  'a package that reads an answer': [
    ['reading'],
    /reading: go on\?[\s\S]*post-installation script subprocess returned error exit status 1/,
  ],
  'an Essential package': [
    ['bash'],
    /error: bash is a part of Debian's own machinery, .*: write `base: slim`/,
  ],
};

describe('a build with', () => {
  let mirror: AptMirror;
  beforeAll(async () => {
    await ensureImages('python:3.11');
    mirror = await aptMirror(PACKAGES);
  });
  afterAll(() => mirror?.stop());

  async function build(packages: readonly string[]): Promise<Result> {
    const lines = packages.map((name) => `  - ${name}\n`).join('');
    const context = await temporaryContext({
      'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\nruntime-deps:\n${lines}`,
      'apt.conf': mirror.settings,
    });
    const output = await temporaryFolder();
    const words = [
      '-secret',
      'id=apt.conf,src=apt.conf',
      '-output',
      `type=local,dest=${join(output.path, 'image')}`,
    ];
    const result = await mopy(words, { cwd: context.folder });
    await Promise.all([context.remove(), output.remove()]);
    return result;
  }

  it.each(Object.entries(refused))(
    '%s fails at the entry, with the reason',
    async (_what, [packages, reason]) => {
      const { exitCode, stderr } = await build(packages);
      expect(exitCode).toBe(1);
      expect(stderr.slice(stderr.indexOf('\nfailed: '))).toMatch(reason);
      expect(stderr).toMatch(/^Mopyfile\.yaml:4$/m);
      expect(stderr).toMatch(new RegExp(`^ +4 \\| >>> +- ${packages[0]}$`, 'm'));
    },
  );

  it('a package that asks a question takes the default', async () => {
    const { exitCode, stderr } = await build(['settled']);
    expect(exitCode, stderr).toBe(0);
  });
});
