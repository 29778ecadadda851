import { entryValue, type ParsedDocument, spanOfText } from '../parse/parsed-document.js';
import { closest } from './did-you-mean.js';
import type { NamedTemplate } from './mopyfile.js';
import type { Report } from './report.js';
import { checkCharacters, type ScalarEntry, scalarEntries } from './scalars.js';
import { type PlacedPart, readTemplate, toTemplate } from './template.js';
import { reportUnclosed } from './unclosed.js';

/** The environment variables in the order of the file; a reference reaches the ones above it, and `PATH`. */
export function readEnvironment(document: ParsedDocument, report: Report): readonly NamedTemplate[] {
  const entries = scalarEntries(entryValue(document.root, 'envs'));
  return entries.map((entry, index) => {
    const { key, value } = entry;
    checkCharacters(value, `the value of \`${key.text}\``, report);
    const { parts, unclosed } = readTemplate(value.text);
    reportUnclosed(value, unclosed, report);
    for (const part of parts) {
      checkReference(entries, index, part, report);
    }
    checkPath(entry, parts, report);
    return {
      name: key.text,
      value: toTemplate(parts),
      location: { source: document.source, span: value.span },
    };
  });
}

function checkReference(
  entries: readonly ScalarEntry[],
  index: number,
  part: PlacedPart,
  report: Report,
): void {
  const entry = entries[index];
  if (part.kind === 'literal' || part.name === 'PATH' || entry === undefined) {
    return;
  }
  const earlier = entries.slice(0, index).map(({ key }) => key.text);
  if (earlier.includes(part.name)) {
    return;
  }
  const later = entries.slice(index + 1).find(({ key }) => key.text === part.name);
  report({
    code: 'unknown-reference',
    message: `\`\${${part.name}}\` refers to no environment variable above it`,
    hint: referenceHint(part.name, later !== undefined, [...earlier, 'PATH']),
    at: spanOfText(entry.value, part.start, part.end),
    ...(later && { related: [later.key.span] }),
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
