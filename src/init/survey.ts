import type { BuildContext, ListedEntry } from '../context/context.js';
import { loadIgnoreRules } from '../context/ignore/ignore.js';
import { ignoreMatcher } from '../context/ignore/ignore-matcher.js';
import type { PythonModule } from './python/python-module.js';
import { readPython } from './python/read-python.js';

/** A folder of which a Mopyfile is to be written: what is in it, and what its files say. */
export interface Survey {
  /** Paths of files, those above others first, without what is ignored. */
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Folders with Python files in them or below. */
  readonly packages: ReadonlySet<string>;
  /** A file's text, line ends as `\n`; undefined where there is none. */
  text(path: string): Promise<string | undefined>;
  /** A Python file, read and not run; undefined where there is none. */
  python(path: string): Promise<PythonModule | undefined>;
}

/** More files than a person has written are not listed, and nothing that starts lies deeper. */
const MAXIMUM_ENTRIES = 20_000;
const MAXIMUM_DEPTH = 5;

/** A longer file holds data. */
const MAXIMUM_BYTES = 1024 * 1024;

/** Folders that hold nothing of the program itself. */
const FOREIGN =
  /^(\..*|venv|env|virtualenv|node_modules|__pycache__|__pypackages__|site-packages|htmlcov|.*\.egg-info)$/;

/** Hidden folders that programs need. */
const HIDDEN_NEEDED: ReadonlySet<string> = new Set(['.streamlit', '.chainlit']);

/**
 * Looks through a folder. Nothing is read before it is asked for, and nothing twice. Ignore rules are asked about folders
 * and the files of the uppermost: what they leave out of folders is for the build to know.
 */
export async function survey(context: BuildContext): Promise<Survey> {
  const { rules } = await loadIgnoreRules(context);
  // Files that the built-in list leaves out are foreign anyway.
  const isIgnored = rules.origin === 'built-in' ? () => false : ignoreMatcher(rules.patterns);
  const listing = await listed(context, isIgnored);
  const texts = new Map<string, Promise<string | undefined>>();
  const modules = new Map<string, Promise<PythonModule | undefined>>();
  const text = (path: string) => once(texts, path, () => readText(context, path));
  return {
    ...listing,
    text,
    python: (path) =>
      once(modules, path, async () => {
        const source = await text(path);
        return source === undefined ? undefined : readPython(source);
      }),
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

async function readText(context: BuildContext, path: string): Promise<string | undefined> {
  const bytes = await context.read(path);
  return bytes === undefined || bytes.length > MAXIMUM_BYTES
    ? undefined
    : decoded(bytes).replaceAll('\r\n', '\n');
}

/** UTF-8, or what PowerShell writes: UTF-16 with a byte order mark, which TextDecoder drops. */
function decoded(bytes: Uint8Array): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}

async function listed(
  context: BuildContext,
  isIgnored: (path: string) => boolean,
): Promise<Pick<Survey, 'files' | 'folders' | 'packages'>> {
  const files = new Set<string>();
  const folders = new Set<string>();
  const packages = new Set<string>();
  const open = ['.'];
  for (const folder of open) {
    const isTop = folder === '.';
    const start = isTop ? '' : `${folder}/`;
    let hasPython = false;
    for (const { name, kind } of sorted((await context.list?.(folder)) ?? [])) {
      const path = start + name;
      if (kind === 'file' && !(isTop && isIgnored(path))) {
        files.add(path);
        hasPython ||= name.endsWith('.py');
      } else if (kind === 'directory' && isOwn(name) && !isIgnored(path)) {
        folders.add(path);
        open.push(...(path.split('/').length < MAXIMUM_DEPTH ? [path] : []));
      }
    }
    if (hasPython) {
      addWithParents(packages, folder);
    }
    if (files.size + folders.size > MAXIMUM_ENTRIES) {
      break;
    }
  }
  return { files, folders, packages };
}

/** By name. Most file systems' listings are in order as they come, and looking takes less than sorting. */
function sorted(entries: readonly ListedEntry[]): readonly ListedEntry[] {
  const isSorted = entries.every(({ name }, index) => index === 0 || (entries[index - 1]?.name ?? '') < name);
  return isSorted ? entries : entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Adds a folder and those above it, but for the uppermost. */
function addWithParents(found: Set<string>, folder: string): void {
  for (let end = folder === '.' ? 0 : folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
    found.add(folder.slice(0, end));
  }
}

function isOwn(name: string): boolean {
  return HIDDEN_NEEDED.has(name) || !FOREIGN.test(name);
}
