import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { buildFrontendImage, frontendBuild } from '../support/frontend.js';
import { type LayoutImage, readOnlyImage } from '../support/layout.js';
import { type Result, shell, temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { buildWithDockerfile, buildWithMopy } from '../support/progress-builds.js';

/** Releases that have wheels for that Python. */
const pythons = { '3.9.2': '2.0.2', '3.11': '2.2.6', '3.13': '2.2.6' } as const;

/** Its image has a C library that is too old for the libfaketime of this machine. */
const TODAY = '3.9.2';

/** An image of all that might differ: wheels, compiled packages, Debian's, lists of libraries and fonts. */
const files = (python: string, numpy: string) => ({
  'Mopyfile.yaml': `#syntax=mopy/mopy:1
python: ${python}
build-deps: [libffi-dev]
runtime-deps: [fontconfig, fonts-dejavu-core, libmagic1]
pip: [./requirements.txt, ./local/]
volumes: [/data]
project: app/
command: python main.py
`,
  'requirements.txt': `--no-binary markupsafe\nnumpy==${numpy}\nsix==1.17.0\nmarkupsafe==2.1.5\n`,
  'local/pyproject.toml': `[build-system]
requires = ["setuptools==75.3.0"]
build-backend = "setuptools.build_meta"
[project]
name = "compiled"
version = "1.0"
dependencies = ["six"]
`,
  'local/setup.py':
    'from setuptools import Extension, setup\nsetup(ext_modules=[Extension("compiled", ["compiled.c"])])\n',
  'local/compiled.c': `#include <Python.h>
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "compiled", __FILE__ " " __DATE__ " " __TIME__, -1, 0};
PyMODINIT_FUNC PyInit_compiled(void) { return PyModule_Create(&definition); }
`,
  'app/main.py':
    'from ctypes.util import find_library\nimport compiled, markupsafe, numpy, six\nprint(find_library("magic"))\n',
});

/** Older than the files that a build makes: the exporter gives those this date. */
const DATE = 'SOURCE_DATE_EPOCH=1700000000';

const cases = Object.entries(pythons).map(([python, numpy]) => ({
  python,
  numpy,
  when: python === TODAY ? 'on the same day' : 'of which one tells its steps a time three days ahead',
}));

describe.skipIf(!canStartDaemon())("two daemons (needs the engine's own BuildKit)", () => {
  describe.each(cases)('$when, on Python $python', ({ python, numpy }) => {
    let other: PrivateDaemon;
    let context: Awaited<ReturnType<typeof temporaryContext>>;
    let first: LayoutImage;
    let second: LayoutImage;
    const mopyOn = (...words: readonly string[]) =>
      exported(context.folder, '', (output) => buildWithMopy(context.folder, [...words, '-output', output]));
    beforeAll(async () => {
      await ensureImages(`python:${python}`);
      other = await startPrivateDaemon(python === TODAY ? {} : { clock: '+3d' });
      context = await temporaryContext(files(python, numpy));
      first = await mopyOn('-no-cache');
      second = await mopyOn('-addr', other.address);
    });
    afterAll(async () => {
      await other.stop();
      await context.remove();
    });

    it("make the same layers on their own but for the project's", () => {
      expect(first.layers.length).toBeGreaterThan(DEPENDENCY_LAYERS);
      expect(withoutProject(second)).toEqual(withoutProject(first));
    });

    it('make the same image of one date', async () => {
      const dated = ['-build-arg', DATE];
      const one = await mopyOn(...dated);
      const two = await mopyOn(...dated, '-addr', other.address);
      expect(two).toEqual(one);
      expect(one.config.created).toBe('2023-11-14T22:13:20Z');
    });
  });
});

describe('with a date, every way of building makes', () => {
  const option = `build-arg:${DATE}`;
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    await Promise.all([ensureImages('python:3.11'), buildFrontendImage()]);
    const context = await temporaryContext({
      'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\npip: [six==1.17.0]\nproject: app/\n',
      'app/main.py': 'import six\n',
    });
    ({ folder, remove } = context);
  });
  afterAll(() => remove());

  const emitted = 'mopy -llb -build-arg "$date" | buildctl build --local context=. --opt "build-arg:$date"';
  const ways: Readonly<Record<string, (output: string) => Promise<unknown>>> = {
    mopy: (output) => buildWithMopy(folder, ['-build-arg', DATE, '-output', output]),
    '-llb': async (output) =>
      succeeded(
        await shell(`date=${DATE}; ${emitted} --output "${output},${REWRITE},$(mopy -image-config)"`, {
          cwd: folder,
        }),
      ),
    '-dockerfile': (output) =>
      buildWithDockerfile(folder, [], ['--opt', option, '--output', `${output},${REWRITE}`]),
    'the frontend': async (output) =>
      succeeded(await frontendBuild(folder, [option], [`--output=${output},${REWRITE}`])),
  };

  it('the same image, and of LLB the same layers', async () => {
    const images: Record<string, LayoutImage> = {};
    for (const [name, make] of Object.entries(ways)) {
      images[name] = await exported(folder, `-${name.replaceAll(' ', '-')}`, make);
    }
    const { mopy, '-llb': llb, ...others } = images;
    expect(Object.values(others).map(({ digest }) => digest)).toEqual([mopy?.digest, mopy?.digest]);
    // LLB knows nothing of the base image, whose layers then get the date too.
    expect(llb?.layers.slice(-OWN_LAYERS)).toEqual(mopy?.layers.slice(-OWN_LAYERS));
    expect(llb?.config.created).toBe(mopy?.config.created);
  });
});

/** As the daemon's exporter has it; `mopy` adds it by itself. */
const REWRITE = 'rewrite-timestamp=true';

/** Layers that a daemon has in another form already, because another test wanted that, are made anew. */
const COMPRESSION = 'compression=uncompressed,force-compression=true';

/** As `dependency-layers.ts` has it. */
const DEPENDENCY_LAYERS = 8 + 8;

/** Beside them interpreter, working directory (a folder and what `WORKDIR` adds), libraries, environment and project. */
const OWN_LAYERS = DEPENDENCY_LAYERS + 6;

/** The project's files have their own times. Its layer is the last. */
function withoutProject({ layers }: LayoutImage): readonly string[] {
  return layers.slice(0, -1);
}

async function exported(
  context: string,
  suffix: string,
  make: (output: string) => Promise<unknown>,
): Promise<LayoutImage> {
  const layout = `${context}${suffix}.layout`;
  try {
    await make(`type=oci,tar=false,dest=${layout},${COMPRESSION}`);
    return await readOnlyImage(layout);
  } finally {
    await rm(layout, { recursive: true, force: true });
  }
}

function succeeded(result: Result): Result {
  if (result.exitCode !== 0) {
    throw new Error(result.stderr);
  }
  return result;
}
