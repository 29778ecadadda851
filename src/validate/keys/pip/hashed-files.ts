import type { VisibleContext } from '../../../context/context.js';
import type { IncludedReference } from '../../../context/requirements/included.js';
import { checkLocalRequirement } from '../../../context/requirements/local-requirement.js';
import { lineDiagnostic, readRequirementsSource } from '../../../context/requirements/requirements-source.js';
import {
  type HashedFile,
  type HashedRequirement,
  hashDemand,
  readHashedFile,
} from '../../../requirement/hashed-file.js';
import { requirementParts } from '../../../requirement/requirement-parts.js';
import { fileVariableReferences } from '../../../requirement/requirements-file.js';
import type { Diagnostic } from '../../../source/diagnostic.js';
import type { Source } from '../../../source/source.js';
import type { LockRequirement, Requirement } from '../../mopyfile.js';
import { demandedHashes, type ReadFile } from './demanded-hashes.js';
import { sensitiveText } from './sensitive-text.js';

type FileRequirement = Extract<Requirement, { readonly kind: 'requirements-file' }>;

/** The entries of `pip`, with what was found in the files among them. */
export interface SeparatedFiles {
  readonly requirements: readonly Requirement[];
  readonly references: readonly IncludedReference[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that can be installed in a step of its own. */
interface SeparableFile {
  readonly source: Source;
  readonly file: HashedFile;
}

/**
 * Takes requirements files with hashes apart as lock files are, where something stands beside them that cannot have hashes:
 * pip asks hashes of all or nothing that it installs at once. Where that need is not there, they stay files that pip reads.
 */
export async function withHashedFiles(
  requirements: readonly Requirement[],
  visible: VisibleContext,
): Promise<SeparatedFiles> {
  const read = new Map<Requirement, ReadFile>();
  for (const entry of requirements) {
    const found = entry.kind === 'requirements-file' ? await readFile(entry, visible) : undefined;
    if (found !== undefined) {
      read.set(entry, found);
    }
  }
  const demanded = demandedHashes(requirements, read);
  const files = new Map<Requirement, SeparableFile>(
    [...read].flatMap(([entry, { source, file }]) => (file === undefined ? [] : [[entry, { source, file }]])),
  );
  const isNeeded =
    files.size < requirements.length ||
    [...files.values()].some(({ file }) => file.requirements.some(({ hashes }) => hashes.length === 0));
  if (files.size === 0 || !isNeeded) {
    return { requirements, references: [], diagnostics: demanded };
  }
  const diagnostics: Diagnostic[] = [...demanded];
  const separated: Requirement[] = [];
  for (const entry of requirements) {
    const file = files.get(entry);
    separated.push(
      file === undefined ? entry : await asLock(entry, file, visible, (one) => diagnostics.push(one)),
    );
  }
  const references = [...files.values()].flatMap(({ source }) =>
    fileVariableReferences(source.text).map((reference) => ({
      reference,
      location: { source, span: reference.span },
    })),
  );
  return { requirements: separated, references, diagnostics };
}

async function readFile({ path }: FileRequirement, visible: VisibleContext): Promise<ReadFile | undefined> {
  const { source } = await readRequirementsSource(visible, path.path);
  return source && { source, file: readHashedFile(source.text), demand: hashDemand(source.text) };
}

async function asLock(
  entry: Requirement,
  { source, file: { options, requirements } }: SeparableFile,
  visible: VisibleContext,
  report: (diagnostic: Diagnostic) => void,
): Promise<LockRequirement> {
  const further: LockRequirement['further'][number][] = [];
  for (const { requirement, span, hashes } of requirements) {
    const common = {
      text: sensitiveText(requirement, () => ({ source, span })),
      display: requirement.display,
      location: entry.location,
    };
    if (requirement.kind === 'git') {
      further.push({ kind: 'git', transport: requirement.transport, ...common });
    } else if (requirement.kind === 'local' && hashes.length === 0) {
      const checked = await checkLocalRequirement(visible, 'local', requirement.path);
      if (checked.entry === undefined) {
        report(lineDiagnostic(source, span, checked.problem));
      } else {
        further.push({ kind: 'local', path: checked.entry, ...common });
      }
    }
  }
  const hashed = requirements.filter(({ hashes }) => hashes.length > 0);
  return {
    kind: 'lock',
    text: entry.text,
    display: entry.display,
    location: entry.location,
    locked: hashed.map(({ requirement, hashes, span }) => ({
      text: sensitiveText(requirement, () => ({ source, span })),
      hashes,
    })),
    constraints: hashed.flatMap((one) => constraintOf(one) ?? []),
    further,
    options,
  };
}

/** A pinned version, without extras: pip 22.3 refuses them in constraints. */
function constraintOf({ requirement }: HashedRequirement): string | undefined {
  const {
    name,
    versions: [version = '', ...others] = [],
    marker,
  } = requirementParts(requirement.display) ?? {};
  return version.startsWith('==') && others.length === 0
    ? `${name}${version}${marker ? ` ; ${marker}` : ''}`
    : undefined;
}
