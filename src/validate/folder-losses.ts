import type { ContextPath } from '../context/context.js';
import { type FolderLosses, folderLosses, type LinkOut } from '../context/folder-losses.js';
import type { Span } from '../source/source.js';
import type { KeyInput } from './key.js';
import type { Violation } from './report.js';

/** A folder or file that an entry of the Mopyfile has copied. */
export interface CopiedPath {
  readonly path: ContextPath;
  readonly at: Span;
}

/**
 * Warns of links that lead out of folders, and of folders that mopy's own ignore list takes for something else.
 *
 * @param besides other paths that are copied together with these and keep their places
 */
export async function warnOfLosses(
  copied: readonly CopiedPath[],
  { visible, ignore, report }: KeyInput,
  besides: readonly ContextPath[] = [],
): Promise<void> {
  const paths = [...copied.map(({ path }) => path), ...besides].map(({ path }) => path);
  for (const { path, at } of copied) {
    if (path.kind === 'directory') {
      const losses = await folderLosses(visible, path.path, paths);
      for (const violation of violationsOf(path.path, losses, ignore.origin === 'built-in')) {
        report({ ...violation, severity: 'warning', at });
      }
    }
  }
}

function violationsOf(
  folder: string,
  { linksOut, misnamed }: FolderLosses,
  isOwnList: boolean,
): readonly Omit<Violation, 'at'>[] {
  const [link] = linksOut;
  return [
    ...(link === undefined ? [] : [linkViolation(folder, link, linksOut.length - 1)]),
    ...(isOwnList ? misnamed.map(leftOutViolation) : []),
  ];
}

function linkViolation(folder: string, { path, end }: LinkOut, others: number): Omit<Violation, 'at'> {
  const more = others === 0 ? '' : ` (and ${others} more of its links)`;
  const place = folder === '.' || end === undefined ? 'the build context' : `\`${folder}\``;
  const where = end === undefined ? '' : `to \`${end}\`, `;
  return {
    code: 'folder-link-outside',
    message: `the link \`${path}\` leads ${where}out of ${place}, and to nothing in the copy${more}`,
    hint: 'put the files themselves there: a folder is copied without what its links lead to',
  };
}

function leftOutViolation(path: string): Omit<Violation, 'at'> {
  const kind = path.endsWith('node_modules')
    ? 'has no `package.json` beside it'
    : 'is no virtual environment';
  return {
    code: 'folder-left-out',
    message: `mopy's own ignore list leaves \`${path}\` out for its name, though it ${kind}`,
    hint: `write a \`.dockerignore\`, which takes the place of that list: with what is to be left out, and \`!${path}\` at its end`,
  };
}
