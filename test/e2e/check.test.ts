import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { evaluate, temporaryFolder } from '../support/image.js';
import { absentLibraryPackage } from '../support/local-packages.js';
import { mopy, type Result, shell, temporaryContext } from '../support/mopy.js';

const USES = (name: string): string => `from ${name}._native import value\n`;

/** Fails for a reason of its own, and says in which surroundings. */
const WITNESS = `
import os, socket
networks = [name for _, name in socket.if_nameindex()]
raise RuntimeError("user %d, group %d, %s, home %s" % (os.getuid(), os.getgid(), networks, os.environ["HOME"]))
`;

describe('packages whose library is missing', () => {
  let build: Result;

  beforeAll(async () => {
    const output = await temporaryFolder();
    const context = await temporaryContext({
      'Mopyfile.yaml':
        'python: 3.11\npip:\n  - numpy==1.26.4\n  - opencv-python==4.8.1.78\n  - ./needy\n  - ./area.inner\n',
      ...absentLibraryPackage('needy', USES('needy')),
      ...absentLibraryPackage('area.inner', USES('area.inner')),
    });
    const words = ['-output', `type=oci,dest=${join(output.path, 'image.tar')}`];
    build = await mopy(words, { cwd: context.folder });
    await Promise.all([context.remove(), output.remove()]);
  });

  it('fail the build', () => {
    expect(build.exitCode, build.stderr).toBe(1);
    expect(build.stdout).toBe('');
  });

  it.each([
    ['needy', 'needy/_native', 'libabsent.so.1', 'libabsent1'],
    ['area.inner', 'area/inner/_native', 'libabsent.so.1', 'libabsent1'],
    ['cv2', 'cv2/cv2', 'libGL.so.1', 'libgl1'],
    ['cv2', 'cv2/cv2', 'libGL.so.1, libglib-2.0.so.0, libgthread-2.0.so.0', 'libgl1, libglib2.0-0'],
  ])('are named: %s with file, library and remedy', (module, file, library, debian) => {
    const [name, path, needed, remedy] = [module, file, library, debian].map((text) =>
      text.replaceAll('.', '\\.'),
    );
    const message = new RegExp(
      `error: \`import ${name}\` fails: /opt/venv/lib/python3\\.11/site-packages/${path}\\S*\\.so of \\S+ needs ${needed}, .*build-deps.*\\b${remedy}\\b`,
    );
    expect(build.stderr).toMatch(message);
  });

  it('are named again where the build ends', () => {
    const end = build.stderr.slice(build.stderr.indexOf('check that the dependencies load:\n'));
    expect(end.match(/error: `import \S+` fails/g)).toHaveLength(3);
  });

  it('are shown in the Mopyfile', () => {
    expect(build.stderr).toMatch(/Mopyfile\.yaml:\d+/);
    expect(build.stderr).toMatch(/>>> +- opencv-python==4\.8\.1\.78/);
    expect(build.stderr).toMatch(/>>> +- \.\/needy/);
  });
});

describe('a package that gets its missing library from the build dependencies', () => {
  const built = builtImage({
    'Mopyfile.yaml':
      'python: 3.11\nbuild-deps: [libgl1, libglib2.0-0]\npip: [numpy==1.26.4, opencv-python==4.8.1.78]\n',
  });

  it('works in the image', async () => {
    expect(await evaluate(built.tar, 'cv2.countNonZero(numpy.eye(3))', ['cv2', 'numpy'])).toBe(3);
  });
});

describe('packages that only might use a missing library', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let image: string;
  let log: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    image = join(folder.path, 'image.tar');
    const context = await temporaryContext({
      'Mopyfile.yaml': `python: 3.11
pip:
  - numpy==1.26.4
  - numba==0.60.0
  - ./tolerant
  - ./patient
  - ./crashing
  - ./witness
`,
      ...absentLibraryPackage(
        'tolerant',
        `try:\n    ${USES('tolerant')}except ImportError:\n    def value():\n        return "without"\n`,
      ),
      ...absentLibraryPackage('patient', 'import threading\nthreading.Event().wait()\n'),
      ...absentLibraryPackage('crashing', 'import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n'),
      ...absentLibraryPackage('witness', WITNESS),
    });
    // A step that comes from the cache says nothing; BuildKit's frontend can leave the cache aside for one stage.
    const line =
      'mopy -dockerfile -out Dockerfile && buildctl build --progress plain --frontend dockerfile.v0 --local context=. ' +
      `--local dockerfile=. --opt no-cache=check --output type=oci,dest=${image}`;
    const build = await shell(line, { cwd: context.folder });
    await context.remove();
    if (build.exitCode !== 0) {
      throw new Error(build.stderr);
    }
    log = build.stderr;
  });
  afterAll(() => folder.remove());

  it.each([
    ['tolerant-1.0', 'tolerant/_native', 'libabsent.so.1'],
    ['numba-0.60.0', 'numba/np/ufunc/tbbpool', 'libtbb.so.12'],
  ])('are warned about: %s', (distribution, file, library) => {
    const start = log.indexOf(`warning: /opt/venv/lib/python3.11/site-packages/${file}`);
    expect(start, log).toBeGreaterThan(0);
    const line = log.slice(start).split('\n', 1)[0];
    expect(line).toMatch(new RegExp(`\\.so \\(${distribution}\\) needs ${library}$`));
  });

  it('import in the image', async () => {
    const value = '[tolerant.value(), numba.njit(lambda: 1)()]';
    expect(await evaluate(image, value, ['tolerant', 'numba'])).toEqual(['without', 1]);
  });

  it('are not waited for when an import does not end', () => {
    expect(log).toMatch(/note: importing patient took too long and was stopped/);
  });

  it('may end an import by a signal', () => {
    expect(log).toMatch(/note: importing crashing ended with signal 11/);
  });

  it('are imported as the user of the image and without network', () => {
    expect(log).toMatch(/note: `import witness` fails, but for none of these libraries:/);
    expect(log).toContain("RuntimeError: user 65532, group 65532, ['lo'], home /home/nonroot");
  });

  it('fail for nothing', () => {
    expect(log).not.toMatch(/error: `import/);
  });
});
