import type { ParsedRequirement } from '../../requirement/requirement.js';
import {
  fileVariableReferences,
  type RequirementsEntry,
  readRequirementsFile,
} from '../../requirement/requirements-file.js';
import type { VariableReference } from '../../requirement/variable-references.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Location, Source } from '../../source/source.js';
import type { ContextPath, VisibleContext } from '../context.js';
import { followEntry } from './followed-entry.js';
import { lineDiagnostic, plainCredentials, readRequirementsSource } from './requirements-source.js';

/** Paths, files and transports that the requirements files of a Mopyfile bring with them, followed recursively. */
export interface IncludedRequirements {
  /** Further requirements and constraint files, local projects and archives, sorted, no duplicates. */
  readonly paths: readonly ContextPath[];
  /** Of the files that the Mopyfile names, those in which a git URL occurs, or in what they include. */
  readonly gitFiles: readonly string[];
  /** A git-over-SSH URL occurs in one of the files. */
  readonly ssh: boolean;
}

/** A reference to a variable in a file. */
export interface IncludedReference {
  readonly reference: VariableReference;
  readonly location: Location;
}

/** A distribution that a file asks for, with its line. */
export interface IncludedRequirement {
  readonly requirement: Extract<ParsedRequirement, { readonly kind: 'named' }>;
  readonly location: Location;
}

/** All that was found in the requirements files of a Mopyfile and in those that they include. */
export interface FollowedRequirements {
  readonly included: IncludedRequirements;
  /** Distributions that are installed, file by file; what constraint files alone have may be for none. */
  readonly requirements: readonly (readonly IncludedRequirement[])[];
  /** In the order of files and lines. */
  readonly references: readonly IncludedReference[];
  /** In the order of files and lines, each with the place in its own file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The findings so far. */
interface Findings {
  readonly visible: VisibleContext;
  /** Files that were read: once is enough. */
  readonly seen: Set<string>;
  readonly paths: Map<string, ContextPath>;
  /** Files that a file includes itself. */
  readonly includes: Map<string, readonly string[]>;
  /** Transports of git for the repositories that a file itself names. */
  readonly transports: Map<string, Set<'http' | 'ssh'>>;
  /** By file. */
  readonly requirements: Map<string, readonly IncludedRequirement[]>;
  /** Files of which the lines are installed: those that the Mopyfile or `-r` names. */
  readonly installed: Set<string>;
  readonly references: IncludedReference[];
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
    requirements: new Map(),
    installed: new Set(files),
    references: [],
    diagnostics: [],
  };
  for (const file of files) {
    await followFile(findings, file);
  }
  const { paths, transports, requirements, installed, references, diagnostics } = findings;
  const withGit = filesWithGit(findings);
  return {
    included: {
      paths: [...paths.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
      gitFiles: files.filter((file) => withGit.has(file)),
      ssh: [...transports.values()].some((used) => used.has('ssh')),
    },
    requirements: [...requirements].flatMap(([file, lines]) => (installed.has(file) ? [lines] : [])),
    references,
    diagnostics,
  };
}

/** Files in which a git URL occurs, and those that include one of them by whatever way. */
function filesWithGit({ includes, transports }: Findings): ReadonlySet<string> {
  const includers = new Map<string, string[]>();
  for (const [includer, files] of includes) {
    for (const file of files) {
      const known = includers.get(file) ?? [];
      known.push(includer);
      includers.set(file, known);
    }
  }
  const known = new Set(transports.keys());
  // A set that grows while it is gone through is gone through to its new end.
  for (const file of known) {
    for (const includer of includers.get(file) ?? []) {
      known.add(includer);
    }
  }
  return known;
}

/** Follows a file and what it includes, depth first. Chains may be long: the way is a list, not the call stack. */
async function followFile(findings: Findings, file: string): Promise<void> {
  const chain: string[] = [];
  const open: Iterator<string>[] = [[file].values()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { value: next, done } = last.next();
    if (done === true) {
      open.pop();
      chain.pop();
    } else if (!findings.seen.has(next)) {
      findings.seen.add(next);
      chain.push(next);
      open.push((await readIncluded(findings, chain)).values());
    }
  }
}

/**
 * Reads the last file of a chain, each of which includes the next.
 *
 * @returns files that it includes itself
 */
async function readIncluded(findings: Findings, chain: readonly string[]): Promise<readonly string[]> {
  const path = chain.at(-1) ?? '';
  const { source, diagnostic } = await readRequirementsSource(findings.visible, path);
  if (source === undefined) {
    findings.diagnostics.push(...(diagnostic ? [diagnostic] : []));
    return [];
  }
  const { entries, problems } = readRequirementsFile(source.text);
  noteTransports(findings, path, entries);
  findings.requirements.set(path, namedIn(source, entries));
  for (const reference of fileVariableReferences(source.text)) {
    findings.references.push({ reference, location: { source, span: reference.span } });
  }
  const own = [
    ...plainCredentials(source),
    ...problems.map((problem) => lineDiagnostic(source, problem.span, problem)),
  ];
  const files: string[] = [];
  for (const entry of entries) {
    const { found, problem } = await followEntry(findings.visible, chain, entry);
    if (problem !== undefined) {
      own.push(lineDiagnostic(source, entry.span, problem));
    }
    if (found !== undefined) {
      findings.paths.set(found.path, found);
      if (entry.kind === 'file') {
        files.push(found.path);
        if (!entry.isConstraint) {
          findings.installed.add(found.path);
        }
      }
    }
  }
  findings.includes.set(path, files);
  for (const found of own.sort((a, b) => positionOf(a) - positionOf(b))) {
    findings.diagnostics.push(found);
  }
  return files;
}

function namedIn(source: Source, entries: readonly RequirementsEntry[]): readonly IncludedRequirement[] {
  return entries.flatMap((entry) =>
    entry.kind === 'requirement' && entry.requirement.kind === 'named'
      ? [{ requirement: entry.requirement, location: { source, span: entry.span } }]
      : [],
  );
}

function noteTransports({ transports }: Findings, path: string, entries: readonly RequirementsEntry[]): void {
  const used = entries.flatMap((entry) =>
    entry.kind === 'requirement' && entry.requirement.kind === 'git' ? [entry.requirement.transport] : [],
  );
  if (used.length > 0) {
    transports.set(path, new Set(used));
  }
}

function positionOf({ locations }: Diagnostic): number {
  return locations[0]?.span.start ?? 0;
}
