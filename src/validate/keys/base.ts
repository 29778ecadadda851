import { closest } from '../did-you-mean.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { scalarOf } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';

const BASES = ['distroless', 'slim'] as const;

/** The final image's base. */
export const base: Key<Pick<Mopyfile, 'base'>> = {
  name: 'base',
  shape: {
    subject: '`base`',
    expected: '`distroless` or `slim`',
    example: '`base: slim`',
    empty: REMOVE,
    accepts: { text: true },
    explain: explainBase,
  },
  read: ({ value }) => ({ base: scalarOf(value)?.text === 'slim' ? 'slim' : 'distroless' }),
};

function explainBase(text: string): Explanation {
  const suggestion = closest(text, BASES);
  return {
    code: 'unknown-base',
    message: `\`${text}\` is not a base that mopy knows`,
    hint:
      suggestion === undefined ? 'the bases are `distroless` and `slim`' : `did you mean \`${suggestion}\`?`,
  };
}
