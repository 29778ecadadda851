import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages, runContainer } from '../support/engine.js';
import { evaluate, readConfig } from '../support/image.js';
import { localPackage, setupPackage, sodiumExtension } from '../support/local-packages.js';

interface Versions {
  readonly numpy: string;
  readonly scipy: string;
}

/** Releases that have wheels for that Python. */
const pythons: Readonly<Record<string, Versions>> = {
  '3.11': { numpy: '1.26.4', scipy: '1.13.1' },
  '3.13': { numpy: '2.2.6', scipy: '1.15.3' },
  '3.9.2': { numpy: '1.26.4', scipy: '1.13.1' },
};

/** One image with all that is tested: what takes long is done once for each Python. */
function context(python: string, { numpy, scipy }: Versions): Readonly<Record<string, string>> {
  return {
    'Mopyfile.yaml': `
python: ${python}
build-deps: [libsodium-dev]
pip:
  - numpy==${numpy}
  - scipy==${scipy}
  - python-slugify==8.0.4
  - ./local/
  - ./shouting[loud]
  - ./sodium
  - ./requirements.txt
project: main.py
`,
    'main.py':
      'import included, local, numpy, scipy.linalg, shouting, slugify, sodium, tabulate, tomli, yaml\n',
    'requirements.txt':
      '# what is needed\n-c limits/constraints.txt\n-r requirements/more.txt\ntomli \\\n  >= 1.0\n',
    'limits/constraints.txt': 'tabulate==0.8.10\ntomli<2\nabsent==1.0\n',
    'requirements/more.txt': 'tabulate\n./included\n',
    ...localPackage('local', 'local', '[project.scripts]\nlocal-name = "local:print_name"\n'),
    'local/local.py': 'NAME = "local"\ndef print_name():\n    print(NAME)\n',
    ...localPackage('shouting', 'shouting', '[project.optional-dependencies]\nloud = ["PyYAML"]\n'),
    ...setupPackage('included', 'included'),
    ...sodiumExtension('sodium'),
  };
}

describe.each(Object.entries(pythons))('on Python %s', (python, versions) => {
  beforeAll(() => ensureImages(`python:${python}`));
  const built = builtImage(context(python, versions));

  it('imports everything as the image is started', async () => {
    expect(await runContainer(built.tar)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('imports everything as any user, read-only and without capabilities', async () => {
    const options = { user: '12345', readOnly: true, dropCapabilities: true };
    expect(await runContainer(built.tar, [], options)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['slugify', ['one Two'], 'one-two'],
    ['local-name', [], 'local'],
  ])('has the console script %s on PATH', async (entrypoint, words, stdout) => {
    expect(await runContainer(built.tar, words, { entrypoint })).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('computes with wheels that hold compiled code', async () => {
    const value = 'float(scipy.linalg.det(numpy.array([[1, 2], [3, 4]])))';
    expect(await evaluate(built.tar, value, ['numpy', 'scipy.linalg'])).toBeCloseTo(-2);
  });

  it('calls a library that came with a build dependency', async () => {
    expect(await evaluate(built.tar, 'sodium.value()', ['sodium'])).toMatch(/^1\.\d+\.\d+$/);
    const libraries =
      '[line.split("/")[-1] for line in open("/proc/self/maps").read().split("\\n") if "libsodium" in line]';
    expect(await evaluate(built.tar, libraries, ['sodium'])).toContain('libsodium.so.23');
  });

  it('has local packages and the extras of one', async () => {
    const names = '[local.NAME, shouting.NAME, included.NAME, yaml.safe_load("[1]")]';
    const modules = ['local', 'shouting', 'included', 'yaml'];
    expect(await evaluate(built.tar, names, modules)).toEqual(['local', 'shouting', 'included', [1]]);
  });

  it('keeps to the constraints of a requirements file', async () => {
    const versionsOf = '[importlib.metadata.version(name) for name in ("tabulate", "tomli")]';
    const [tabulate, tomli] = (await evaluate(built.tar, versionsOf, ['importlib.metadata'])) as string[];
    expect(tabulate).toBe('0.8.10');
    expect(tomli).toMatch(/^1\./);
  });

  it('has the requirements as a label and no build tool', async () => {
    const label = (await readConfig(built.tar)).Labels?.['mopy.sbom'] ?? '';
    expect(JSON.parse(label)).toContain(`numpy==${versions.numpy}`);
    const found = '[shutil.which(name) for name in ("pip", "cc", "sh", "apt-get")]';
    expect(await evaluate(built.tar, found, ['shutil'])).toEqual([null, null, null, null]);
  });
});
