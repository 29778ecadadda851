import { foldersAbove } from '../basics/folders-above.js';
import type { PythonModule } from './python/python-module.js';
import type { Survey } from './survey.js';

/** A Python file of the project. */
export interface SourceFile {
  readonly path: string;
  readonly module: PythonModule;
}

/** More files are not read: what starts a program lies near the top and has one of the usual names. */
const MAXIMUM_READ = 100;

/** Folders whose files start no program. */
const ASIDE =
  /(^|\/)(tests?|testing|docs?|examples?|samples|migrations|versions|alembic|scripts|tools|benchmarks?|build|dist)\//;

/** Names of files that start no program, without their ending. */
const ASIDE_NAMES = /^(setup|conftest|noxfile|fabfile|tasks_test|test_\w+|\w+_test)$/;

/** Names of files that start a program, the likeliest first, with their places. */
const USUAL_NAMES: ReadonlyMap<string, number> = new Map(
  [
    'main',
    'app',
    'asgi',
    'wsgi',
    'application',
    'server',
    'api',
    'web',
    'streamlit_app',
    'run',
    'bot',
    'worker',
    'celery',
    'celery_app',
    'tasks',
    '__init__',
    '__main__',
    'cli',
    'job',
  ].map((name, index) => [name, index]),
);

/** Words without which a file starts nothing: parsing takes longer than reading. */
const STARTING =
  /FastAPI|Flask|Litestar|Quart|blacksheep|Starlette|falcon|Dash|Bottle|Celery|streamlit|gradio|chainlit|_app\b|__main__/;

/**
 * The project's Python files that may start it, the likeliest first.
 *
 * @param which `starting` leaves out files that do not look like it, but for those at the top
 */
export async function sourceFiles(
  survey: Survey,
  base: string,
  which: 'all' | 'starting',
): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = [];
  for (const path of likeliest(survey, base)) {
    const isTop = folderOf(path) === base || path.endsWith('/__main__.py');
    const isWanted = which === 'all' || isTop || STARTING.test((await survey.text(path)) ?? '');
    const module = isWanted ? await survey.python(path) : undefined;
    if (module !== undefined) {
      found.push({ path, module });
    }
  }
  return found;
}

/**
 * The Python files that may start a program, the likeliest first, as many as are read. Of a large folder each file is one
 * look at its name: folders are judged once, and files that would not be read anyway not at all.
 */
function likeliest({ files }: Survey, base: string): readonly string[] {
  const aside = new Map<string, boolean>();
  const ranked: string[][] = [];
  for (const path of files) {
    if (!path.endsWith('.py') || !path.startsWith(base)) {
      continue;
    }
    const folder = folderOf(path);
    const name = path.slice(folder.length, -'.py'.length);
    const rank = folder.split('/').length * 100 + (USUAL_NAMES.get(name) ?? USUAL_NAMES.size);
    const equals = ranked[rank] ?? [];
    ranked[rank] = equals;
    if (equals.length < MAXIMUM_READ && !isAside(folder) && !ASIDE_NAMES.test(name)) {
      equals.push(path);
    }
  }
  return ranked.flat().slice(0, MAXIMUM_READ);

  function isAside(folder: string): boolean {
    const known = aside.get(folder) ?? ASIDE.test(folder.slice(base.length));
    aside.set(folder, known);
    return known;
  }
}

/** `folder/` of a path, or nothing at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return path.slice(0, slash + 1);
}

/** Where a module begins: `app/main.py` below `` is `app.main`. */
export function moduleName(path: string, root: string): string {
  return path
    .slice(root.length)
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

/**
 * The folder that has to be Python's first for a file's imports to work: of the folders above it the one that has most of
 * what it imports, else the one above its outermost package.
 */
export function importRoot(survey: Survey, base: string, { path, module }: SourceFile): string {
  const above = rootsAbove(path, base).filter((folder) => !survey.files.has(`${folder}__init__.py`));
  const own = path.replace(/\.py$/, '');
  const names = new Set(
    module.imports.filter((one) => !one.module.startsWith('.')).map((one) => one.module.split('.')[0] ?? ''),
  );
  const counts = above.map(
    (root) => [...names].filter((name) => root + name !== own && isModule(survey, root + name)).length,
  );
  const most = Math.max(0, ...counts);
  if (most > 0) {
    return above[counts.indexOf(most)] ?? base;
  }
  const isRelative = module.imports.some((one) => one.module.startsWith('.'));
  const outermost = above.at(-1) ?? base;
  return isRelative && outermost === folderOf(path)
    ? parentOf(outermost, base)
    : sourceRoot(outermost, path, base);
}

/** `src/main.py` starts in `src`, `app/main.py` beside `app`. */
function sourceRoot(root: string, path: string, base: string): string {
  return root === folderOf(path) && root !== base && !/(^|\/)(src|source)\/$/.test(root)
    ? parentOf(root, base)
    : root;
}

function parentOf(folder: string, base: string): string {
  return folder === base ? base : folderOf(folder.slice(0, -1));
}

/** Folders from the base down to the file's own, each with its slash. */
function rootsAbove(path: string, base: string): readonly string[] {
  return [base, ...[...foldersAbove(path.slice(base.length))].map((folder) => `${base}${folder}/`)];
}

/** Whether a path without an ending is a module or a package. */
export function isModule({ files, packages }: Survey, path: string): boolean {
  return files.has(`${path}.py`) || packages.has(path);
}
