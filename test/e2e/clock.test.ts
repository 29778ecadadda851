import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runContainer } from '../support/engine.js';
import { mopy, run, temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { writeShiftedRunc } from '../support/shifted-clock.js';

/** A package, and a program that says a text and when it was prepared, by the clock of the step. */
const files = (packages: string, text: string) => ({
  'Mopyfile.yaml': `#syntax=mopy/mopy:1
python: 3.13
pip: [${packages}]
project: [main.py, prepare.py]
prepare: [python prepare.py]
command: python main.py
`,
  'prepare.py': 'import time\nopen("prepared.txt", "w").write(str(time.time()))\n',
  'main.py': `import six\nprint('${text}', open('prepared.txt').read())\n`,
});

describe.skipIf(!canStartDaemon())('a daemon that tells its steps a time three days back', () => {
  let daemon: PrivateDaemon;
  beforeAll(async () => {
    daemon = await startPrivateDaemon({ clock: '+0d' });
  });
  afterAll(() => daemon?.stop());

  it('builds with what steps have kept from the days to come', async () => {
    const build = async (packages: string, text: string) => {
      const context = await temporaryContext(files(packages, text));
      const words = ['-addr', daemon.address, '-output', 'type=oci,dest=image.tar'];
      const { exitCode, stderr } = await mopy(words, { cwd: context.folder });
      expect(exitCode, stderr).toBe(0);
      const { stdout } = await runContainer(join(context.folder, 'image.tar'));
      await context.remove();
      const [said, seconds] = stdout.split(' ');
      return { said, daysAgo: Math.round((Date.now() - Number(seconds) * 1000) / 86_400_000) };
    };
    expect(await build('six', 'today')).toEqual({ said: 'today', daysAgo: 0 });
    const { stdout } = await run('dpkg', ['--listfiles', 'libfaketime']);
    await writeShiftedRunc(daemon.folder, '-3d', stdout);
    expect(await build('six, idna', 'earlier')).toEqual({ said: 'earlier', daysAgo: 3 });
  });
});
