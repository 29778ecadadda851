import { type ParsedScalar, spanOfText } from '../../parse/parsed-document.js';
import { closest } from '../did-you-mean.js';
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
  read: (input) => ({ environment: readEnvironment(input) }),
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

/** The environment variables in the order of the file; a reference reaches the ones above it, and `PATH`. */
function readEnvironment({ document, value: variables, report }: KeyInput): readonly NamedTemplate[] {
  const entries = readEntries(scalarEntries(variables), 'envs', report);
  const keys = keysOf(variables);
  const places = new Map(keys.map(({ text }, index) => [text, index]));
  for (const entry of entries) {
    for (const part of entry.parts) {
      checkReference(keys, places, entry, part, report);
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
  keys: readonly ParsedScalar[],
  places: ReadonlyMap<string, number>,
  { key, value }: ScalarEntry,
  part: PlacedPart,
  report: Report,
): void {
  if (part.kind === 'literal' || part.name === 'PATH') {
    return;
  }
  const index = places.get(key.text) ?? 0;
  const place = places.get(part.name);
  if (place !== undefined && place < index) {
    return;
  }
  const earlier = keys.slice(0, index).map(({ text }) => text);
  const later = place === undefined || place === index ? undefined : keys[place];
  report({
    code: 'unknown-reference',
    message: `\`\${${part.name}}\` refers to no environment variable above it`,
    hint: referenceHint(part.name, later !== undefined, [...earlier, 'PATH']),
    at: spanOfText(value, part.start, part.end),
    ...(later && { related: [later.span] }),
  });
}

function referenceHint(name: string, isLater: boolean, known: readonly string[]): string {
  if (isLater) {
    return `move \`${name}\` above the variable that refers to it`;
  }
  if (/:?[-+?=]/.test(name)) {
    return 'there are no defaults or other operators as a shell has them; write `$${` for a literal `${`';
  }
  const suggestion = closest(name, known);
  return suggestion === undefined
    ? 'only variables of `envs` and `PATH` can be referred to; write `$${` for a literal `${`'
    : `did you mean \`\${${suggestion}}\`?`;
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

/** What the user wants on the path, when that is one folder. */
function exampleFolder(text: string): string {
  return /^\/[\w./-]+$/.test(text) ? text : '/my/folder';
}
