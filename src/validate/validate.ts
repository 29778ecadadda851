import type { BuildContext } from '../context/context.js';
import { type IgnoreFile, loadIgnoreRules } from '../context/ignore/ignore.js';
import { ignoreMatcher } from '../context/ignore/ignore-matcher.js';
import { entryValue, type ParsedDocument } from '../parse/parsed-document.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { readBuildDependencies } from './build-dependencies.js';
import { readEnvironment } from './environment.js';
import { readIndices } from './indices.js';
import { readLabels } from './labels.js';
import type { Mopyfile } from './mopyfile.js';
import { readRequirements } from './pip.js';
import { readProject } from './project.js';
import { readPython } from './python.js';
import { type Finding, sortDiagnostics, toDiagnostic } from './report.js';
import { booleanOf, scalarOf } from './scalars.js';
import { checkSchema } from './schema.js';
import { checkSyntax } from './syntax.js';

export interface ValidationOptions {
  /** The day on which old Python versions are judged. */
  readonly now: Date;
  /** The Mopyfile's normalised path in the context; absent when it lies elsewhere. */
  readonly contextPath?: string;
  /** `<Mopyfile>.dockerignore` of a Mopyfile outside the context; inside, it is looked for. */
  readonly ignoreFile?: IgnoreFile;
}

/** `mopyfile` is absent exactly when one of the diagnostics is an error. */
export interface Validation {
  readonly mopyfile?: Mopyfile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks every rule of the format and reports all problems at once, sorted by file and place. */
export async function validate(
  document: ParsedDocument,
  context: BuildContext,
  options: ValidationOptions,
): Promise<Validation> {
  const { source, root } = document;
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  checkSchema(document, report);
  checkSyntax(document, report);
  const sbom = booleanOf(entryValue(root, 'sbom'), true);
  const { contextPath } = options;
  const beside = contextPath === undefined ? undefined : `${contextPath}.dockerignore`;
  const ignore = await loadIgnoreRules(context, options.ignoreFile ?? beside);
  const visible = { context, isIgnored: ignoreMatcher(ignore.rules.patterns) };
  const pip = await readRequirements(document, visible, report);
  const project = await readProject(document, visible, report);
  const mopyfile: Mopyfile = {
    source,
    python: readPython(document, options.now, report),
    base: scalarOf(entryValue(root, 'base'))?.text === 'slim' ? 'slim' : 'distroless',
    buildDependencies: readBuildDependencies(document),
    environment: readEnvironment(document, report),
    indices: readIndices(document, report),
    requirements: pip.requirements,
    included: pip.included,
    sbom,
    labels: readLabels(document, sbom ? pip.requirements : undefined, report),
    ...(project && { project }),
    ignore: ignore.rules,
    ...(contextPath !== undefined && { contextPath }),
  };
  const diagnostics = sortDiagnostics(
    [...findings.map((finding) => toDiagnostic(source, finding)), ...ignore.diagnostics, ...pip.diagnostics],
    source,
  );
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return failed ? { diagnostics } : { mopyfile, diagnostics };
}
