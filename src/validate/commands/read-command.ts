import { codePointName } from '../../basics/code-point.js';
import { type ParsedNode, type ParsedScalar, spanOfText } from '../../parse/parsed-document.js';
import type { Source } from '../../source/source.js';
import type { ImageCommand } from '../mopyfile.js';
import type { Report } from '../report.js';
import { scalarItems, scalarOf } from '../scalars.js';
import { REMOVE, type Shape } from '../shape.js';
import { splitCommand } from './split-command.js';

/** Bytes of a command as a JSON list: BuildKit reads 65,535 bytes of a line of a Dockerfile. */
const MAX_SIZE = 32_000;

/** A leading word that sets a variable for the command. */
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** The shape of a command: one string, or a list of words. `more` is what else is accepted in its place. */
export function commandShape(subject: string, example: string, more: Partial<Shape> = {}): Shape {
  return {
    subject,
    expected: 'a command or a list of its words',
    example,
    empty: REMOVE,
    ...more,
    accepts: {
      text: true,
      list: {
        subject: 'this word',
        expected: 'a single value',
        example: '`- --port`',
        accepts: { text: true },
      },
      ...more.accepts,
    },
  };
}

/** Where a command stands, and what diagnostics call it. */
export interface CommandPlace {
  readonly source: Source;
  /** `` `command` ``, `this entry of `prepare``. */
  readonly subject: string;
  /** True when its first words may be `NAME=value`. */
  readonly variables: 'allowed' | 'refused';
  readonly report: Report;
}

/** A command in either notation; undefined where the schema refuses the value or a problem was reported. */
export function readCommand(node: ParsedNode | undefined, place: CommandPlace): ImageCommand | undefined {
  const words = node && wordsOf(node, place);
  if (node === undefined || words === undefined) {
    return undefined;
  }
  const problem = explainWords(words, place);
  if (problem !== undefined) {
    place.report({ ...problem, at: node.span });
    return undefined;
  }
  return { words, location: { source: place.source, span: node.span } };
}

function wordsOf(node: ParsedNode, place: CommandPlace): readonly string[] | undefined {
  if (node.kind === 'sequence') {
    const items = scalarItems(node);
    return items.length === node.items.length ? items.map(({ text }) => text) : undefined;
  }
  const scalar = scalarOf(node);
  return scalar && split(scalar, place);
}

function split(scalar: ParsedScalar, { subject, report }: CommandPlace): readonly string[] | undefined {
  const result = splitCommand(scalar.text);
  if ('words' in result) {
    return result.words;
  }
  const at = spanOfText(scalar, result.span.start, result.span.end);
  if (result.problem === 'unclosed') {
    const message = `${result.text === '\\' ? 'a backslash' : `a quote (${result.text})`} of ${subject} is not followed by what it needs`;
    report({
      code: 'command-quote',
      message,
      hint: 'close the quote, or write the command as a list of words',
      at,
    });
    return undefined;
  }
  const shown = result.text === '\n' ? 'a line break' : `\`${result.text}\``;
  report({
    code: 'command-shell',
    message: `${shown} of ${subject} would need a shell, and no shell reads it`,
    hint: shellHint(result.text),
    at,
  });
  return undefined;
}

function shellHint(text: string): string {
  const ways =
    'quote it with `\'` to mean it literally, write the command as a list of words, put the steps into a Python file, or with `base: slim` write `[sh, -c, "…"]`';
  return text.startsWith('$') ? `variables are not expanded: ${ways}` : ways;
}

function explainWords(words: readonly string[], { subject, variables }: CommandPlace) {
  const program = words.find((word) => !ASSIGNMENT.test(word));
  if (program === undefined || program === '') {
    return {
      code: 'command-empty',
      message: `${subject} names no program`,
      hint: 'begin with a program, for example `python -m app`',
    } as const;
  }
  if (variables === 'refused' && program !== words[0]) {
    return {
      code: 'command-variable',
      message: `${subject} sets a variable, \`${(words[0] ?? '').split('=')[0]}\``,
      hint: 'write it under `envs`, which the image has too',
    } as const;
  }
  if (words.some((word) => word.includes('\0'))) {
    return {
      code: 'control-character',
      message: `${subject} holds the control character ${codePointName('\0')}`,
      hint: 'remove it: no program can be given one',
    } as const;
  }
  if (Buffer.byteLength(JSON.stringify(words)) > MAX_SIZE) {
    return {
      code: 'value-too-long',
      message: `${subject} has more than 32,000 bytes`,
      hint: 'put what is long into a file of the project',
    } as const;
  }
  return undefined;
}
