import type { Key } from '../key.js';
import { REMOVE } from '../shape.js';

/** The format's version: there is one, so that it says nothing yet. */
export const apiVersion: Key = {
  name: 'apiVersion',
  shape: {
    subject: '`apiVersion`',
    expected: 'a string',
    example: '`apiVersion: v1`',
    empty: REMOVE,
    accepts: { text: true },
    explain: (text) => ({
      code: 'api-version',
      message: `\`${text}\` is not a known version of the format`,
      hint: 'the known version is `v1`; a newer mopy may know more',
    }),
  },
  read: () => ({}),
};
