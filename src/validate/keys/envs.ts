import { type ParsedScalar, spanOfText } from '../../parse/parsed-document.js';
import { type WordFinder, wordFinder } from '../did-you-mean.js';
import type { Key, KeyInput } from '../key.js';
import type { Mopyfile, NamedTemplate } from '../mopyfile.js';
import type { Report } from '../report.js';
import { keysOf, type ScalarEntry, scalarEntries } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';
import { checkExpandedSizes, readEntries } from '../templates/read-entries.js';
import { type PlacedPart, toTemplate } from '../templates/template.js';

/** Environment variables of the build and of the image. */
export const envs: Key<Pick<Mopyfile, 'environment'>> = {
  name: 'envs',
  shape: {
    subject: '`envs`',
    expected: 'a mapping of names to values',
    example: 'envs:\n  NAME: value',
    empty: REMOVE,
    synonyms: ['env', 'environment'],
    sensitivity: 'free',
    accepts: {
      mapping: {
        kind: 'names',
        explainName,
        value: {
          subject: 'this environment variable',
          expected: 'a single value',
          example: '`NAME: value`',
          empty: 'write `""` for an empty value',
          accepts: { text: true },
        },
      },
    },
  },
  read: (input) => ({ environment: readVariables(input) }),
};

function explainName(name: string): Explanation {
  return {
    code: 'environment-name',
    message:
      name === ''
        ? 'the name of an environment variable is empty'
        : `\`${name}\` cannot name an environment variable`,
    hint: 'names are letters, digits and `_`, and do not start with a digit',
  };
}

/** No `PATH` of an image is longer, in bytes. */
const IMAGE_PATH_SIZE = 200;

/** The variables of a file, for references among them. */
interface Variables {
  readonly keys: readonly ParsedScalar[];
  /** Indexes of the keys. */
  readonly places: ReadonlyMap<string, number>;
  readonly find: WordFinder;
}

/** The environment variables in the order of the file; a reference reaches the ones above it, and `PATH`. */
function readVariables({ document, value: mapping, report }: KeyInput): readonly NamedTemplate[] {
  const entries = readEntries(scalarEntries(mapping), 'envs', report);
  const keys = keysOf(mapping);
  const places = new Map(keys.map(({ text }, index) => [text, index]));
  const variables: Variables = { keys, places, find: wordFinder() };
  for (const entry of entries) {
    for (const part of entry.parts) {
      checkReference(variables, entry, part, report);
    }
    checkPath(entry, entry.parts, report);
  }
  checkExpandedSizes(entries, 'envs', [['PATH', IMAGE_PATH_SIZE]], report);
  return entries.map(({ key, value, parts }) => ({
    name: key.text,
    value: toTemplate(parts),
    location: { source: document.source, span: value.span },
  }));
}

function checkReference(
  variables: Variables,
  { key, value }: ScalarEntry,
  part: PlacedPart,
  report: Report,
): void {
  if (part.kind === 'literal' || part.name === 'PATH') {
    return;
  }
  const { keys, places } = variables;
  const index = places.get(key.text) ?? 0;
  const place = places.get(part.name);
  if (place !== undefined && place < index) {
    return;
  }
  const later = place === undefined || place === index ? undefined : keys[place];
  report({
    code: 'unknown-reference',
    message: `\`\${${part.name}}\` refers to no environment variable above it`,
    hint: later === undefined ? unknownHint(variables, index, part.name) : laterHint(part.name),
    at: spanOfText(value, part.start, part.end),
    ...(later && { related: [later.span] }),
  });
}

function laterHint(name: string): string {
  return `move \`${name}\` above the variable that refers to it`;
}

function unknownHint({ keys, find }: Variables, index: number, name: string): string {
  if (/:?[-+?=]/.test(name)) {
    return 'there are no defaults or other operators as a shell has them; write `$${` for a literal `${`';
  }
  const suggestion = find(name, namesAbove(keys, index));
  return suggestion === undefined
    ? 'only variables of `envs` and `PATH` can be referred to; write `$${` for a literal `${`'
    : `did you mean \`\${${suggestion}}\`?`;
}

/** Names that a variable can refer to. One after the other, since few are looked at when there are many. */
function* namesAbove(keys: readonly ParsedScalar[], index: number): Generator<string> {
  for (let above = 0; above < index; above += 1) {
    yield keys[above]?.text ?? '';
  }
  yield 'PATH';
}

/** The image's own `PATH` finds the interpreter and the scripts of packages. */
function checkPath({ key, value }: ScalarEntry, parts: readonly PlacedPart[], report: Report): void {
  const extended = parts.some((part) => part.kind === 'reference' && part.name === 'PATH');
  if (key.text === 'PATH' && !extended) {
    report({
      code: 'path-replaced',
      message: '`PATH` is replaced, so that Python would not be found',
      hint: `add to it instead, for example \`PATH: ${exampleFolder(value.text)}:\${PATH}\``,
      at: value.span,
    });
  }
}

/** The folder that the user wants on the path, when it is one. */
function exampleFolder(text: string): string {
  return /^\/[\w./-]+$/.test(text) ? text : '/my/folder';
}
