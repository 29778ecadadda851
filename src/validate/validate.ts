import type { BuildContext } from '../context/context.js';
import { loadIgnoreRules } from '../context/ignore/ignore.js';
import type { IgnoreFile } from '../context/ignore/ignore-file.js';
import { ignoreMatcher } from '../context/ignore/ignore-matcher.js';
import type { ParsedDocument } from '../parse/parsed-document.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { type FieldsOf, type Format, readKeys } from './define-format.js';
import { MOPYFILE_FORMAT } from './format.js';
import type { Key } from './key.js';
import type { Mopyfile } from './mopyfile.js';
import { sortDiagnostics, type Violation, violationDiagnostic } from './report.js';
import { checkSchema } from './schema.js';
import { checkSyntax } from './syntax.js';

/** The measures of a Mopyfile beside the build context. */
export interface ValidationOptions {
  /** The day on which old Python versions are judged. */
  readonly now: Date;
  /** The Mopyfile's normalised path in the context; absent when it lies elsewhere. */
  readonly contextPath?: string;
  /** `<Mopyfile>.dockerignore` of a Mopyfile outside the context; inside, it is looked for. */
  readonly ignoreFile?: IgnoreFile;
}

/** `mopyfile` is absent exactly when one of the diagnostics is an error. */
export interface Validation<File = Mopyfile> {
  readonly mopyfile?: File;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks every rule of the format and reports all problems at once, sorted by file and place. */
export function validate(
  document: ParsedDocument,
  context: BuildContext,
  options: ValidationOptions,
): Promise<Validation> {
  return validateAs(MOPYFILE_FORMAT, document, context, options);
}

/** The part of a Mopyfile that is no key's. */
type Surroundings = Pick<Mopyfile, 'source' | 'ignore' | 'contextPath'>;

/** Validates by the keys of any format. */
export async function validateAs<Keys extends readonly Key[]>(
  format: Format<Keys>,
  document: ParsedDocument,
  context: BuildContext,
  options: ValidationOptions,
): Promise<Validation<FieldsOf<Keys> & Surroundings>> {
  const { source } = document;
  const violations: Violation[] = [];
  const elsewhere: (readonly Diagnostic[])[] = [];
  const report = (violation: Violation): void => void violations.push(violation);
  checkSchema(format, document, report);
  checkSyntax(document, report);
  const { contextPath, now } = options;
  const beside = contextPath === undefined ? undefined : `${contextPath}.dockerignore`;
  const ignore = await loadIgnoreRules(context, options.ignoreFile ?? beside);
  const fields = await readKeys(format, {
    document,
    visible: { context, isIgnored: ignoreMatcher(ignore.rules.patterns) },
    ignore: ignore.rules,
    now,
    report,
    reportElsewhere: (diagnostics) => void elsewhere.push(diagnostics),
  });
  const diagnostics = sortDiagnostics(
    [
      ...violations.map((violation) => violationDiagnostic(source, violation)),
      ...ignore.diagnostics,
      ...elsewhere.flat(),
    ],
    source,
  );
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  if (failed) {
    return { diagnostics };
  }
  const surroundings = { source, ignore: ignore.rules, ...(contextPath !== undefined && { contextPath }) };
  return { mopyfile: Object.assign(surroundings, fields), diagnostics };
}
