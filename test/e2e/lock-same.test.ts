import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages } from '../support/engine.js';
import { evaluate } from '../support/image.js';

/** One project, locked on one day by each of the tools. `pip lock` is for the Python that ran it, the others for several. */
const FILES = ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'pylock.toml'];

const FROZEN = 'sorted("%s==%s" % (d.name, d.version) for d in importlib.metadata.distributions())';

beforeAll(() => ensureImages('python:3.11'));

describe.each(FILES)('%s', (name) => {
  const path = fileURLToPath(new URL(`same-locks/${name}`, import.meta.url));
  const built = builtImage({
    'Mopyfile.yaml': `python: 3.11\npip: [./${name}]\n`,
    [name]: readFileSync(path, 'utf8'),
  });

  it('installs what the locks of the other tools install', async () => {
    expect(await evaluate(built.tar, FROZEN, ['importlib.metadata'])).toEqual([
      'Unidecode==1.4.0',
      'click==8.5.1',
      'python-slugify==9.2.0',
      'text-unidecode==1.3',
      'tomli==2.5.0',
    ]);
  });
});
