import { beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { mopy, temporaryContext } from '../support/mopy.js';

/** Entries of `runtime-deps`, and what the build then says beside the lines of the Mopyfile. */
const refused: Readonly<Record<string, [readonly string[], RegExp]>> = {
  'a package that does not exist': [['no-such-package'], /Unable to locate package no-such-package/],
  'a version that does not exist': [['procps=2:0.1-1'], /Version '2:0\.1-1' for 'procps' was not found/],
  'packages in conflict': [
    ['postfix', 'exim4-daemon-light'],
    /exim4-daemon-light : Conflicts: mail-transport-agent/,
  ],
  'an Essential package': [
    ['bash'],
    /error: bash is a part of Debian's own machinery, .*: write `base: slim`/,
  ],
};

describe('a build with', () => {
  beforeAll(() => ensureImages('python:3.11'));

  it.each(Object.entries(refused))(
    '%s fails at the entry, with the reason',
    async (_what, [packages, reason]) => {
      const lines = packages.map((name) => `  - ${name}\n`).join('');
      const context = await temporaryContext({
        'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\nruntime-deps:\n${lines}`,
      });
      const { exitCode, stderr } = await mopy(['-output', `type=oci,dest=${context.folder}/image.tar`], {
        cwd: context.folder,
      });
      await context.remove();
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(reason);
      expect(stderr).toMatch(/^Mopyfile\.yaml:4$/m);
      expect(stderr).toMatch(new RegExp(`^ +4 \\| >>> +- ${packages[0]}$`, 'm'));
    },
  );
});
