import { posix } from 'node:path';
import { foldersAbove } from '../../basics/folders-above.js';
import { HOME } from '../../basics/home.js';
import { unique } from '../../basics/unique.js';
import type { BuildContext } from '../../context/context.js';
import type { EntryPoint } from '../../plan/entry-points.js';
import { contextPrefix, startOf } from '../../plan/start.js';
import type { Mopyfile } from '../../validate/mopyfile.js';

/** More files than this are not read for a hint. */
const MAXIMUM_FILES = 200;

/** A module of the build context that the program imports and `project` does not name. */
interface Neighbour {
  /** The file with the import. */
  readonly file: string;
  readonly name: string;
  /** The module's file or folder. */
  readonly path: string;
}

/**
 * A sentence about a module that lies in the build context and is not copied, for when a build has failed: a build sees
 * what it is given alone. Imports are found by their lines, so that one within a text may be taken for one.
 */
export async function neighbourHint(mopyfile: Mopyfile, context: BuildContext): Promise<string | undefined> {
  const start = startOf(mopyfile);
  if (start === undefined || mopyfile.project === undefined) {
    return undefined;
  }
  const prefix = contextPrefix(mopyfile);
  const home = posix.join(HOME, mopyfile.project.folder ?? '.');
  const files = start.entryPoints
    .filter(({ kind }) => kind !== 'program')
    .map((entry) => posix.join(prefix, startPath(entry, home)));
  const neighbour = await findNeighbour({ mopyfile, context, prefix }, files);
  return (
    neighbour &&
    `if the import of \`${neighbour.name}\` in ${neighbour.file} failed: add \`${neighbour.path}\`, which is in the build context, to \`project\``
  );
}

/** The path of a module below the working directory, without `.py`. */
function startPath({ kind, name }: EntryPoint, workingDirectory: string): string {
  return kind === 'script'
    ? posix.relative(workingDirectory, posix.resolve(workingDirectory, name)).replace(/\.py$/, '')
    : name.replaceAll('.', '/');
}

interface Search {
  readonly mopyfile: Mopyfile;
  readonly context: BuildContext;
  /** The folder of the context that the working directory is made of. */
  readonly prefix: string;
}

/** @param starts paths of modules in the context, without `.py` */
async function findNeighbour(search: Search, starts: readonly string[]): Promise<Neighbour | undefined> {
  const pending = [...starts];
  for (let index = 0; index < Math.min(pending.length, MAXIMUM_FILES); index += 1) {
    for (const file of await filesOf(search.context, pending[index] ?? '')) {
      const bytes = await search.context.read(file);
      for (const module of importedModules(new TextDecoder().decode(bytes))) {
        const found = await locate(search, file, module);
        if (found !== undefined && !isCopied(search.mopyfile, found.path)) {
          return found;
        }
        const paths =
          found === undefined ? [] : [posix.join(posix.dirname(found.path), module.replaceAll('.', '/'))];
        pending.push(...paths.filter((path) => !pending.includes(path)));
      }
    }
  }
  return undefined;
}

/** The files that are run when a module is imported or started. */
async function filesOf(context: BuildContext, path: string): Promise<readonly string[]> {
  const names = [`${path}.py`, `${path}/__init__.py`, `${path}/__main__.py`];
  const kinds = await Promise.all(names.map(async (name) => (await context.stat(name))?.kind));
  return names.filter((_, index) => kinds[index] === 'file');
}

/** Modules of imports that begin a line, without those that are relative to their package. */
function importedModules(text: string): readonly string[] {
  const lines = text.matchAll(/^(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w., \t]+))/gm);
  const modules = [...lines].flatMap(([, from, list = '']) =>
    from === undefined ? list.split(',').map((word) => word.trim().split(/\s/)[0] ?? '') : [from],
  );
  return unique(modules.filter((module) => /^[A-Za-z_]/.test(module)));
}

/** The uppermost package of a module, beside the program, in a folder above it, or in `src`. */
async function locate(search: Search, file: string, module: string): Promise<Neighbour | undefined> {
  const [name = ''] = module.split('.');
  for (const folder of unique([...upwards(search.prefix), 'src'])) {
    for (const path of [`${name}.py`, name].map((last) => posix.join(folder, last))) {
      const kind = (await search.context.stat(path))?.kind;
      if (kind === (path.endsWith('.py') ? 'file' : 'directory')) {
        return { file, name, path };
      }
    }
  }
  return undefined;
}

/** A folder and those above it, from the bottom up. */
function upwards(folder: string): readonly string[] {
  return folder === '.' ? ['.'] : [folder, ...[...foldersAbove(folder)].reverse(), '.'];
}

function isCopied({ project }: Mopyfile, path: string): boolean {
  return (project?.parts ?? []).some(
    ({ path: part }) => part.path === '.' || path === part.path || path.startsWith(`${part.path}/`),
  );
}
