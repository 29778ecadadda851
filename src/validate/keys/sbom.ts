import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { booleanOf } from '../scalars.js';
import { REMOVE } from '../shape.js';

/** Whether a label lists the packages. */
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
