import { unique } from '../basics/unique.js';
import type { Location } from '../source/source.js';
import type {
  ContextPath,
  LocalRequirement,
  LockedRequirement,
  LockRequirement,
  Mopyfile,
  PackageIndex,
  Requirement,
} from '../validate/mopyfile.js';
import type { CredentialSpeller } from './credentials.js';
import { withoutDoubledNames } from './doubled-names.js';

/** Folder of the requirements stage that has the context's layout; the list lies beside it. */
export const CONTEXT_FOLDER = 'context';

/** The requirements file that the entries of `pip` become. */
export const LIST_NAME = 'requirements.txt';

/** Versions of lock files, beside the list of what else is installed. */
export const CONSTRAINTS_NAME = 'constraints.txt';

/** An entry of `pip` as pip takes it, or one of a lock file that goes without hashes. */
export type PlainRequirement = Exclude<Requirement, LockRequirement>;

/** Everything that pip installs without hashes. */
export function plainRequirements(mopyfile: Mopyfile): readonly PlainRequirement[] {
  return [...remoteRequirements(mopyfile), ...projectRequirements(mopyfile)];
}

/** The list that pip resolves: all without hashes, with the dependencies of those projects that are installed behind it. */
export function remoteRequirements(mopyfile: Mopyfile): readonly PlainRequirement[] {
  return unlocked(mopyfile).flatMap((entry): readonly PlainRequirement[] =>
    entry.kind === 'local' && entry.dependencies !== undefined ? entry.dependencies : [entry],
  );
}

/** The projects of the context that need nothing more when they are installed. */
export function projectRequirements(mopyfile: Mopyfile): readonly LocalRequirement[] {
  return unlocked(mopyfile).flatMap((entry) =>
    entry.kind === 'local' && entry.dependencies !== undefined ? [entry] : [],
  );
}

function unlocked({ requirements }: Mopyfile): readonly PlainRequirement[] {
  return requirements.flatMap((entry) => (entry.kind === 'lock' ? entry.further : [entry]));
}

/** Whether the lock files list all that their packages need: of a requirements file pip has to see to it. */
export function isClosed(mopyfile: Mopyfile): boolean {
  return lockRequirements(mopyfile).every(({ options }) => options === undefined);
}

/** The lock files with archives that are known by their hashes, or with nothing at all. */
export function lockRequirements({ requirements }: Mopyfile): readonly LockRequirement[] {
  return requirements
    .filter((entry) => entry.kind === 'lock')
    .filter(({ locked, further }) => locked.length > 0 || further.length === 0);
}

/**
 * The requirements file that pip is given: everything of the Mopyfile goes in here, so nothing of it
 * passes through a shell. Requirements files are named relative to the list, projects and archives
 * relative to pip's working directory, which is the context folder.
 */
export function requirementList(
  mopyfile: Mopyfile,
  requirements: readonly PlainRequirement[],
  credentials: CredentialSpeller,
): string {
  return asLines([
    ...indexLines(mopyfile, credentials),
    ...(projectRequirements(mopyfile).length > 0 ? withoutDoubledNames : unique)(
      requirements.map((requirement) => requirementLine(requirement, credentials)),
    ),
  ]);
}

/** The requirements file of all that lock files have hashes for. */
export function lockedList(mopyfile: Mopyfile, credentials: CredentialSpeller): string {
  const locked = lockRequirements(mopyfile).flatMap((entry) => entry.locked);
  return asLines([
    ...indexLines(mopyfile, credentials),
    ...unique(locked.map((requirement) => lockedLine(requirement, credentials))),
  ]);
}

/**
 * The constraints that keep pip from installing other versions than a lock's: bare versions, since hashes in a file of
 * constraints would be asked of everything, and old versions of pip take nothing else there.
 */
export function constraintList(mopyfile: Mopyfile): string {
  return asLines(unique(lockRequirements(mopyfile).flatMap(({ constraints }) => constraints)));
}

/**
 * The part of the input of `credentials.py` about the variables that requirements refer to: the names that they hold in the
 * build, and the URLs that they may be sent to.
 */
export function referenceList({ references }: Mopyfile, credentials: CredentialSpeller): string | undefined {
  const variables = references.map(
    ({ name, location }) => [name, credentials.nameOf({ value: name, location })] as const,
  );
  const names = new Map(variables);
  const urls = references.map(({ address }) =>
    address.replace(/\$\{([A-Z0-9_]+)\}/g, (written, name) => names.get(name) ?? written),
  );
  return references.length === 0
    ? undefined
    : `${JSON.stringify({ variables: Object.fromEntries(variables), urls: unique(urls) }, undefined, 1)}\n`;
}

function asLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function indexLines({ indices, requirements }: Mopyfile, credentials: CredentialSpeller): readonly string[] {
  return [
    ...indices.map((index) => indexLine(index, credentials)),
    ...unique(indices.flatMap(({ trustedHost }) => trustedHost ?? [])).map(
      (host) => `--trusted-host ${host}`,
    ),
    ...unique(requirements.flatMap((entry) => (entry.kind === 'lock' ? (entry.options ?? []) : []))),
  ];
}

function lockedLine({ text, hashes }: LockedRequirement, credentials: CredentialSpeller): string {
  return [credentials.spell(text), ...hashes.map((hash) => `--hash=${hash}`)].join(' \\\n    ');
}

/** Of what means something to pip's words, a URL can hold the apostrophe alone. */
function indexLine({ url, secret, default: replaces }: PackageIndex, credentials: CredentialSpeller): string {
  const spelled = credentials.spell(url).replaceAll("'", '%27');
  const address =
    secret === undefined ? spelled : spelled.replace('://', `://${credentials.nameOf(secret)}:@`);
  return `${replaces ? '--index-url' : '--extra-index-url'} ${address}`;
}

function requirementLine(requirement: PlainRequirement, credentials: CredentialSpeller): string {
  return requirement.kind === 'requirements-file'
    ? `-r ${quoteWord(`${CONTEXT_FOLDER}/${requirement.path.path}`)}`
    : credentials.spell(requirement.text);
}

/** pip splits the options of a requirements file as a POSIX shell splits words. */
function quoteWord(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** Paths of the context that pip reads: sorted, and none that lies in a folder that comes along anyway. */
export function requiredPaths(mopyfile: Mopyfile): readonly ContextPath[] {
  return outermost([...ownPaths(plainRequirements(mopyfile)), ...mopyfile.included.paths]);
}

/** Those of them that pip reads when it resolves. */
export function remotePaths(mopyfile: Mopyfile): readonly ContextPath[] {
  return outermost([...ownPaths(remoteRequirements(mopyfile)), ...mopyfile.included.paths]);
}

/** The folders of the projects that are installed last. */
export function projectPaths(mopyfile: Mopyfile): readonly ContextPath[] {
  return outermost(ownPaths(projectRequirements(mopyfile)));
}

function ownPaths(requirements: readonly PlainRequirement[]): readonly ContextPath[] {
  return requirements.flatMap((requirement) => ('path' in requirement ? [requirement.path] : []));
}

function outermost(paths: readonly ContextPath[]): readonly ContextPath[] {
  const all = new Map(paths.map((entry) => [entry.path, entry]));
  const folders = [...all.values()].filter(({ kind }) => kind === 'directory').map(({ path }) => path);
  const covered = (path: string): boolean =>
    folders.some((folder) => folder !== path && (folder === '.' || path.startsWith(`${folder}/`)));
  return [...all.values()].filter(({ path }) => !covered(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The entries of `pip`: what a step that handles all of them is about. */
export function requirementLocations({ requirements }: Mopyfile): readonly Location[] {
  return requirements.map(({ location }) => location);
}

/** True when a folder of the build context is installed. */
export function hasLocalProject(mopyfile: Mopyfile): boolean {
  return hasFolder(requiredPaths(mopyfile));
}

/** True with a folder among the paths, perhaps a work tree of git. */
export function hasFolder(paths: readonly ContextPath[]): boolean {
  return paths.some(({ kind }) => kind === 'directory');
}

/** A lock file, or a project, may bring along several requirements at one place. */
export function uniqueLocations(locations: readonly Location[]): readonly Location[] {
  return [...new Map(locations.map((location) => [location.span, location])).values()];
}
