import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { locatedItems } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';

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
        explain: explainPackage,
      },
    },
  },
  read: ({ document, value }) => ({ buildDependencies: locatedItems(document, value) }),
};

/** The reason why a text is no package that apt-get takes (Debian policy 5.6.1, 5.6.7 and 5.6.12). */
function explainPackage(text: string): Explanation {
  return { code: 'build-dependency', ...whyNoPackage(text) };
}

function whyNoPackage(text: string): { readonly message: string; readonly hint: string } {
  const forms = 'the forms are `name`, `name:architecture`, `name=version` and `name/suite`';
  if (text.trim() === '') {
    return { message: 'this entry of `build-deps` is empty', hint: 'remove it' };
  }
  if (text.startsWith('-')) {
    return { message: `\`${text}\` is an option of apt-get, not a package`, hint: `remove it; ${forms}` };
  }
  if (text.endsWith('-')) {
    return { message: `\`${text}\` asks apt-get to remove a package`, hint: 'remove the `-` at the end' };
  }
  if (/\s/.test(text.trim())) {
    return {
      message: `\`${text}\` is more than one word`,
      hint: 'write each package as an entry of its own, without options or shell commands',
    };
  }
  if (/^[^:=/]*[A-Z]/.test(text)) {
    const lower = text.replace(/^[^:=/]*/, (name) => name.toLowerCase());
    return {
      message: `\`${text}\` is not a Debian package`,
      hint: `names are lower case: \`${lower}\``,
    };
  }
  const version = /^[^=/]+=(.*)$/.exec(text)?.[1];
  if (version !== undefined && !/^(?:\d+:)?\d[\w.+~:-]*$/.test(version)) {
    return {
      message: `\`${version}\` is not a complete Debian version`,
      hint: 'write the whole version, as `apt-cache policy` shows it, or none',
    };
  }
  return { message: `\`${text}\` is not a Debian package`, hint: forms };
}
