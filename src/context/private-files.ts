import { posix } from 'node:path';
import { unique } from '../basics/unique.js';
import { lookUp, type VisibleContext } from './context.js';
import type { IgnoreRules } from './ignore/ignore.js';
import { patternCompiler } from './ignore/ignore-pattern.js';
import { type WalkedEntry, walkFolder } from './walk.js';

/** Files that the built-in list leaves out since they hold secrets: passwords, and all that a repository ever held. */
const PRIVATE: ReadonlyMap<string, string> = new Map([
  ['.env', '.env'],
  ['.git/HEAD', '.git'],
]);

/** Paths that tell, below a folder; of a folder a file, since it would be sent whole to a frontend that asks for it. */
export const PRIVATE_FILES: readonly string[] = [...PRIVATE.keys()];

/** Names of files that hold passwords or tokens. `.env.example` and the like are there to be read. */
const SECRET_FILE =
  /^(?:\.env(?:\.(?:prod|production|staging|secrets?))?|\.env(?:\.\w+)?\.local|[._]netrc|\.pypirc|\.pgpass|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519))$/;

/** Private keys among PEM files, which mostly hold certificates. */
const KEY_FILE = /^(?:.*[-_.])?(?:priv(?:ate)?[-_]?key|privkey|private|key)\d*\.pem$/i;
const PUBLIC_KEY = /pub(?:lic)?[-_]?key/i;

/** Files of programs by the folder that they lie in. */
const SETTINGS = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/;

/** Folders with all that a repository ever held; a file of such a name only tells where the folder is. */
const HISTORY = new Set(['.git', '.hg', '.svn']);

/** Folders whose keys and passwords are made up. */
const MADE_UP = /(?:^|\/)(?:tests?|testing|testdata|fixtures|examples?)\//;

/**
 * The private files and folders in a folder that the ignore rules let in: at its top, and below where the context has
 * listings. A pattern such as `!.git`, which lets one in by its name, says that it is meant.
 *
 * @returns normalised paths, those at the top first
 */
export async function privateFiles(
  visible: VisibleContext,
  { patterns }: IgnoreRules,
  folder: string,
): Promise<readonly string[]> {
  const top = await Promise.all(
    [...PRIVATE].map(async ([file, name]) => {
      const entry = await lookUp(visible, posix.join(folder, file));
      return typeof entry === 'object' ? [posix.join(folder, name)] : [];
    }),
  );
  const walked = (await walkFolder(visible, folder)).filter(
    (entry) => isPrivate(entry, folder) && !visible.isIgnored(entry.path),
  );
  const named = patterns.filter((pattern) => pattern.startsWith('!'));
  return unique([...top.flat(), ...walked.map(({ path }) => path)]).filter(
    (path) => !named.some((pattern) => lets(pattern, path)),
  );
}

function isPrivate({ name, kind, path }: WalkedEntry, folder: string): boolean {
  if (kind === 'directory') {
    return HISTORY.has(name);
  }
  const isNamedSo =
    SECRET_FILE.test(name) || SETTINGS.test(path) || (KEY_FILE.test(name) && !PUBLIC_KEY.test(name));
  return kind === 'file' && isNamedSo && !MADE_UP.test(posix.relative(folder, path));
}

/** True for a negated pattern that has the path's own name at its end: `!**` means whatever is there. */
function lets(pattern: string, path: string): boolean {
  if (posix.basename(pattern.replace(/^!/, '')) !== posix.basename(path)) {
    return false;
  }
  const compiled = patternCompiler()(pattern);
  return typeof compiled === 'object' && compiled.matches(path);
}
