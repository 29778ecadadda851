import { posix } from 'node:path';
import { decodeRequirementsFile } from '../requirement/decode.js';
import { type LocalPath, readLocalPath } from '../requirement/local-path.js';
import {
  type FileEntry,
  fileCredentialSpans,
  readRequirementsFile,
} from '../requirement/requirements-file.js';
import { addressCredentialSpans, maskUrls, mergeSpans } from '../source/credentials.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Source, Span } from '../source/source.js';
import { type ContextPath, lookUp, type VisibleContext } from './context.js';
import { checkLocalRequirement, type PathProblem, unreadable } from './local-requirement.js';

/** What the requirements files that a Mopyfile names bring with them, followed recursively. */
export interface IncludedRequirements {
  /** Further requirements and constraint files, local projects and archives, sorted, no duplicates. */
  readonly paths: readonly ContextPath[];
  /** Of the files that the Mopyfile names, those in which a git URL occurs, or in what they include. */
  readonly gitFiles: readonly string[];
  /** A git-over-SSH URL occurs in one of the files. */
  readonly ssh: boolean;
}

export interface FollowedRequirements {
  readonly included: IncludedRequirements;
  /** In the order of files and lines, each with the place in its own file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What was found so far. */
interface Findings {
  readonly visible: VisibleContext;
  /** Files that were read: once is enough. */
  readonly seen: Set<string>;
  readonly paths: Map<string, ContextPath>;
  /** Files that a file includes itself. */
  readonly includes: Map<string, readonly string[]>;
  /** How git reaches what a file itself names. */
  readonly transports: Map<string, Set<'http' | 'ssh'>>;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads requirements files (normalised context paths; those that are not there are passed over: whoever names
 * them says so) with everything that they include, as pip does.
 */
export async function followRequirementsFiles(
  visible: VisibleContext,
  files: readonly string[],
): Promise<FollowedRequirements> {
  const findings: Findings = {
    visible,
    seen: new Set(),
    paths: new Map(),
    includes: new Map(),
    transports: new Map(),
    diagnostics: [],
  };
  for (const file of files) {
    await followFile(findings, [file]);
  }
  const { paths, transports, diagnostics } = findings;
  return {
    included: {
      paths: [...paths.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
      gitFiles: files.filter((file) => [...reach(findings, file)].some((path) => transports.has(path))),
      ssh: [...transports.values()].some((used) => used.has('ssh')),
    },
    diagnostics,
  };
}

/** A file and everything that it includes, whoever else does. */
function reach(
  { includes }: Pick<Findings, 'includes'>,
  file: string,
  known = new Set<string>(),
): ReadonlySet<string> {
  if (!known.has(file)) {
    known.add(file);
    for (const path of includes.get(file) ?? []) {
      reach({ includes }, path, known);
    }
  }
  return known;
}

/** Follows the last file of a chain, each of which includes the next. */
async function followFile(findings: Findings, chain: readonly string[]): Promise<void> {
  const path = chain.at(-1) ?? '';
  if (findings.seen.has(path)) {
    return;
  }
  findings.seen.add(path);
  const source = await readSource(findings, path);
  if (source === undefined) {
    return;
  }
  const { entries, problems } = readRequirementsFile(source.text);
  const own = [
    ...plainCredentials(source),
    ...problems.map((problem) => diagnostic(source, problem.span, problem)),
  ];
  const files: string[] = [];
  for (const entry of entries) {
    const { found, problem } = withoutCycle(await followEntry(findings, path, entry), entry, chain);
    if (problem !== undefined) {
      own.push(diagnostic(source, entry.span, problem));
    }
    if (found !== undefined) {
      findings.paths.set(found.path, found);
      files.push(...(entry.kind === 'file' ? [found.path] : []));
    }
  }
  findings.includes.set(path, files);
  findings.diagnostics.push(...own.sort((a, b) => startOf(a) - startOf(b)));
  for (const file of files) {
    await followFile(findings, [...chain, file]);
  }
}

/** The file is given to pip as it is: nothing of it can become a secret of the build. */
function plainCredentials(source: Source): readonly Diagnostic[] {
  const locations = fileCredentialSpans(source.text).map((span) => ({ source, span }));
  if (locations.length === 0) {
    return [];
  }
  return [
    {
      code: 'requirements-credentials',
      severity: 'warning',
      message: 'credentials of a requirements file reach the build in plain text',
      locations,
      hint: 'write the entry or index into the Mopyfile, or leave the credentials to the build secrets `netrc` and `pip.conf`',
    },
  ];
}

/** pip follows a file that includes itself until Python's stack is full. */
function withoutCycle(followed: Followed, { kind }: FileEntry, chain: readonly string[]): Followed {
  const { found } = followed;
  const start = found === undefined || kind !== 'file' ? -1 : chain.indexOf(found.path);
  if (found === undefined || start < 0) {
    return followed;
  }
  const between = chain.slice(start + 1).map((path) => `\`${path}\``);
  const detour = between.length === 0 ? '' : ` by way of ${between.join(', ')}`;
  return {
    problem: {
      code: 'requirements-cycle',
      message: `\`${found.path}\` includes itself${detour}`,
      hint: 'remove this line: pip would read the files without end',
    },
  };
}

/** A file's text; what stands in the way of it is reported. Undefined without a report when nothing is there. */
async function readSource({ visible, diagnostics }: Findings, path: string): Promise<Source | undefined> {
  const filename = `${visible.context.prefix ?? ''}${path}`;
  const refuse = (problem: PathProblem): undefined => {
    diagnostics.push(diagnostic({ kind: 'requirements', filename, text: '' }, { start: 0, end: 0 }, problem));
  };
  try {
    const found = await lookUp(visible, path);
    const bytes = typeof found === 'object' ? await visible.context.read(path) : undefined;
    if (bytes === undefined) {
      return undefined;
    }
    const { text, problem } = decodeRequirementsFile(bytes);
    return text === undefined
      ? refuse({ code: 'requirements-encoding', ...problem })
      : { kind: 'requirements', filename, text, secretSpans: secretSpansIn(text) };
  } catch (error) {
    return refuse(unreadable(path, error));
  }
}

/** Also of URLs that go over several lines. */
function secretSpansIn(text: string): readonly Span[] {
  return mergeSpans([...addressCredentialSpans(text), ...fileCredentialSpans(text)]);
}

/** What one line of a file brings along: nothing, a path, or a problem with it. */
interface Followed {
  readonly found?: ContextPath | undefined;
  readonly problem?: (PathProblem & { readonly severity?: 'warning' }) | undefined;
}

async function followEntry(findings: Findings, file: string, entry: FileEntry): Promise<Followed> {
  if (entry.kind === 'requirement') {
    const { requirement } = entry;
    if (requirement.kind === 'git') {
      const used = findings.transports.get(file) ?? new Set();
      findings.transports.set(file, used.add(requirement.transport));
    }
    return requirement.kind === 'local' ? followed(findings.visible, 'local', requirement.path) : {};
  }
  const besideFile = entry.path.startsWith('/') ? entry.path : posix.join(posix.dirname(file), entry.path);
  const { path, problems } = judgedPath(besideFile);
  if (entry.kind === 'find-links') {
    return followLinks(findings.visible, path, entry.path);
  }
  return path === undefined
    ? { problem: problems[0] }
    : followed(findings.visible, 'requirements-file', path);
}

function judgedPath(path: string): LocalPath {
  return readLocalPath(path, { start: 0, end: path.length });
}

async function followed(
  visible: VisibleContext,
  kind: 'local' | 'requirements-file',
  path: string,
): Promise<Followed> {
  const { entry, problem } = await checkLocalRequirement(visible, kind, path);
  return { found: entry, problem };
}

/** A folder or page of archives: pip looks beside the file first, then in its working directory, and can do without. */
async function followLinks(
  visible: VisibleContext,
  besideFile: string | undefined,
  written: string,
): Promise<Followed> {
  const fromContext = judgedPath(written);
  const candidates = [besideFile, fromContext.path].filter((path) => path !== undefined);
  if (candidates.length === 0) {
    return { problem: fromContext.problems?.[0] };
  }
  for (const path of candidates) {
    try {
      const entry = await lookUp(visible, path);
      if (typeof entry === 'object') {
        return { found: { path, kind: entry.kind } };
      }
    } catch (error) {
      return { problem: unreadable(path, error) };
    }
  }
  const { problem } = await checkLocalRequirement(visible, 'requirements-file', candidates[0] ?? '.');
  return { problem: problem && { ...problem, code: 'pip-find-links-missing', severity: 'warning' } };
}

function diagnostic(source: Source, span: Span, problem: NonNullable<Followed['problem']>): Diagnostic {
  const { code, message, hint, severity = 'error' } = problem;
  const locations = [{ source, span }];
  return { code, severity, message: maskUrls(message), hint: maskUrls(hint), locations };
}

function startOf({ locations }: Diagnostic): number {
  return locations[0]?.span.start ?? 0;
}
