import type { BuildContext } from './context/context.js';
import { type ParseResult, parse } from './parse/parse.js';
import { buildPlan, type PlanOptions } from './plan/build-plan.js';
import type { BuildPlan } from './plan/plan.js';
import type { Diagnostic } from './source/diagnostic.js';
import { contextPaths } from './validate/define-format.js';
import { MOPYFILE_FORMAT } from './validate/format.js';
import type { Mopyfile } from './validate/mopyfile.js';
import { sortDiagnostics } from './validate/report.js';
import { validate } from './validate/validate.js';

/** A Mopyfile as it was read. */
export interface CompileInput {
  /** The file as it is. */
  readonly bytes: Uint8Array;
  /** The user's name for it; `-` for standard input. */
  readonly filename: string;
}

export interface CheckOptions {
  /** Decides which Python versions are past their end of life. */
  readonly now: Date;
  /** The Mopyfile's normalised path in the context, where it lies inside. */
  readonly contextPath?: string;
  /** `<Mopyfile>.dockerignore` of a Mopyfile outside the context; inside, it is looked for. */
  readonly ignoreFile?: { readonly filename: string; readonly bytes: Uint8Array };
}

export type CompileOptions = CheckOptions & PlanOptions;

/** Where `plan` is absent, an error is among the diagnostics. */
export interface Compilation {
  readonly plan?: BuildPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a Mopyfile and decides the build that it describes: from bytes to a plan that emitters spell. */
export function compile(
  input: CompileInput,
  context: BuildContext,
  options: CompileOptions,
): Promise<Compilation> {
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
  options: CompileOptions,
): Promise<Compilation> {
  const checked = await checkParsed(parsed, context, options);
  if (checked.mopyfile === undefined) {
    return { diagnostics: checked.diagnostics };
  }

  const { plan, diagnostics } = buildPlan(checked.mopyfile, options);
  return { plan, diagnostics: [...checked.diagnostics, ...diagnostics] };
}

/** The first half of `compile`: finds everything that is wrong with a Mopyfile and what it names. */
export function check(input: CompileInput, context: BuildContext, options: CheckOptions): Promise<Check> {
  return checkParsed(parseMopyfile(input), context, options);
}

/** Where `mopyfile` is absent, an error is among the diagnostics. */
export interface Check {
  readonly mopyfile?: Mopyfile;
  readonly diagnostics: readonly Diagnostic[];
}

async function checkParsed(
  parsed: ParseResult,
  context: BuildContext,
  options: CheckOptions,
): Promise<Check> {
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
