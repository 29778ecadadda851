import { urlCredentialSpans } from '../source/credentials.js';
import type { Span } from '../source/source.js';
import { editableProblem } from './entry-text.js';
import { type LogicalLine, logicalLines } from './logical-lines.js';
import { type Option, optionsStart, readOptions } from './options.js';
import { parseRequirementLine } from './parse-requirement.js';
import type { ParsedRequirement, RequirementProblem, RequirementReading } from './requirement.js';
import { credentialsOf } from './url-credentials.js';
import { type VariableReference, variableReferences } from './variable-references.js';

/** A line of a requirements file that names something. Spans count offsets into the file's text. */
export type RequirementsEntry =
  | {
      readonly kind: 'requirement';
      readonly requirement: ParsedRequirement;
      /** Of the path of a local requirement, else of all of it. */
      readonly span: Span;
    }
  /** `-r` and `-c`: the path as written, which counts from the file's own folder. */
  | { readonly kind: 'file'; readonly path: string; readonly isConstraint: boolean; readonly span: Span }
  /** `-f`: a path as written, which counts from the file's own folder, else from the context. */
  | { readonly kind: 'find-links'; readonly path: string; readonly span: Span };

/** The requests of a requirements file, in the order of its lines, and all that pip would refuse in it. */
export interface RequirementsFile {
  readonly entries: readonly RequirementsEntry[];
  readonly problems: readonly RequirementProblem[];
}

/**
 * Where credentials stand in the URLs of requirements and options, outside of comments. What pip fills in from the
 * environment (`${NAME}`) is none.
 */
export function fileCredentialSpans(text: string): readonly Span[] {
  if (!text.includes('@')) {
    return [];
  }
  const spans: Span[] = [];
  for (const line of logicalLines(text)) {
    for (const { start, end } of urlCredentialSpans(line.text)) {
      const { secrets } = credentialsOf(line.text.slice(start, end), start, false);
      spans.push(...secrets.map((span) => fileSpan(span, line)));
    }
  }
  return spans;
}

/** The variables of the environment in the URLs of a file's lines; spans count offsets into the file. */
export function fileVariableReferences(text: string): readonly VariableReference[] {
  return text.includes('${')
    ? [...logicalLines(text)].flatMap((line) =>
        variableReferences(line.text).map((found) => ({ ...found, span: fileSpan(found.span, line) })),
      )
    : [];
}

/**
 * Reads a requirements file as pip does. What pip fetches from elsewhere (`-r https://…`) or what depends on the
 * environment (`-r ${NAME}`) has no entry.
 */
export function readRequirementsFile(text: string): RequirementsFile {
  const entries: RequirementsEntry[] = [];
  const problems: RequirementProblem[] = [];
  const parse = parserOfLines();
  for (const line of logicalLines(text)) {
    const read = readLine(line, parse);
    entries.push(...read.entries);
    problems.push(...read.problems);
  }
  return { entries, problems };
}

/** A parser of requirements that keeps a line's reading: a file may repeat one half a million times. */
function parserOfLines(): typeof parseRequirementLine {
  const known = new Map<string, RequirementReading>();
  return (line) => {
    const reading = known.get(line) ?? parseRequirementLine(line);
    known.set(line, reading);
    return reading;
  };
}

const NOTHING: RequirementsFile = { entries: [], problems: [] };

function readLine(line: LogicalLine, parse: typeof parseRequirementLine): RequirementsFile {
  const start = optionsStart(line.text);
  const { options, fault } = readOptions(line.text, start);
  if (fault !== undefined) {
    const problem = { code: 'requirements-option' as const, ...fault };
    return { entries: [], problems: [moved(problem, line)] };
  }
  const requirement = line.text.slice(0, start).trimEnd();
  if (requirement !== '') {
    return placed(parse(requirement), { start: 0, end: requirement.length }, line);
  }
  const option =
    named(options, '--editable') ??
    named(options, '--requirement') ??
    named(options, '--constraint') ??
    named(options, '--find-links') ??
    options.find(({ value }) => FILE_URL.test(value));
  return option === undefined ? NOTHING : readOption(option, line);
}

const FILE_URL = /^file:/i;

/** Of an option that is repeated on one line pip takes the first. */
function named(options: readonly Option[], name: Option['name']): Option | undefined {
  return options.find((option) => option.name === name);
}

function readOption({ name, value, span }: Option, line: LogicalLine): RequirementsFile {
  if (name === '--editable') {
    return readEditable(value, span, line);
  }
  if (FILE_URL.test(value)) {
    return placed(parseRequirementLine(value), span, line);
  }
  if (/^https?:|^\$\{[A-Z0-9_]+\}/i.test(value) || name === '--hash') {
    return NOTHING;
  }
  const common = { path: value, span: fileSpan(span, line) };
  const isConstraint = name === '--constraint';
  return {
    entries: [
      name === '--find-links' ? { kind: 'find-links', ...common } : { kind: 'file', isConstraint, ...common },
    ],
    problems: [],
  };
}

/** An editable install of a repository is a clone that goes along with the virtual environment; one of a folder is not. */
function readEditable(value: string, span: Span, line: LogicalLine): RequirementsFile {
  const reading = parseRequirementLine(value);
  const isElsewhere =
    reading.requirement?.kind === 'git' || (reading.problems.length > 0 && !FILE_URL.test(value));
  return isElsewhere || /^\$\{/.test(value)
    ? placed(reading, span, line)
    : { entries: [], problems: [moved(editableProblem(value, span), line)] };
}

/** A reading of the part of a line at a span, in the file's offsets. */
function placed(reading: RequirementReading, span: Span, line: LogicalLine): RequirementsFile {
  const within = (inner: Span): Span => ({ start: span.start + inner.start, end: span.start + inner.end });
  const { requirement, problems } = reading;
  const own = requirement !== undefined && 'pathSpan' in requirement ? within(requirement.pathSpan) : span;
  return {
    entries:
      requirement === undefined ? [] : [{ kind: 'requirement', requirement, span: fileSpan(own, line) }],
    problems: problems.map((problem) => moved({ ...problem, span: within(problem.span) }, line)),
  };
}

function moved(problem: RequirementProblem, line: LogicalLine): RequirementProblem {
  return { ...problem, span: fileSpan(problem.span, line) };
}

function fileSpan({ start, end }: Span, { text, offsetOf }: LogicalLine): Span {
  const last = offsetOf(Math.min(end, text.length) - 1);
  const first = offsetOf(Math.min(start, text.length - 1));
  return { start: first, end: Math.max(last + 1, first + 1) };
}
