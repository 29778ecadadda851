import type { ContextPath, VisibleContext } from '../context/context.js';
import { followRequirementsFiles, type IncludedRequirements } from '../context/requirements/included.js';
import { checkLocalRequirement } from '../context/requirements/local-requirement.js';
import { entryValue, type ParsedDocument, type ParsedScalar, spanOfText } from '../parse/parsed-document.js';
import { parseRequirement } from '../requirement/parse-requirement.js';
import type { ParsedRequirement } from '../requirement/requirement.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Source } from '../source/source.js';
import type { Requirement, SensitiveText } from './mopyfile.js';
import type { Report } from './report.js';
import { scalarItems } from './scalars.js';

export interface RequirementsReading {
  readonly requirements: readonly Requirement[];
  readonly included: IncludedRequirements;
  /** About the files that the entries name. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The `pip` entries that are in order, and what the requirements files among them bring along. */
export async function readRequirements(
  document: ParsedDocument,
  visible: VisibleContext,
  report: Report,
): Promise<RequirementsReading> {
  const requirements: Requirement[] = [];
  for (const scalar of scalarItems(entryValue(document.root, 'pip'))) {
    const { requirement, problems } = parseRequirement(scalar.text);
    for (const { span, ...problem } of problems) {
      report({ ...problem, at: scalar.text === '' ? scalar.span : spanOfText(scalar, span.start, span.end) });
    }
    const located = requirement && (await locate(document.source, scalar, requirement, visible, report));
    if (located !== undefined) {
      requirements.push(located);
    }
  }
  const files = requirements.flatMap((entry) =>
    entry.kind === 'requirements-file' ? [entry.path.path] : [],
  );
  return { requirements, ...(await followRequirementsFiles(visible, files)) };
}

async function locate(
  source: Source,
  scalar: ParsedScalar,
  requirement: ParsedRequirement,
  visible: VisibleContext,
  report: Report,
): Promise<Requirement | undefined> {
  const common = {
    text: sensitiveText(source, scalar, requirement),
    display: requirement.display,
    location: { source, span: scalar.span },
  };
  switch (requirement.kind) {
    case 'named':
    case 'file-url':
      return { kind: requirement.kind, ...common };
    case 'git':
      return { kind: 'git', transport: requirement.transport, ...common };
    case 'local':
    case 'requirements-file': {
      const path = await existingPath(scalar, requirement, visible, report);
      return path && { kind: requirement.kind, path, ...common };
    }
  }
}

async function existingPath(
  scalar: ParsedScalar,
  { kind, path, pathSpan }: Extract<ParsedRequirement, { kind: 'local' | 'requirements-file' }>,
  visible: VisibleContext,
  report: Report,
): Promise<ContextPath | undefined> {
  const { entry, problem } = await checkLocalRequirement(visible, kind, path);
  if (problem !== undefined) {
    report({ ...problem, at: spanOfText(scalar, pathSpan.start, pathSpan.end) });
  }
  return entry;
}

function sensitiveText(source: Source, scalar: ParsedScalar, { text }: ParsedRequirement): SensitiveText {
  return text.map((part) =>
    part.kind === 'literal'
      ? part
      : {
          kind: 'secret',
          text: part.text,
          location: { source, span: spanOfText(scalar, part.span.start, part.span.end) },
        },
  );
}
