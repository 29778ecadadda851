import { REMOVE, type Shape } from '../../shape.js';

function names(key: string, what: string, example: string): Shape {
  return {
    subject: `\`${key}\``,
    expected: `a list of ${what}`,
    example: `\`${key}: [${example}]\``,
    empty: REMOVE,
    accepts: {
      list: {
        subject: `this entry of \`${key}\``,
        expected: 'a name',
        example: `\`- ${example}\``,
        accepts: { text: true },
      },
    },
  };
}

/** A lock file with what is wanted of it. */
export const LOCK_KEYS: ReadonlyMap<string, Shape> = new Map([
  [
    'lock',
    {
      subject: '`lock`',
      expected: 'the path of a lock file',
      example: '`lock: ./uv.lock`',
      missing: 'write a requirement as pip takes it, `requests==2.31`, or name the lock file',
      accepts: { text: true },
    },
  ],
  ['extras', { ...names('extras', 'extras', 'web'), synonyms: ['extra'] }],
  ['groups', { ...names('groups', 'dependency groups', 'prod'), synonyms: ['group'] }],
]);
