import { posix } from 'node:path';
import { joinedPath } from '../../../basics/joined-path.js';
import { lookUp, type VisibleContext } from '../../../context/context.js';
import {
  checkLocalRequirement,
  unreadableRequirement,
} from '../../../context/requirements/local-requirement.js';
import type { LockedPackage, LockProblem, LockReading, UnknownChoice } from '../../../lock/lock.js';
import { projectOfLock, readLock } from '../../../lock/read-lock.js';
import { parseRequirementLine } from '../../../requirement/parse-requirement.js';
import { maskUrls } from '../../../source/credentials.js';
import type { Diagnostic } from '../../../source/diagnostic.js';
import type { Location, Source, Span } from '../../../source/source.js';
import { closest } from '../../did-you-mean.js';
import type {
  Located,
  LockedRequirement,
  LockRequirement,
  PackageIndex,
  Requirement,
} from '../../mopyfile.js';
import type { Report } from '../../report.js';
import { indexDiagnostics } from './lock-indices.js';
import { warnOfChangedOrigin } from './lock-origins.js';
import { sensitiveText } from './sensitive-text.js';

/** An entry of `pip` that names a lock file. */
export interface LockEntry {
  /** The file as written: what is shown of it. */
  readonly display: string;
  /** Its normalised path in the context. */
  readonly path: string;
  readonly pathSpan: Span;
  readonly extras: readonly Located<string>[];
  readonly groups: readonly Located<string>[];
  readonly location: Location;
}

/** The parts of the Mopyfile and of the context that an entry is read with. */
export interface LockSurroundings {
  readonly visible: VisibleContext;
  readonly python: string;
  readonly indices: readonly PackageIndex[];
  readonly report: Report;
  readonly reportElsewhere: (diagnostics: readonly Diagnostic[]) => void;
}

/** The packages of a lock file; undefined where a problem was reported. */
export async function readLockRequirement(
  entry: LockEntry,
  surroundings: LockSurroundings,
): Promise<LockRequirement | undefined> {
  const source = await readSource(entry, surroundings);
  if (source === undefined) {
    return undefined;
  }
  const project = await readProject(entry, surroundings);
  const selection = {
    extras: entry.extras.map(({ value }) => value),
    groups: entry.groups.map(({ value }) => value),
    python: surroundings.python,
  };
  const reading = readLock(entry.path, source.text, selection, project?.text);
  reportUnknown(entry, reading, surroundings.report);
  await warnOfChangedOrigin(entry, reading.origins, surroundings);
  const converted = await Promise.all(
    reading.packages.map((one) => convert(one, { entry, source, visible: surroundings.visible })),
  );
  const diagnostics = [
    ...reading.problems.map((problem) => problemDiagnostic(problem, entry, source, project)),
    ...indexDiagnostics(reading.packages, surroundings.indices, source),
    ...converted.flatMap((one) => one.diagnostics),
  ];
  surroundings.reportElsewhere(diagnostics);
  return {
    kind: 'lock',
    text: [{ kind: 'literal', text: entry.display }],
    display: entry.display,
    location: entry.location,
    locked: converted.flatMap(({ locked }) => locked ?? []),
    constraints: reading.packages.flatMap((one) => constraintOf(one) ?? []),
    further: converted.flatMap(({ further }) => further ?? []),
  };
}

/** The project's file beside a lock that may need it; undefined where the build does not have it. */
async function readProject({ path }: LockEntry, { visible }: LockSurroundings): Promise<Source | undefined> {
  const project = projectOfLock(path);
  const found = project === undefined ? undefined : await lookUp(visible, project);
  if (project === undefined || typeof found !== 'object' || found.kind !== 'file') {
    return undefined;
  }
  const text = new TextDecoder().decode(await visible.context.read(project));
  return { kind: 'lock', filename: `${visible.context.prefix ?? ''}${project}`, text };
}

function problemDiagnostic(
  { span, place, ...problem }: LockProblem,
  entry: LockEntry,
  lock: Source,
  project: Source | undefined,
): Diagnostic {
  switch (place) {
    case 'project':
      return diagnostic(project ?? lock, span, problem);
    case 'none':
      return diagnostic(entry.location.source, entry.location.span, problem);
    default:
      return diagnostic(lock, span, problem);
  }
}

async function readSource(
  { path, pathSpan: at }: LockEntry,
  { visible, report }: LockSurroundings,
): Promise<Source | undefined> {
  const { entry, problem } = await checkLocalRequirement(visible, 'requirements-file', path);
  if (entry === undefined) {
    report({ ...problem, at });
    return undefined;
  }
  try {
    const bytes = (await visible.context.read(path)) ?? new Uint8Array();
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'lock', filename: `${visible.context.prefix ?? ''}${path}`, text };
  } catch (error) {
    report(
      error instanceof TypeError
        ? { code: 'lock-syntax', message: `\`${path}\` is not UTF-8`, hint: 'let its tool write it anew', at }
        : { ...unreadableRequirement(path, error), at },
    );
    return undefined;
  }
}

function reportUnknown(entry: LockEntry, { unknown }: LockReading, report: Report): void {
  for (const { kind, name, known } of unknown) {
    const places = kind === 'extra' ? entry.extras : entry.groups;
    const what = kind === 'extra' ? 'extra' : 'dependency group';
    report({
      code: 'lock-choice',
      message: `\`${entry.path}\` has no ${what} \`${name}\``,
      hint: choiceHint(name, known, what),
      at: places.find(({ value }) => value === name)?.location.span ?? entry.location.span,
    });
  }
}

function choiceHint(name: string, known: UnknownChoice['known'], what: string): string {
  const suggestion = closest(name, known);
  if (suggestion !== undefined) {
    return `did you mean \`${suggestion}\`?`;
  }
  return known.length === 0
    ? `it has no ${what} at all: add it to the project and lock again`
    : `it has ${known.map((one) => `\`${one}\``).join(', ')}`;
}

interface Place {
  readonly entry: LockEntry;
  readonly source: Source;
  readonly visible: VisibleContext;
}

/** A package as pip is given it: among those with hashes, or else further down. */
interface Converted {
  readonly locked?: LockedRequirement;
  readonly further?: Exclude<Requirement, LockRequirement>;
  readonly diagnostics: readonly Diagnostic[];
}

async function convert(one: LockedPackage, place: Place): Promise<Converted> {
  const { entry, source } = place;
  const { requirement, problems } = parseRequirementLine(lineOf(one, entry.path));
  const diagnostics = problems.map((problem) => diagnostic(source, one.span, problem));
  if (requirement === undefined || requirement.kind === 'requirements-file') {
    return { diagnostics };
  }
  const text = sensitiveText(requirement, () => ({ source, span: one.span }));
  const common = { text, display: requirement.display, location: entry.location };
  switch (requirement.kind) {
    case 'named':
    case 'file-url':
      return one.hashes.length > 0 && (requirement.kind === 'file-url' || one.version !== undefined)
        ? { locked: { text, hashes: one.hashes }, diagnostics }
        : { further: { kind: requirement.kind, ...common }, diagnostics };
    case 'git':
      return { further: { kind: 'git', transport: requirement.transport, ...common }, diagnostics };
    case 'local': {
      const checked = await checkLocalRequirement(place.visible, 'local', requirement.path);
      return checked.entry === undefined
        ? { diagnostics: [...diagnostics, diagnostic(source, one.span, checked.problem)] }
        : { further: { kind: 'local', path: checked.entry, ...common }, diagnostics };
    }
  }
}

/** A package as a line of a requirements file, its hashes left out. */
function lineOf(one: LockedPackage, lock: string): string {
  const { name, version, extras = [], source, marker } = one;
  const suffix = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  const condition = marker === undefined ? '' : ` ; ${marker}`;
  switch (source.kind) {
    case 'index':
      return `${name}${suffix}${version === undefined ? '' : `==${version}`}${condition}`;
    case 'url':
    case 'git':
      return `${name}${suffix} @ ${source.url}${condition}`;
    case 'path':
      return `./${joinedPath(posix.dirname(lock), source.path)}${suffix}${condition}`;
    case 'requirement':
      return source.line;
  }
}

function constraintOf({ name, version, marker }: LockedPackage): string | undefined {
  return version === undefined
    ? undefined
    : `${name}==${version}${marker === undefined ? '' : ` ; ${marker}`}`;
}

function diagnostic(
  source: Source,
  span: Span,
  { code, message, hint }: Pick<Diagnostic, 'code' | 'message'> & { readonly hint: string },
): Diagnostic {
  return {
    code,
    severity: 'error',
    message: maskUrls(message),
    hint: maskUrls(hint),
    locations: [{ source, span }],
  };
}
