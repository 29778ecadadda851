import { CONTROL_CHARACTER } from '../../basics/code-point.js';
import { sizeOf } from '../../basics/value-size.js';
import { type ParsedScalar, spanOfText } from '../../parse/parsed-document.js';
import type { Span } from '../../source/source.js';
import { type WordFinder, wordFinder } from '../did-you-mean.js';
import type { Key, KeyInput } from '../key.js';
import type { AutomaticLabel, Mopyfile, NamedTemplate, Requirement } from '../mopyfile.js';
import type { Report } from '../report.js';
import { keysOf, scalarEntries } from '../scalars.js';
import { REMOVE } from '../shape.js';
import { checkExpandedSizes, type PlacedEntry, readEntries } from '../templates/read-entries.js';
import { type PlacedPart, toTemplate } from '../templates/template.js';
import { type LabelReferences, reportCycles } from './labels/label-cycles.js';

/** Labels of the image. */
export const labels: Key<Pick<Mopyfile, 'labels'>> = {
  name: 'labels',
  shape: {
    subject: '`labels`',
    expected: 'a mapping of names to values',
    example: 'labels:\n  name: value',
    empty: REMOVE,
    sensitivity: 'free',
    accepts: {
      mapping: {
        kind: 'names',
        value: {
          subject: 'this label',
          expected: 'a single value',
          example: '`name: value`',
          empty: 'write `""` for an empty value',
          accepts: { text: true },
        },
      },
    },
  },
  read: (input) => ({ labels: readLabels(input) }),
};

/** Labels that a reference reaches beside the labels of the file; a record, so that the compiler misses none. */
const AUTOMATIC: Readonly<Record<AutomaticLabel, true>> = {
  'mopy.sbom': true,
  'mopy.version': true,
  'mopy.compiler': true,
  'mopy.python.version': true,
  'moby.buildkit.frontend': true,
  'org.opencontainers.image.description': true,
};
const AUTOMATIC_LABELS = Object.keys(AUTOMATIC);

/** No automatic label but the list of packages and the version of Python is longer, in bytes. */
const AUTOMATIC_LABEL_SIZE = 200;

/** The labels in the order of the file; a reference reaches any label, automatic ones included. */
function readLabels(input: KeyInput): readonly NamedTemplate[] {
  const { document, value: node, above, report } = input;
  const requirements = above.sbom === false ? undefined : (above.requirements ?? []);
  const labels = readEntries(scalarEntries(node), 'labels', report);
  const automatic = AUTOMATIC_LABELS.filter((name) => requirements !== undefined || name !== 'mopy.sbom');
  const known = new Set([...automatic, ...keysOf(node).map(({ text }) => text)]);
  const find = wordFinder();
  for (const { key, value, parts } of labels) {
    checkName(key.text, key.span, report);
    for (const part of parts) {
      checkReference(part, value, { known, find }, report);
    }
  }
  const order = reportCycles(labels.map(references), report);
  checkExpandedSizes(
    order,
    'labels',
    automaticSizes(above.python?.version ?? '', requirements ?? []),
    report,
  );
  return labels.map(({ key, value, parts }) => ({
    name: key.text,
    value: toTemplate(parts),
    location: { source: document.source, span: value.span },
  }));
}

function references(entry: PlacedEntry): LabelReferences {
  const names = entry.parts.flatMap((part) => (part.kind === 'reference' ? [part.name] : []));
  return { ...entry, references: new Set(names) };
}

function automaticSizes(
  python: string,
  requirements: readonly Requirement[],
): readonly (readonly [string, number])[] {
  return [
    ...AUTOMATIC_LABELS.map((name) => [name, AUTOMATIC_LABEL_SIZE] as const),
    ['mopy.sbom', sizeOf(JSON.stringify(requirements.map(({ display }) => display)))],
    ['mopy.python.version', sizeOf(python)],
  ];
}

function checkName(name: string, at: Span, report: Report): void {
  const problem = nameProblem(name);
  if (problem !== undefined) {
    report({
      code: 'label-name',
      message: `the name of a label ${problem}`,
      hint: 'name it like `org.example.name`',
      at,
    });
  }
}

/** Names that a Dockerfile cannot carry: it takes a label apart at the first `=`, whatever the quotes. */
function nameProblem(name: string): string | undefined {
  if (name === '') {
    return 'is empty';
  }
  if (CONTROL_CHARACTER.test(name)) {
    return 'holds control characters';
  }
  return name.includes('=') ? 'holds a `=`' : undefined;
}

function checkReference(
  part: PlacedPart,
  value: ParsedScalar,
  { known, find }: { readonly known: ReadonlySet<string>; readonly find: WordFinder },
  report: Report,
): void {
  if (part.kind === 'literal' || known.has(part.name)) {
    return;
  }
  const suggestion = find(part.name, known);
  report({
    code: 'unknown-reference',
    message: `\`\${${part.name}}\` refers to no label`,
    hint: part.name === 'mopy.sbom' ? 'there is no `mopy.sbom` with `sbom: false`' : hintFor(suggestion),
    at: spanOfText(value, part.start, part.end),
  });
}

function hintFor(suggestion: string | undefined): string {
  return suggestion === undefined
    ? `the automatic labels are ${AUTOMATIC_LABELS.map((name) => `\`${name}\``).join(', ')}; write \`$\${\` for a literal \`\${\``
    : `did you mean \`\${${suggestion}}\`?`;
}
