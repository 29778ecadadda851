import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { type ContainerOptions, ensureImages } from '../support/engine.js';
import { readConfig, runPython, temporaryFolder } from '../support/image.js';
import { type Files, localPackage } from '../support/local-packages.js';
import { mopy, type Result, temporaryContext } from '../support/mopy.js';

/** A distribution that opens a library when the program runs. `docs/libraries.md` shows this data. */
interface Distribution {
  /** Packages that it has to be installed with to be tried. */
  readonly with?: readonly string[];
  /** Debian packages, by Debian's release. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** The module whose import fails without them; absent where that shows when the program runs. */
  readonly noticed?: string;
  readonly program: string;
  readonly output: string;
}

const DISTRIBUTIONS = Object.entries<Distribution>(
  JSON.parse(await readFile(join(import.meta.dirname, 'runtime-libraries/libraries.json'), 'utf8')),
);
const PIP = [...DISTRIBUTIONS.flatMap(([name, { with: others = [] }]) => [name, ...others])];

const WAYS: readonly (readonly [string, ContainerOptions])[] = [
  ['as the image is started', {}],
  [
    'as another user, read-only',
    { user: '12345', readOnly: true, dropCapabilities: true, temporary: ['/tmp'] },
  ],
];

/** A package whose only module has this text. */
function moduleOf(name: string, text: string): Files {
  return { ...localPackage(name, name), [`${name}/${name}.py`]: text };
}

/** Packages that open a library and can do without, or fail for another reason. */
const HARMLESS: Files = {
  ...moduleOf(
    'optional',
    'import ctypes\ntry:\n    LIBRARY = ctypes.CDLL("libabsent.so.1")\nexcept OSError:\n    LIBRARY = None\n',
  ),
  ...moduleOf(
    'display',
    'import ctypes, os\ntry:\n    ctypes.CDLL("libX11.so.6")\nexcept OSError:\n    os.environ["DISPLAY"]\n',
  ),
  ...moduleOf(
    'device',
    'import ctypes\ntry:\n    ctypes.CDLL("libgpiod.so.2")\nexcept OSError:\n    open("/dev/gpiochip0")\n',
  ),
  ...moduleOf('graphics', 'import ctypes\nctypes.CDLL("libcuda.so.1")\n'),
};
const HARMLESS_NAMES = ['optional', 'display', 'device', 'graphics'];

/** A package of one line. */
const ONE_LINE = moduleOf('one_line', 'import ctypes\nLIBRARY = ctypes.CDLL("libusb-1.0.so.0")\n');

/** A package that expects to be refused a folder beside it as the modes of the image refuse it. */
const WRITING = moduleOf(
  'writing',
  'import ctypes, os\ntry:\n    os.mkdir(os.path.join(os.path.dirname(__file__), "cache"))\nexcept PermissionError:\n    LIBRARY = ctypes.CDLL("libusb-1.0.so.0")\n',
);

describe.each([
  ['python:3.11', '12'],
  ['python:3.13', '13'],
  ['python:3.9.2', '11'],
] as const)('on %s, Debian %s', (image, debian) => {
  const python = image.slice('python:'.length);
  const packages = [...new Set(DISTRIBUTIONS.flatMap(([, { packages }]) => packages[debian] ?? []))];
  const pip = [...PIP, './one_line', './writing', ...HARMLESS_NAMES.map((name) => `./${name}`)];
  const files = { ...ONE_LINE, ...WRITING, ...HARMLESS };
  beforeAll(() => ensureImages(image));

  describe('without the Debian packages', () => {
    let build: Result;

    beforeAll(async () => {
      const output = await temporaryFolder();
      const context = await temporaryContext({
        'Mopyfile.yaml': `python: ${python}\nbuild-deps: [${packages[0]}]\nenvs: {LD_PRELOAD: libjemalloc.so.2}\npip: [${pip.join(', ')}]\n`,
        ...files,
      });
      build = await mopy(['-output', `type=oci,dest=${join(output.path, 'image.tar')}`], {
        cwd: context.folder,
      });
      await Promise.all([context.remove(), output.remove()]);
    });

    it('fails', () => {
      expect(build.exitCode, build.stderr).toBe(1);
    });

    it.each(DISTRIBUTIONS.flatMap(([name, { noticed }]) => (noticed ? [[name, noticed] as const] : [])))(
      'names what %s lacks',
      (_name, noticed) => {
        expect(build.stderr).toContain(`error: \`import ${noticed}\` fails: `);
      },
    );

    it('names the library that a package of one line opens', () => {
      expect(build.stderr).toMatch(
        /error: `import one_line` fails: one_line-1\.0 opens libusb-1\.0\.so\.0, which the image does not have\. Add libusb-1\.0-0 to runtime-deps\./,
      );
    });

    it('names the library that a package opens once it may not write beside itself', () => {
      expect(build.stderr).toContain('error: `import writing` fails: writing-1.0 opens libusb-1.0.so.0');
    });

    it('says that packages of the build stay behind', () => {
      expect(build.stderr).toContain(`(${packages[0]} of build-deps stays behind`);
    });

    it('ends with a line to paste', () => {
      const line = /runtime-deps: \[(.*)\]/.exec(build.stderr)?.[1]?.split(', ') ?? [];
      const opened = packages.filter((name) => /^lib(?!gl|usb|harfbuzz-subset)/.test(name));
      expect(line).toEqual(expect.arrayContaining(opened));
    });

    it.each(HARMLESS_NAMES)('leaves %s alone', (name) => {
      expect(build.stderr).not.toContain(`\`import ${name}\` fails`);
    });
  });

  describe('with the Debian packages', () => {
    const built = builtImage({
      'Mopyfile.yaml': `python: ${python}
runtime-deps: [${[...packages, 'libjemalloc2'].join(', ')}]
envs: {LD_PRELOAD: libjemalloc.so.2}
pip: [${pip.join(', ')}]
`,
      ...files,
    });

    describe.each(WAYS)('%s', (_way, options) => {
      it('everything works', async () => {
        const programs = DISTRIBUTIONS.map(([name, { program }]) => [name, program]);
        const run = `
import contextlib, io, json, traceback
outputs = {}
for name, program in json.loads(${JSON.stringify(JSON.stringify(programs))}):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        try:
            exec(program, {})
        except BaseException:
            text.write(traceback.format_exc())
    outputs[name] = text.getvalue().strip()
import one_line, ctypes.util
outputs["found"] = ctypes.util.find_library("magic")
with open("/proc/self/maps") as file:
    outputs["preloaded"] = "libjemalloc.so.2" in file.read()
print(json.dumps(outputs))`;
        const printed = await runPython(built.tar, run, options);
        expect(JSON.parse(printed.trim().split('\n').at(-1) ?? '')).toEqual({
          ...Object.fromEntries(DISTRIBUTIONS.map(([name, { output }]) => [name, output])),
          found: 'libmagic.so.1',
          preloaded: true,
        });
      });
    });
  });
});

describe('LD_PRELOAD', () => {
  it('fails the build at its line when its library is missing', async () => {
    const output = await temporaryFolder();
    const context = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.11\nenvs:\n  NAME: value\n  LD_PRELOAD: libjemalloc.so.2\n',
      'main.py': '',
    });
    const build = await mopy(['-output', `type=oci,dest=${join(output.path, 'image.tar')}`], {
      cwd: context.folder,
    });
    await Promise.all([context.remove(), output.remove()]);
    expect(build.exitCode).toBe(1);
    expect(build.stderr).toContain(
      'error: LD_PRELOAD names libjemalloc.so.2, which the image does not have. Add libjemalloc2 to runtime-deps.',
    );
    expect(build.stderr).toMatch(/>>> +LD_PRELOAD: libjemalloc\.so\.2/);
  });
});

describe('packages of NVIDIA', () => {
  const built = builtImage({
    'Mopyfile.yaml': 'python: 3.11\npip: [nvidia-ml-py, ./graphics]\n',
    ...moduleOf('graphics', 'import ctypes\nctypes.CDLL("libcuda.so.1")\n'),
  });

  it('have what the container toolkit looks for', async () => {
    const { Env = [] } = await readConfig(built.tar);
    expect(Env).toEqual(
      expect.arrayContaining(['NVIDIA_VISIBLE_DEVICES=all', 'NVIDIA_DRIVER_CAPABILITIES=compute,utility']),
    );
    const program = `
import os, subprocess
print(*sorted(os.listdir("/etc/ld.so.conf.d")))
print(os.path.exists("/etc/ld.so.cache"), subprocess.run(["/sbin/ldconfig", "-p"], stdout=subprocess.DEVNULL).returncode)`;
    expect((await runPython(built.tar, program)).trim()).toBe('libc.conf x86_64-linux-gnu.conf\nTrue 0');
  });
});
