import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runContainer } from '../support/engine.js';
import { buildImage } from '../support/image.js';
import { temporaryContext } from '../support/mopy.js';

const MOPYFILE = '#syntax=mopy/mopy:1\npython: 3.11\npip: [./requirements.txt]\nproject: app/\n';

it.each([
  ['by way of LLB', []],
  ['by way of a Dockerfile', ['-platform', 'linux/amd64,linux/386', '-build-arg', 'SOURCE_DATE_EPOCH=1']],
])('builds of different contexts at the same time get their own files, %s', async (_way, words) => {
  const printed = await Promise.all(
    ['first', 'second', 'third'].map(async (name) => {
      const context = await temporaryContext({
        'Mopyfile.yaml': MOPYFILE,
        'requirements.txt': `# ${name}\nsix\n`,
        'app/main.py': `import six\nprint(${JSON.stringify(name)})\n`,
      });
      try {
        const image = join(context.folder, 'image.tar');
        await buildImage(context.folder, image, words);
        return (await runContainer(image)).stdout;
      } finally {
        await context.remove();
      }
    }),
  );
  expect(printed).toEqual(['first', 'second', 'third']);
});
