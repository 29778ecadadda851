import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { booleanOf } from '../scalars.js';
import { REMOVE } from '../shape.js';

/** The switch for the label that lists the packages. */
export const sbom: Key<Pick<Mopyfile, 'sbom'>> = {
  name: 'sbom',
  shape: {
    subject: '`sbom`',
    expected: '`true` or `false`',
    example: '`sbom: false`',
    empty: REMOVE,
    accepts: { boolean: true },
  },
  read: ({ value }) => ({ sbom: booleanOf(value, true) }),
};
