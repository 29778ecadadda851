import type { BuildContext } from './context/context.js';
import { type ParseResult, parse } from './parse/parse.js';
import { buildPlan, type PlanOptions } from './plan/build-plan.js';
import type { Plan } from './plan/plan.js';
import type { Diagnostic } from './source/diagnostic.js';
import { contextPaths } from './validate/define-format.js';
import { MOPYFILE_FORMAT } from './validate/format.js';
import { sortDiagnostics } from './validate/report.js';
import { type Validation, type ValidationOptions, validate } from './validate/validate.js';

/** A Mopyfile as it was read. */
export interface CompileInput {
  /** The file as it is. */
  readonly bytes: Uint8Array;
  /** The user's name for it; `-` for standard input. */
  readonly filename: string;
}

/** All that a compilation goes by; it has no defaults. */
export type PipelineOptions = ValidationOptions & PlanOptions;

/** Where `plan` is absent, an error is among the diagnostics. */
export interface PipelineResult {
  readonly plan?: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a Mopyfile and decides the build that it describes: from bytes to a plan that emitters spell. */
export function compile(
  input: CompileInput,
  context: BuildContext,
  options: PipelineOptions,
): Promise<PipelineResult> {
  return compileParsed(parseMopyfile(input), context, options);
}

/** The first step of `compile`: a Mopyfile as YAML. */
export function parseMopyfile({ bytes, filename }: CompileInput): ParseResult {
  return parse(bytes, filename, MOPYFILE_FORMAT.secrets);
}

/** Paths of the build context that the other steps look up first, for who has to send for them. */
export function mentionedPaths({ document }: ParseResult): readonly string[] {
  return document === undefined ? [] : contextPaths(MOPYFILE_FORMAT, document);
}

/** The other steps of `compile`. */
export async function compileParsed(
  parsed: ParseResult,
  context: BuildContext,
  options: PipelineOptions,
): Promise<PipelineResult> {
  const checked = await checkParsed(parsed, context, options);
  if (checked.mopyfile === undefined) {
    return { diagnostics: checked.diagnostics };
  }

  const { plan, diagnostics } = buildPlan(checked.mopyfile, options);
  return { plan, diagnostics: [...checked.diagnostics, ...diagnostics] };
}

/** The first half of `compile`: finds everything that is wrong with a Mopyfile and what it names. */
export function check(
  input: CompileInput,
  context: BuildContext,
  options: ValidationOptions,
): Promise<Validation> {
  return checkParsed(parseMopyfile(input), context, options);
}

async function checkParsed(
  parsed: ParseResult,
  context: BuildContext,
  options: ValidationOptions,
): Promise<Validation> {
  if (parsed.document === undefined) {
    return { diagnostics: parsed.diagnostics };
  }

  const { mopyfile, diagnostics } = await validate(parsed.document, context, options);
  const readable = parsed.diagnostics.length === 0;
  return {
    ...(mopyfile && readable && { mopyfile }),
    diagnostics: sortDiagnostics([...parsed.diagnostics, ...diagnostics], parsed.source),
  };
}
