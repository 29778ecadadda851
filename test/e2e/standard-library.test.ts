import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages } from '../support/engine.js';
import { exportBase, runPython, temporaryFolder } from '../support/image.js';
import { AT_RUN_TIME, importable, LEFT_OUT, MODULES } from '../support/standard-library.js';

describe.each(['3.11', '3.13', '3.9.2'])('the standard library of Python %s', (python) => {
  const built = builtImage({
    'Mopyfile.yaml': `python: ${python}\nproject: app\n`,
    'app/main.py': 'print("hello")\n',
  });
  let official: readonly string[];

  beforeAll(async () => {
    await ensureImages(`python:${python}`);
    const folder = await temporaryFolder();
    const slim = `${folder.path}/slim.tar`;
    await exportBase(`python:${python}-slim`, slim);
    official = await importable(slim);
    await folder.remove();
  });

  it('imports as in the official image, but for the documented exceptions', async () => {
    expect(official.length).toBeGreaterThan(200);
    const own = await importable(built.tar);
    expect(own).toEqual(official.filter((name) => !LEFT_OUT.test(name)));
  });

  it.each(Object.entries(AT_RUN_TIME))('finds %s at run time', async (_name, [expression, printed]) => {
    const program = `import ${MODULES}\nprint((${expression}))`;
    expect(await runPython(built.tar, program, { environment: { TZ: 'Europe/Berlin' } })).toBe(printed);
  });
});
