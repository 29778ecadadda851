import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/image.js';
import { readOnlyImage } from '../support/layout.js';
import { temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { stepsThatRan } from '../support/steps.js';

// A daemon that others use can hold several results of one step, of which each build takes any: their files are the
// same, but not the times of their folders.
describe.skipIf(!canStartDaemon())(
  "on a daemon of its own (needs the engine's own BuildKit) the image",
  () => {
    const remove: (() => Promise<void>)[] = [];
    let daemon: PrivateDaemon;

    beforeAll(async () => {
      daemon = await startPrivateDaemon();
      remove.push(daemon.stop);
    });
    afterAll(() => Promise.all(remove.map((one) => one())));

    async function layout(files: Readonly<Record<string, string>>) {
      const [context, output] = [await temporaryContext(files), await temporaryFolder()];
      remove.push(context.remove, output.remove);
      await mkdir(join(output.path, 'layout'));
      const folder = join(output.path, 'layout');
      // A daemon takes a layer as it has it, compressed or not.
      const compression = 'compression=uncompressed,force-compression=true';
      const words = ['-addr', daemon.address, '-output', `type=oci,tar=false,dest=${folder},${compression}`];
      const log = await buildWithMopy(context.folder, words);
      return { log, image: await readOnlyImage(folder) };
    }

    it.each([
      ['a project', 'project: main.py\n', { 'main.py': 'print(1)\n' }],
      ['packages alone', 'pip: [six==1.17.0]\ncommand: [python, -c, "import six"]\n', {}],
      ['the interpreter alone', 'command: [python, -V]\n', {}],
    ])('with %s has the same layers with checks as without', async (_name, text, files) => {
      const mopyfile = `python: 3.11\n${text}`;
      const without = await layout({ 'Mopyfile.yaml': mopyfile, ...files });
      const withChecks = await layout({ 'Mopyfile.yaml': `${mopyfile}checks: [python -V]\n`, ...files });
      expect(withChecks.image.layers).toEqual(without.image.layers);
      expect(stepsThatRan(withChecks.log)).toContain('checks: check: python -V');
    });
  },
);
