import { folderOf, isModule, type SourceFile } from './sources.js';
import type { Survey } from './survey.js';

/** Files that are read for their imports, at most: further ones mostly import the same. */
const MAXIMUM_FOLLOWED = 200;

/** Looking for more names in a file would take as long as parsing it. */
const MAXIMUM_NAMES = 1000;

/** Files that no program reads when it runs. */
const NEVER =
  /^(requirements.*|setup\.(py|cfg)|Pipfile(\.lock)?|.*\.lock|(docker-)?compose.*|Dockerfile.*|Makefile|Procfile|runtime\.txt|LICEN[CS]E.*|Mopyfile.*|tests?|docs?|\.[^/]*)$/i;

/** Folders and files that frameworks look for by their name, beside the program. */
const BY_NAME = [
  'templates',
  'static',
  'locale',
  'translations',
  'alembic',
  'alembic.ini',
  'migrations',
  'gunicorn.conf.py',
];

/** Paths that streamlit and chainlit look for. Their folders of settings also hold secrets, which no image is to have. */
const BY_FRAMEWORK: Readonly<Record<string, readonly string[]>> = {
  streamlit: ['pages/', '.streamlit/config.toml'],
  chainlit: ['chainlit.md', '.chainlit/config.toml', '.chainlit/translations/', 'public/'],
};

/**
 * The entries of a folder that a program needs: what it imports, followed through the project, what its text names, and
 * what its frameworks look for by name.
 *
 * @param root the folder that imports count from
 * @param entries those that it needs in any case, as they are returned: what these need belongs to it, too
 * @returns paths from that folder, folders with a slash at their end, those of the program first
 */
export async function neededFiles(
  survey: Survey,
  root: string,
  start: SourceFile,
  entries: readonly string[],
): Promise<readonly string[]> {
  const tops = topEntries(survey, root);
  const needed = new Set<string>();
  let pattern = { needed: -1, expression: /^/ };
  const open = [start.path];
  const seen = new Set(open);
  for (const entry of entries) {
    addEntry(entry);
  }
  for (const [index, path] of open.entries()) {
    if (index === MAXIMUM_FOLLOWED) {
      break;
    }
    addEntry(topOf(path, root));
    // Parsing takes longer than reading: most files name nothing that is not there already.
    const module = wanted().test((await survey.text(path)) ?? '') ? await survey.python(path) : undefined;
    for (const name of module?.imports ?? []) {
      const [first = ''] = name.module.split('.');
      if (first !== '' && isModule(survey, root + first)) {
        addEntry(tops.has(`${first}/`) ? `${first}/` : `${first}.py`);
      }
      for (const entry of BY_FRAMEWORK[first] ?? []) {
        if (survey.files.has(root + entry) || survey.folders.has(root + entry.replace(/\/$/, ''))) {
          addEntry(entry);
        }
      }
    }
    for (const text of module?.strings ?? []) {
      addNamed(/^(?:\.\/)?([\w. -]+)(?:\/|$)/.exec(text)?.[1] ?? '');
    }
  }
  for (const name of BY_NAME) {
    addNamed(name);
  }
  return [...needed];

  /** Finds names that a file can have and that are not needed yet, without slashes and endings. */
  function wanted(): RegExp {
    if (pattern.needed !== needed.size) {
      const open = [...tops].filter((entry) => !needed.has(entry));
      const names = [...Object.keys(BY_FRAMEWORK), ...open.map((entry) => entry.replace(/\/$|\.py$/, ''))];
      pattern = { needed: needed.size, expression: anyOf(names) };
    }
    return pattern.expression;
  }

  function addEntry(entry: string): void {
    if (needed.has(entry)) {
      return;
    }
    needed.add(entry);
    const files = entry.endsWith('/')
      ? [...survey.files].filter((file) => file.startsWith(root + entry) && file.endsWith('.py'))
      : [root + entry].filter((file) => file.endsWith('.py'));
    for (const file of files.filter((one) => !seen.has(one))) {
      seen.add(file);
      open.push(file);
    }
  }

  function addNamed(name: string): void {
    const entry = [name, `${name}/`].find((one) => tops.has(one));
    if (entry !== undefined && !NEVER.test(name)) {
      addEntry(entry);
    }
  }
}

/** Matches a text that has one of the names in it; of many names it matches any. */
function anyOf(names: readonly string[]): RegExp {
  return names.length > MAXIMUM_NAMES
    ? /^/
    : new RegExp(names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));
}

function topOf(path: string, root: string): string {
  const [first = '', ...rest] = path.slice(root.length).split('/');
  return rest.length === 0 ? first : `${first}/`;
}

function topEntries({ files, folders }: Survey, root: string): ReadonlySet<string> {
  const inRoot = (path: string) => folderOf(path) === root;
  return new Set([
    ...[...files].filter(inRoot).map((path) => path.slice(root.length)),
    ...[...folders].filter(inRoot).map((path) => `${path.slice(root.length)}/`),
  ]);
}
