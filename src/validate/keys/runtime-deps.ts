import { explainPackage } from '../debian-package.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { locatedItems } from '../scalars.js';
import { REMOVE } from '../shape.js';

/** Debian packages that are part of the image; their form is the schema's to check. */
export const runtimeDeps: Key<Pick<Mopyfile, 'runtimeDependencies'>> = {
  name: 'runtime-deps',
  shape: {
    subject: '`runtime-deps`',
    expected: 'a list of package names',
    example: 'runtime-deps:\n  - ffmpeg',
    empty: REMOVE,
    synonyms: ['run-deps', 'runtime-packages', 'run-packages', 'runtime-dependencies'],
    accepts: {
      list: {
        subject: 'this entry of `runtime-deps`',
        expected: 'a package name',
        example: '`- ffmpeg`',
        accepts: { text: true },
        explain: (text) =>
          explainPackage(text, {
            key: 'runtime-deps',
            code: 'runtime-dependency',
            forms: '`name`, `name=version` and `name/suite`',
            architectures: false,
          }),
      },
    },
  },
  read: ({ document, value }) => ({ runtimeDependencies: locatedItems(document, value) }),
};
