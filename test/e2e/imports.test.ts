import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtImage, uncachedEnvs } from '../support/built-image.js';
import { failedBuild } from '../support/failed-build.js';
import { evaluate, runPython } from '../support/image.js';
import { shell, temporaryContext } from '../support/mopy.js';

describe('imports that cannot work', () => {
  const build = failedBuild({
    'Mopyfile.yaml': 'python: 3.11\npip: [six]\nproject: src/app\n',
    'src/app/main.py': [
      'from .routers import users',
      'import yaml',
      'import neighbour_package',
      'import jsn, six.moves',
      'import tkinter',
      'import helper',
      'try:\n    import absent_one\nexcept ImportError:\n    absent_one = None',
      'raise RuntimeError("this runs")\n',
    ].join('\n'),
    'src/app/helper.py': 'def broken(:\n',
    'src/neighbour_package/__init__.py': '',
  });

  it.each([
    ['1: `from .routers import users` cannot work', '`project: [app/]`'],
    ['2: `import yaml` cannot work: nothing provides `yaml`', 'add `PyYAML` to `pip`'],
    ['3: `import neighbour_package` cannot work', 'if it is a neighbour .*, its path to `project`'],
    ['4: `import jsn` cannot work', 'did you mean `json`?'],
    ['5: `import tkinter` cannot work', 'the image leaves out this part of the standard library'],
  ])('fail the build at their line: %s', (line, remedy) => {
    const escaped = `error: src/app/main.py:${line}`.replaceAll('.', '\\.');
    expect(build.stderr).toMatch(
      new RegExp(`${escaped}.*${remedy.replace('?', '\\?').replaceAll('[', '\\[')}`),
    );
  });

  it('fail the build with a syntax error of an imported file', () => {
    expect(build.stderr).toMatch(/error: src\/app\/helper\.py:1: .*\(Python 3\.11\)/);
  });

  it('do not fail in try, and nothing is run', () => {
    expect(build.stderr).not.toMatch(/absent_one|this runs/);
  });

  it('are named where their module lies in the build context', () => {
    expect(build.stderr).toMatch(
      /hint: if the import of `neighbour_package` in .* add `src\/neighbour_package`/,
    );
  });

  it('are shown in the Mopyfile', () => {
    expect(build.stderr).toMatch(/>>> project: src\/app/);
  });
});

describe('a program whose imports are not certain', () => {
  const built = builtImage({
    'Mopyfile.yaml': `python: 3.11\nproject: app\n${uncachedEnvs()}`,
    'app/main.py': 'import sys\nsys.path.append("/home/nonroot/app/lib")\nimport inner\nprint(inner.VALUE)\n',
    'app/lib/inner.py': 'VALUE = 7\n',
  });

  it('is built with a warning, and works', async () => {
    expect(built.log).toMatch(/warning: app\/main\.py:3: .*since app\/main\.py:2 may change/);
    expect(await runPython(built.tar, 'import runpy; runpy.run_path("main.py")')).toBe('7');
  });
});

describe('variables of Python', () => {
  const built = builtImage({
    'Mopyfile.yaml': `python: 3.11
pip: [six, ./local]
project: app
prepare: [python make.py]
checks: ['python -c "import made"']
envs:
  RUN: ${randomUUID()}
  PYTHONSAFEPATH: 1
  PYTHONWARNINGS: error
  PYTHONOPTIMIZE: 2
  PYTHONPATH: /home/nonroot/app
  PYTHONIOENCODING: ascii
  PYTHONSTARTUP: /absent.py
  PYTHONNOUSERSITE: 1
  PYTHONDONTWRITEBYTECODE: 1
  PYTHONUTF8: 0
  LANG: C
`,
    'app/main.py': 'import six, local, helper\n',
    'app/helper.py': '',
    'app/make.py': 'open("made.py", "w").close()\n',
    'local/pyproject.toml': '[project]\nname = "local"\nversion = "1"\n',
    'local/local.py': "PATTERN = '\\d'\n",
  });

  it('are for the program, not for those of the build', async () => {
    const expression =
      '[sys.flags.safe_path, six.__cached__.endswith(".opt-2.pyc"), os.path.exists(six.__cached__)]';
    expect(await evaluate(built.tar, expression, ['os', 'sys', 'six', 'main'])).toEqual([true, true, true]);
  });
});

describe('PYTHONINSPECT', () => {
  const build = failedBuild({
    'Mopyfile.yaml': 'python: 3.11\nproject: main.py\nenvs: {PYTHONINSPECT: 1}\n',
    'main.py': 'import absent_1\n',
  });

  it('does not let a program through whose imports cannot work', () => {
    expect(build.stderr).toMatch(/error: main\.py:1: `import absent_1` cannot work/);
  });
});

describe('an image that was checked', () => {
  const NAMES = ['Dockerfile', 'Dockerfile.unchecked'];
  let digests: readonly unknown[] = [];
  let folder: Awaited<ReturnType<typeof temporaryContext>>;

  beforeAll(async () => {
    folder = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.11\nproject: main.py\n',
      'main.py': 'import os\n',
    });
    const builds = NAMES.map(
      (name) =>
        'buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=. ' +
        `--opt filename=${name} --output type=image --metadata-file ${name}.json >&2`,
    );
    const digest =
      'node -p \'JSON.stringify(process.argv.slice(1).map((name) => JSON.parse(fs.readFileSync(name))["containerimage.digest"]))\'';
    const lines = [
      'mopy -dockerfile -out Dockerfile',
      "sed 's/--from=program /--from=project /' Dockerfile >Dockerfile.unchecked",
      ...builds,
      `${digest} ${NAMES.map((name) => `${name}.json`).join(' ')}`,
    ];
    const { exitCode, stdout, stderr } = await shell(lines.join(' && '), { cwd: folder.folder });
    expect(exitCode, stderr).toBe(0);
    digests = JSON.parse(stdout);
  });
  afterAll(() => folder.remove());

  it('is the same as one that was not', () => {
    expect(digests[0]).toMatch(/^sha256:/);
    expect(digests[1]).toBe(digests[0]);
  });
});

const OLD = {
  'old/setup.py': 'from setuptools import setup\nsetup(name="old", version="1.0", py_modules=["old"])\n',
  'old/old.py': 'import pkg_resources\nVERSION = pkg_resources.get_distribution("old").version\n',
};

describe.each(['3.11', '3.9.2'])('setuptools on Python %s', (python) => {
  describe('that an installed package counts on', () => {
    const built = builtImage({
      'Mopyfile.yaml': `python: ${python}\npip: [./old]\n${uncachedEnvs()}`,
      ...OLD,
    });

    it('comes along, with a note', async () => {
      expect(built.log).toMatch(/note: setuptools comes along: old\.py imports pkg_resources/);
      expect(await evaluate(built.tar, 'old.VERSION', ['old'])).toBe('1.0');
    });
  });

  describe('that the program counts on', () => {
    const built = builtImage({
      'Mopyfile.yaml': `python: ${python}\npip: [six]\nproject: main.py\n${uncachedEnvs()}`,
      'main.py': 'import pkg_resources\nVERSION = pkg_resources.get_distribution("six").version\n',
    });

    it('comes along, with a note', async () => {
      expect(built.log).toMatch(/note: setuptools comes along: the program imports it/);
      expect(await evaluate(built.tar, 'type(main.VERSION).__name__', ['main'])).toBe('str');
    });
  });
});

describe('setuptools on Python 3.13', () => {
  const installed = failedBuild({ 'Mopyfile.yaml': 'python: 3.13\npip: [./old]\n', ...OLD });
  const imported = failedBuild({
    'Mopyfile.yaml': 'python: 3.13\nproject: main.py\n',
    'main.py': 'import pkg_resources\n',
  });

  it('is asked for where an installed package counts on it', () => {
    expect(installed.stderr).toMatch(
      /error: old\.py imports `pkg_resources`, .* add `setuptools<82` to `pip`/,
    );
    expect(installed.stderr).toMatch(/>>> pip: \[\.\/old\]/);
  });

  it('is asked for where the program counts on it', () => {
    expect(imported.stderr).toMatch(
      /error: main\.py:1: `import pkg_resources` .* add `setuptools<82` to `pip`/,
    );
  });
});
