import { joinedPath } from '../basics/joined-path.js';
import { type Table, textOf, textsOf } from '../lock/values.js';

/** Keys of poetry and of pipenv for the commit, tag or branch of a repository. */
const REFERENCES = ['rev', 'tag', 'branch', 'ref'];

/** `git@host:path`, which git takes for SSH and pip does not. */
const SHORT_SSH = /^([\w.-]+@[\w.-]+):(?!\/)/;

/**
 * The line for pip of a dependency that a table of poetry or pipenv gives a source of its own: a repository, an archive or
 * a folder. Undefined where it comes from an index: another distribution may have its name there.
 *
 * @param base the folder of the file that says it, with a slash at its end, or nothing
 */
export function sourceLine(name: string, table: Table, base: string): string | undefined {
  const extras = Array.isArray(table['extras']) ? textsOf(table['extras'])?.join(',') : undefined;
  const start = `${name}${extras ? `[${extras}]` : ''} @ `;
  const git = textOf(table['git']);
  if (git !== undefined) {
    const reference = REFERENCES.map((key) => textOf(table[key])).find((text) => text !== undefined);
    const folder = textOf(table['subdirectory']);
    const url = git.replace(/^git\+/, '').replace(SHORT_SSH, 'ssh://$1/');
    return `${start}git+${url}${reference ? `@${reference}` : ''}${folder ? `#subdirectory=${folder}` : ''}`;
  }
  const path = textOf(table['path']);
  const url = textOf(table['url']) ?? textOf(table['file']);
  return path === undefined ? url && `${start}${url}` : `./${joinedPath(base, path)}`;
}
