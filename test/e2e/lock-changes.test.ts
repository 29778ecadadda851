import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages } from '../support/engine.js';
import { evaluate } from '../support/image.js';
import { readOnlyImage } from '../support/layout.js';
import { lockOf } from '../support/locked-project.js';
import { temporaryContext } from '../support/mopy.js';
import { heavyWheel, wheel } from '../support/packages.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { type PackageIndex, packageIndex } from '../support/servers/package-index.js';
import { stepsThatRan } from '../support/steps.js';

beforeAll(() => ensureImages('python:3.11'));

/** A back end that needs nothing more, so that whatever is asked of the index is for the project's own step. */
const BACK_END = `import zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    information = "app-0.1.0.dist-info/"
    with zipfile.ZipFile(folder + "/app-0.1.0-py3-none-any.whl", "w") as archive:
        archive.write("app.py")
        archive.writestr(information + "METADATA", "Metadata-Version: 2.1\\nName: app\\nVersion: 0.1.0\\n")
        archive.writestr(information + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        archive.writestr(information + "RECORD", "")
    return "app-0.1.0-py3-none-any.whl"
`;

const PROJECT = {
  'pyproject.toml': `[build-system]
requires = []
build-backend = "back_end"
backend-path = ["."]
[project]
name = "app"
version = "0.1.0"
dependencies = ["mopy-heavy", "mopy-weighty", "mopy-light"]
`,
  'back_end.py': BACK_END,
  'app.py': 'NAME = "app"\n',
  'tests/test_app.py': 'import app\n',
};

describe('a project behind its lock', () => {
  const [heavy, upgraded] = [heavyWheel('mopy-heavy', '1.0'), heavyWheel('mopy-heavy', '2.0')];
  const others = [heavyWheel('mopy-weighty', '1.0'), wheel('mopy-light')];
  let index: PackageIndex;
  let url: string;
  let context: Awaited<ReturnType<typeof temporaryContext>>;
  let layers: readonly string[] = [];
  beforeAll(async () => {
    index = await packageIndex({ main: { files: [heavy, upgraded, ...others] } });
    url = `http://127.0.0.1:${index.port}/main/simple`;
    context = await temporaryContext({
      ...PROJECT,
      'Mopyfile.yaml': `python: 3.11\nindices:\n  - {url: ${url}, default: true}\npip: [./uv.lock, .]\n`,
      'uv.lock': lockOf(url, [heavy, ...others]),
    });
    await build();
  });
  afterAll(() => Promise.all([context.remove(), index.stop()]));

  /** The work of a build since the one before. */
  async function build() {
    const before = { layers, requests: index.requests.length };
    const output = join(context.folder, '.image');
    await writeFile(join(context.folder, '.dockerignore'), '.image\n');
    const progress = await buildWithMopy(context.folder, ['-output', `type=oci,dest=${output},tar=false`]);
    ({ layers } = await readOnlyImage(output));
    expect(layers.length).toBeGreaterThan(2);
    return {
      installations: stepsThatRan(progress).filter((step) => step.includes('with pip')),
      moved: layers.filter((layer) => !before.layers.includes(layer)).length,
      fetched: index.requests.slice(before.requests).filter((path) => path.endsWith('.whl')),
    };
  }

  const change = (path: string, text: string) => writeFile(join(context.folder, path), text);
  const own = 'build: install . with pip';

  it('is installed again after a change of a file that it does not install, and nothing moves', async () => {
    await change('tests/test_app.py', '# a comment\nimport app\n');
    expect(await build()).toEqual({ installations: [own], moved: 0, fetched: [] });
  });

  it('moves alone after a change of its source', async () => {
    await change('app.py', 'NAME = "other"\n');
    expect(await build()).toEqual({ installations: [own], moved: 1, fetched: [] });
  });

  it('stays where it is when a version of the lock changes, which moves with its own layer', async () => {
    await change('uv.lock', lockOf(url, [upgraded, ...others]));
    const { installations, moved } = await build();
    expect(installations).toEqual([
      own,
      'build: install ./uv.lock with pip',
      'build: install the dependencies of . with pip',
    ]);
    expect(moved).toBe(1);
  });
});

describe('what `uv export` writes', () => {
  const same = (name: string) =>
    readFileSync(fileURLToPath(new URL(`same-locks/${name}`, import.meta.url)), 'utf8');
  const built = builtImage({
    'Mopyfile.yaml': 'python: 3.11\npip: [./requirements.txt, docopt==0.6.2]\n',
    'requirements.txt': same('uv-export.txt'),
  });

  it('is installed as it is', async () => {
    const wanted = [...same('uv-export.txt').matchAll(/^[\w-]+==\S+/gm)].map(([line]) => line);
    expect(wanted).toHaveLength(5);
    const names =
      'sorted(("%s==%s" % (d.name, d.version)).lower() for d in importlib.metadata.distributions())';
    const found = await evaluate(built.tar, names, ['importlib.metadata']);
    expect(found).toEqual(['docopt==0.6.2', ...wanted].toSorted());
  });
});
