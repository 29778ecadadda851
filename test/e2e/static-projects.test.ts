import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages } from '../support/engine.js';
import { evaluate } from '../support/image.js';
import { localPackage } from '../support/local-packages.js';

/** A project that needs a package which others need as well. */
function needing(name: string, requirement: string) {
  return localPackage(name, name, `dependencies = ["${requirement}"]\n`);
}

// The pip of 3.9.2 refuses a name that it is given twice.
describe.each(['3.9.2', '3.13'])('projects that need the same package, on Python %s', (python) => {
  beforeAll(() => ensureImages(`python:${python}`));
  const built = builtImage({
    'Mopyfile.yaml': `python: ${python}\npip: [idna, ./one, ./two]\n`,
    ...needing('one', 'idna>=3'),
    ...needing('two', 'idna==3.10'),
  });

  it('get one that suits all', async () => {
    const names =
      'sorted("%s==%s" % (d.metadata["Name"], d.version) for d in importlib.metadata.distributions())';
    expect(await evaluate(built.tar, names, ['importlib.metadata'])).toEqual([
      'idna==3.10',
      'one==1.0',
      'two==1.0',
    ]);
  });
});
