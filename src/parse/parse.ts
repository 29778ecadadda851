import type { Diagnostic } from '../source/diagnostic.js';
import type { Source, Span } from '../source/source.js';
import { composeDocument } from './compose-document.js';
import { convert } from './convert.js';
import { decodeMopyfile } from './decode.js';
import type { ParsedDocument, ParsedNode } from './parsed-document.js';
import { type Problem, problemDiagnostic } from './problem.js';
import { type SecretRules, secretSpans } from './secrets.js';
import { findSyntaxDirective } from './syntax-directive.js';
import { yamlProblems } from './yaml-problems.js';

/** All diagnostics are errors. With or without them there is a document as soon as the file is a YAML mapping. */
export interface ParseResult {
  readonly document?: ParsedDocument;
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a Mopyfile as YAML 1.2: one document that is a mapping.
 *
 * @param bytes the file
 * @param filename the file's name as the user says it; `-` for standard input
 * @param rules where the format has credentials
 */
export function parse(bytes: Uint8Array, filename: string, rules: SecretRules): ParseResult {
  const { text, problem } = decodeMopyfile(bytes);
  const { root, problems } =
    problem === undefined ? readYaml(text) : { root: undefined, problems: [problem] };
  const source: Source = { kind: 'mopyfile', filename, text, secretSpans: secretSpans(text, root, rules) };
  const diagnostics = problems.map((found) => problemDiagnostic(source, found));
  if (root?.kind !== 'mapping') {
    return { source, diagnostics };
  }
  const syntax = findSyntaxDirective(text);
  return { document: { source, root, ...(syntax && { syntax }) }, source, diagnostics };
}

interface Reading {
  /** Absent when the text is no YAML. */
  readonly root?: ParsedNode;
  readonly problems: readonly Problem[];
}

function readYaml(text: string): Reading {
  try {
    const version = versionLine(text);
    const composed = composeDocument(withoutLine(text, version));
    if ('problem' in composed) {
      return { problems: [composed.problem] };
    }
    const { document } = composed;
    const problems = yamlProblems(text, document);
    if (problems.length > 0) {
      return { problems };
    }
    const converted = convert(text, document);
    const root = withoutTag(converted.root);
    return {
      root,
      problems: [...(version ? [otherVersion(version)] : []), ...converted.problems, ...rootProblems(root)],
    };
  } catch (error) {
    if (error instanceof RangeError) {
      return { problems: [tooDeep()] };
    }
    throw error;
  }
}

/** Where the file asks for another version of YAML, in which `yes` and `010` would mean something else. */
function versionLine(text: string): Span | undefined {
  const match = /^%YAML[ \t]+(?!1\.2\b)\S*/m.exec(text);
  const beforeDocument = match && !/^---/m.test(text.slice(0, match.index));
  return match && beforeDocument ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** The line as a comment, so that offsets stay as they are. */
function withoutLine(text: string, line: Span | undefined): string {
  return line === undefined ? text : `${text.slice(0, line.start)}#${text.slice(line.start + 1)}`;
}

/** Below a custom tag of the whole file there is nothing but the file. */
function withoutTag(root: ParsedNode): ParsedNode {
  return root.kind === 'unknown' ? (root.content ?? root) : root;
}

function otherVersion(span: Span): Problem {
  return { code: 'yaml-version', message: 'a Mopyfile is YAML 1.2', hint: 'remove the line', spans: [span] };
}

function rootProblems(root: ParsedNode): readonly Problem[] {
  if (root.kind === 'mapping' || root.kind === 'unknown') {
    return [];
  }
  const empty = root.kind === 'scalar' && root.type === 'null';
  const found = root.kind === 'sequence' ? 'a list' : 'a single value';
  return [
    {
      code: 'not-a-mapping',
      message: empty ? 'the file says nothing' : `the file holds ${found}, not keys with values`,
      hint: 'start with a line such as `python: 3.13`',
      spans: [empty ? { start: 0, end: 0 } : root.span],
    },
  ];
}

function tooDeep(): Problem {
  return {
    code: 'yaml-syntax',
    message: 'lists and mappings are nested too deeply',
    hint: 'remove the surplus brackets',
    spans: [{ start: 0, end: 0 }],
  };
}
