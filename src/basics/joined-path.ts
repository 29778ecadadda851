/**
 * The shortest spelling of a path with `/` that user text names, without a `/` at its end: `posix.join` with a `.` as
 * its last part. Node's own looks at the whole path again for each `..` that it begins with: a mebibyte takes minutes.
 *
 * @param parts joined by `/`; empty ones are left out
 * @returns `.` for a path that leads nowhere
 */
export function joinedPath(...parts: readonly string[]): string {
  const path = parts.filter((part) => part !== '').join('/');
  const isAbsolute = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name !== '..') {
      names.push(...(name === '' || name === '.' ? [] : [name]));
    } else if (names.length > 0 && names.at(-1) !== '..') {
      names.pop();
    } else if (!isAbsolute) {
      names.push('..');
    }
  }
  const joined = names.join('/');
  return isAbsolute ? `/${joined}` : joined || '.';
}
