import { parseDocument } from 'yaml';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Source } from '../source/source.js';
import { convert } from './convert.js';
import { decode } from './decode.js';
import type { ParsedDocument, ParsedNode } from './parsed-document.js';
import { type Problem, toDiagnostic } from './problem.js';
import { secretSpans } from './secrets.js';
import { findSyntaxDirective } from './syntax-directive.js';
import { yamlProblems } from './yaml-problems.js';

/** `document` is absent exactly when there are diagnostics; all of them are errors. */
export interface ParseResult {
  readonly document?: ParsedDocument;
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a Mopyfile as YAML 1.2: one document that is a mapping.
 *
 * @param bytes the file
 * @param filename what the user calls it; `-` for standard input
 */
export function parse(bytes: Uint8Array, filename: string): ParseResult {
  const { text, problem } = decode(bytes);
  const { root, problems } =
    problem === undefined ? readYaml(text) : { root: undefined, problems: [problem] };
  const source: Source = { filename, text, secretSpans: secretSpans(text, root) };
  if (root?.kind !== 'mapping' || problems.length > 0) {
    return { source, diagnostics: problems.map((found) => toDiagnostic(source, found)) };
  }
  const syntax = findSyntaxDirective(text);
  return { document: { source, root, ...(syntax && { syntax }) }, source, diagnostics: [] };
}

interface Reading {
  /** Absent when the text is no YAML. */
  readonly root?: ParsedNode;
  readonly problems: readonly Problem[];
}

function readYaml(text: string): Reading {
  try {
    const document = parseDocument(text, {
      prettyErrors: false,
      resolveKnownTags: false,
      uniqueKeys: false,
      version: '1.2',
      // Warnings are about tags, which are judged here.
      logLevel: 'error',
    });
    const problems = yamlProblems(text, document);
    if (problems.length > 0) {
      return { problems };
    }
    const converted = convert(text, document);
    return {
      root: converted.root,
      problems: [...versionProblems(text), ...converted.problems, ...rootProblems(converted.root)],
    };
  } catch (error) {
    if (error instanceof RangeError) {
      return { problems: [tooDeep()] };
    }
    throw error;
  }
}

/** A `%YAML` line would change what `yes` and `010` mean. */
function versionProblems(text: string): readonly Problem[] {
  const match = /^%YAML[ \t]+(?!1\.2\b)\S*/m.exec(text);
  const beforeDocument = match && !/^---/m.test(text.slice(0, match.index));
  return match && beforeDocument
    ? [
        {
          code: 'yaml-version',
          message: 'a Mopyfile is YAML 1.2',
          hint: 'remove the line',
          spans: [{ start: match.index, end: match.index + match[0].length }],
        },
      ]
    : [];
}

function rootProblems(root: ParsedNode): readonly Problem[] {
  if (root.kind === 'mapping') {
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
