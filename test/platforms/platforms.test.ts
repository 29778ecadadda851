import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import { buildImage, exportBase, PYTHON_USERS, runPython, temporaryFolder } from '../support/image.js';
import { sodiumExtension } from '../support/local-packages.js';
import { temporaryContext } from '../support/mopy.js';
import { startContainer } from '../support/running-container.js';
import { freePort } from '../support/servers/listen.js';
import { AT_RUN_TIME, importable, LEFT_OUT, MODULES } from '../support/standard-library.js';
import { platformsAndVersions, SKIPPED, type TestedPlatform } from './tested-platforms.js';

const { run, skipped } = await platformsAndVersions();

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

/** Compiled parts that are the platform's own: a package of PyPI, and one that is linked to a Debian library. */
const service = ({ python, packages }: TestedPlatform) => `#syntax=mopy/mopy:1
python: ${python}
build-deps: [libsodium-dev]
pip: [flask, gunicorn, ./sodium, ${Object.keys(packages).join(', ')}]
project: app.py
command: gunicorn app:app --worker-tmp-dir /dev/shm
`;

const APP = `
import sodium
from flask import Flask

app = Flask(__name__)


@app.get("/")
def version():
    return sodium.value()
`;

/** An image of these files for a platform, for the tests of the surrounding block. */
function imageFor(platform: string, files: Readonly<Record<string, string>>): { readonly tar: string } {
  const built = { tar: '' };
  beforeAll(async () => {
    const context = await temporaryContext(files);
    built.tar = `${context.folder}.tar`;
    try {
      await buildImage(context.folder, built.tar, ['-platform', platform]);
    } finally {
      await context.remove();
    }
  });
  afterAll(() => rm(built.tar, { force: true }));
  return built;
}

describe.each(run.map((tested) => [tested.python, tested.platform, tested] as const))(
  'an image of Python %s for %s',
  (_python, _platform, tested) => {
    const { platform, python, maxsize, triplet, packages } = tested;
    beforeAll(() => ensureImages(tested.image));

    describe('without packages', () => {
      const image = imageFor(platform, {
        'Mopyfile.yaml': read('../examples/hello-world/Mopyfile.yaml').replace('3.11', python),
        'app/main.py': read('../examples/hello-world/app/main.py'),
        'app/loop.py': read('e2e/sigterm/main.py'),
      });

      it('says hello', async () => {
        const { exitCode, stdout, stderr } = await runContainer(image.tar, [], { platform });
        expect({ exitCode, stdout, stderr }).toEqual({
          exitCode: 0,
          stdout: expect.stringMatching(
            `^hello from Python ${python.replaceAll('.', '\\.')}[0-9.]*, as nonroot$`,
          ),
          stderr: '',
        });
      });

      it.each(PYTHON_USERS)('runs %s', async (_way, options) => {
        const program = 'import sys, sysconfig; print(sys.maxsize, sysconfig.get_config_var("MULTIARCH"))';
        expect(await runPython(image.tar, program, { ...options, platform })).toBe(`${maxsize} ${triplet}`);
      });

      it('imports the modules of the official image, but for the documented exceptions', async () => {
        const folder = await temporaryFolder();
        const slim = `${folder.path}/slim.tar`;
        await exportBase(`python:${python}-slim`, slim, platform);
        const official = await importable(slim, platform);
        await folder.remove();
        expect(official.length).toBeGreaterThan(200);
        const expected =
          tested.foundation === 'slim' ? official : official.filter((name) => !LEFT_OUT.test(name));
        expect(await importable(image.tar, platform)).toEqual(expected);
      });

      it.each(Object.entries(AT_RUN_TIME))('finds %s at run time', async (_name, [expression, printed]) => {
        const program = `import ${MODULES}\nprint((${expression}))`;
        const options = { environment: { TZ: 'Europe/Berlin' }, platform, entrypoint: 'python' };
        expect(await runPython(image.tar, program, options)).toBe(printed);
      });

      it('ends by SIGTERM', async () => {
        const container = startContainer(image.tar, ['loop.py'], { platform, entrypoint: 'python' });
        await container.says('ready\n');
        const { exitCode, stdout } = await container.stop();
        expect({ exitCode, stdout }).toEqual({ exitCode: 143, stdout: 'ready\nfinally\natexit' });
      });
    });

    describe('with packages', () => {
      const image = imageFor(platform, {
        'Mopyfile.yaml': service(tested),
        'app.py': APP,
        ...sodiumExtension('sodium'),
      });

      it.each(PYTHON_USERS)('loads compiled packages %s', async (_way, options) => {
        const program = `import sodium, ${Object.keys(packages).join(', ')}
from markupsafe import _speedups
print(sodium.value().count("."))`;
        expect(await runPython(image.tar, program, { ...options, platform })).toBe('2');
      });

      it('has wheels where there are some, and else what was compiled', async () => {
        const program = `import importlib.metadata, json, re
tags = lambda name: re.findall("(?m)^Tag: .*-([a-z]+)_", importlib.metadata.distribution(name).read_text("WHEEL"))
print(json.dumps({name: "wheel" if "manylinux" in tags(name) else "source" for name in ${JSON.stringify(Object.keys(packages))}}))`;
        const printed = await runPython(image.tar, program, { platform, entrypoint: 'python' });
        expect(JSON.parse(printed)).toEqual(packages);
      });

      it('answers as a web service, and ends by SIGTERM', async () => {
        const port = await freePort();
        const environment = { GUNICORN_CMD_ARGS: `--bind 127.0.0.1:${port}` };
        const container = startContainer(image.tar, [], { platform, environment });
        await container.says('Booting worker');
        const response = await fetch(`http://127.0.0.1:${port}/`);
        expect(await response.text()).toMatch(/^1\.0\.\d+$/);
        expect((await container.stop()).exitCode).toBe(0);
      });
    });
  },
);

it.skip.each(skipped)(`$platform: an image of Python $python ${SKIPPED}`, () => {});
