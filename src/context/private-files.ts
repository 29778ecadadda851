import { posix } from 'node:path';
import { lookUp, type VisibleContext } from './context.js';
import type { IgnoreRules } from './ignore/ignore.js';
import { escapePattern, patternCompiler } from './ignore/ignore-pattern.js';
import { type ListedContext, type WalkedEntry, walkFolder } from './walk.js';

/** Names of files that hold passwords or tokens. `.env.example` and the like are there to be read. */
const SECRET_FILE =
  /^(?:\.env(?:\.(?:prod|production|staging|secrets?))?|\.env(?:\.\w+)?\.local|[._]netrc|\.pypirc|\.pgpass|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519))$/;

/** Private keys among PEM files, which mostly hold certificates. */
const KEY_FILE = /^(?:.*[-_.])?(?:priv(?:ate)?[-_]?key|privkey|private|key)\d*\.pem$/i;
const PUBLIC_KEY = /pub(?:lic)?[-_]?key/i;

/** Files of programs by the folder that they lie in. */
const SETTINGS = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/;

/** Folders with all that a repository ever held; a file of such a name only says where the folder is. */
const HISTORY = new Set(['.git', '.hg', '.svn']);

/** Folders whose keys and passwords are made up. */
const MADE_UP = /(?:^|\/)(?:tests?|testing|testdata|fixtures|examples?)\//;

/** Patterns below a folder that match every private path, and few others: what they match may have to be sent to be seen. */
const CANDIDATES = [
  ...HISTORY,
  '.env',
  '.env.*',
  '[._]netrc',
  '.pypirc',
  '.pgpass',
  '.git-credentials',
  ...['rsa', 'dsa', 'ecdsa', 'ed25519'].map((kind) => `id_${kind}`),
  '*.[pP][eE][mM]',
  '.aws/credentials',
  '.docker/config.json',
  '.kube/config',
];

/**
 * The private files and folders in a folder, at any depth, that the ignore rules let in. A pattern such as `!.git`, which
 * lets one in by its name, says that it is meant. None where the context has no listings at all.
 *
 * @returns normalised paths, those at the top first
 */
export async function privateFiles(
  visible: VisibleContext,
  rules: IgnoreRules,
  folder: string,
): Promise<readonly string[]> {
  const root = (await visible.context.stat(folder))?.through?.at(-1) ?? folder;
  const meant = rules.patterns.filter((pattern) => pattern.startsWith('!'));
  const found: string[] = [];
  for (const entry of await walkFolder(withCandidates(visible, rules, root), root)) {
    const { path } = entry;
    const isCandidate = isNamedPrivate(entry, root) && !meant.some((pattern) => lets(pattern, path));
    if (isCandidate && (await isVisible(visible, entry))) {
      found.push(path);
    }
  }
  return found;
}

/** A context whose whole listings are dear is asked for what may be private alone, and for nothing in such folders. */
function withCandidates(visible: VisibleContext, rules: IgnoreRules, folder: string): ListedContext {
  const { context, isIgnored } = visible;
  if (context.list !== undefined || context.listSelected === undefined) {
    return visible;
  }
  const patterns = CANDIDATES.map((name) => posix.join(escapePattern(folder), '**', name));
  const excludes = [...rules.patterns, ...patterns.map((pattern) => `${pattern}/*`)];
  return { context: { list: context.listSelected({ patterns, excludes }) }, isIgnored };
}

/** A link is as private as the file that it leads to, whatever that is called. */
async function isVisible(visible: VisibleContext, { kind, path }: WalkedEntry): Promise<boolean> {
  return kind === 'link' ? typeof (await lookUp(visible, path)) === 'object' : !visible.isIgnored(path);
}

function isNamedPrivate({ name, kind, path }: WalkedEntry, folder: string): boolean {
  if (kind === 'directory') {
    return HISTORY.has(name);
  }
  const isNamedSo =
    SECRET_FILE.test(name) || SETTINGS.test(path) || (KEY_FILE.test(name) && !PUBLIC_KEY.test(name));
  return isNamedSo && !MADE_UP.test(posix.relative(folder, path));
}

/** True for a negated pattern that has the path's own name at its end: `!**` means whatever is there. */
function lets(pattern: string, path: string): boolean {
  if (posix.basename(pattern.replace(/^!/, '')) !== posix.basename(path)) {
    return false;
  }
  const compiled = patternCompiler()(pattern);
  return typeof compiled === 'object' && compiled.matches(path);
}
