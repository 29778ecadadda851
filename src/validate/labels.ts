import { entryValue, type ParsedDocument, spanOfText } from '../parse/parsed-document.js';
import type { Span } from '../source/source.js';
import { closest } from './did-you-mean.js';
import type { NamedTemplate } from './mopyfile.js';
import type { Report } from './report.js';
import { checkCharacters, keysOf, scalarEntries } from './scalars.js';
import { type PlacedPart, readTemplate, toTemplate } from './template.js';
import { reportUnclosed } from './unclosed.js';

/** Labels that every image gets; `mopy.sbom` unless `sbom` is `false`. */
export const AUTOMATIC_LABELS = [
  'mopy.sbom',
  'mopy.version',
  'mopy.compiler',
  'mopy.python.version',
  'moby.buildkit.frontend',
  'org.opencontainers.image.description',
] as const;

/** The labels in the order of the file; a reference reaches any label, automatic ones included. */
export function readLabels(
  document: ParsedDocument,
  sbom: boolean,
  report: Report,
): readonly NamedTemplate[] {
  const node = entryValue(document.root, 'labels');
  const labels = scalarEntries(node).map(({ key, value }) => {
    checkCharacters(value, `the value of \`${key.text}\``, report);
    const { parts, unclosed } = readTemplate(value.text);
    reportUnclosed(value, unclosed, report);
    return { key, value, parts };
  });
  const automatic = AUTOMATIC_LABELS.filter((name) => sbom || name !== 'mopy.sbom');
  const known = new Set([...automatic, ...keysOf(node).map(({ text }) => text)]);
  for (const { key, value, parts } of labels) {
    checkName(key.text, key.span, report);
    for (const part of parts) {
      checkReference(part, known, spanOfText(value, part.start, part.end), report);
    }
  }
  reportCycles(
    labels.map(({ key, parts }) => ({ name: key.text, span: key.span, references: namesIn(parts) })),
    report,
  );
  return labels.map(({ key, value, parts }) => ({
    name: key.text,
    value: toTemplate(parts),
    location: { source: document.source, span: value.span },
  }));
}

function checkName(name: string, at: Span, report: Report): void {
  if (name === '' || /\p{Cc}/u.test(name)) {
    report({
      code: 'label-name',
      message: name === '' ? 'the name of a label is empty' : 'the name of a label holds control characters',
      hint: 'name it like `org.example.name`',
      at,
    });
  }
}

function namesIn(parts: readonly PlacedPart[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'reference' ? [part.name] : []));
}

function checkReference(part: PlacedPart, known: ReadonlySet<string>, at: Span, report: Report): void {
  if (part.kind === 'literal' || known.has(part.name)) {
    return;
  }
  const suggestion = closest(part.name, [...known]);
  report({
    code: 'unknown-reference',
    message: `\`\${${part.name}}\` refers to no label`,
    hint: part.name === 'mopy.sbom' ? 'there is no `mopy.sbom` with `sbom: false`' : hintFor(suggestion),
    at,
  });
}

function hintFor(suggestion: string | undefined): string {
  return suggestion === undefined
    ? `the automatic labels are ${AUTOMATIC_LABELS.map((name) => `\`${name}\``).join(', ')}; write \`$\${\` for a literal \`\${\``
    : `did you mean \`\${${suggestion}}\`?`;
}

interface LabelReferences {
  readonly name: string;
  readonly span: Span;
  readonly references: readonly string[];
}

/** Reports each circle of references once, at its first label. */
function reportCycles(labels: readonly LabelReferences[], report: Report): void {
  const byName = new Map(labels.map((label) => [label.name, label]));
  const finished = new Set<LabelReferences>();
  const visit = (label: LabelReferences, trail: readonly LabelReferences[]): void => {
    if (trail.includes(label)) {
      reportCycle(trail.slice(trail.indexOf(label)), report);
    } else if (!finished.has(label)) {
      for (const name of new Set(label.references)) {
        const next = byName.get(name);
        if (next !== undefined) {
          visit(next, [...trail, label]);
        }
      }
      finished.add(label);
    }
  };
  for (const label of labels) {
    visit(label, []);
  }
}

function reportCycle(cycle: readonly LabelReferences[], report: Report): void {
  const [first, ...others] = cycle;
  if (first === undefined) {
    return;
  }
  const names = [...cycle, first].map(({ name }) => `\`${name}\``).join(' → ');
  report({
    code: 'circular-reference',
    message:
      others.length === 0
        ? `the label \`${first.name}\` refers to itself`
        : `labels refer to each other in a circle: ${names}`,
    hint: 'write one of them without a reference to the others',
    at: first.span,
    related: others.map(({ span }) => span),
  });
}
