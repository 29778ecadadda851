import { explainPackage } from '../debian-package.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { locatedItems } from '../scalars.js';
import { REMOVE } from '../shape.js';

/** Debian packages that are there while packages of Python are installed; their form is the schema's to check. */
export const buildDeps: Key<Pick<Mopyfile, 'buildDependencies'>> = {
  name: 'build-deps',
  shape: {
    subject: '`build-deps`',
    expected: 'a list of package names',
    example: 'build-deps:\n  - gfortran',
    empty: REMOVE,
    synonyms: ['apt', 'system-packages', 'build-packages'],
    accepts: {
      list: {
        subject: 'this entry of `build-deps`',
        expected: 'a package name',
        example: '`- gfortran`',
        accepts: { text: true },
        explain: (text) =>
          explainPackage(text, {
            key: 'build-deps',
            code: 'build-dependency',
            forms: '`name`, `name:architecture`, `name=version` and `name/suite`',
            architectures: true,
          }),
      },
    },
  },
  read: ({ document, value }) => ({ buildDependencies: locatedItems(document, value) }),
};
