import { sizeOf } from '../../basics/value-size.js';
import { type ParsedScalar, spanOfText } from '../../parse/parsed-document.js';
import type { Report } from '../report.js';
import { checkCharacters, type ScalarEntry } from '../scalars.js';
import { type PlacedPart, readTemplate } from './template.js';
import { sizeLimits } from './value-size.js';

/** A variable or label whose value has been taken apart at its references. */
export interface PlacedEntry extends ScalarEntry {
  readonly parts: readonly PlacedPart[];
}

/**
 * Takes the values of `envs` or `labels` apart. One that is too long as written is reported and has no parts:
 * aliases can repeat a long text thousands of times.
 */
export function readEntries(
  entries: readonly ScalarEntry[],
  where: 'envs' | 'labels',
  report: Report,
): readonly PlacedEntry[] {
  const fits = sizeLimits(where, report);
  return entries.map((entry) => {
    const { key, value } = entry;
    // No text has fewer bytes than UTF-16 units.
    if (!fits(entry, value.text.length)) {
      return { key, value, parts: [] };
    }
    checkCharacters(value, `the value of \`${key.text}\``, report);
    const { parts, unclosed } = readTemplate(value.text);
    if (unclosed !== undefined) {
      reportUnclosed(value, unclosed, report);
    }
    return { key, value, parts };
  });
}

function reportUnclosed(value: ParsedScalar, offset: number, report: Report): void {
  report({
    code: 'unclosed-reference',
    message: 'a `${` is not closed',
    hint: `write \`\${NAME}\`, or \`$\${\` for a literal \`\${\``,
    at: spanOfText(value, offset, value.text.length),
  });
}

/**
 * Reports values that references make too long.
 *
 * @param entries in an order in which each comes after those that it refers to
 * @param others sizes of what else can be referred to
 */
export function checkExpandedSizes(
  entries: readonly PlacedEntry[],
  where: 'envs' | 'labels',
  others: Iterable<readonly [string, number]>,
  report: Report,
): void {
  const sizes = new Map(others);
  const fits = sizeLimits(where, report);
  for (const entry of entries) {
    const size = expandedSize(entry.parts, sizes);
    // A reference to a value that is too long is not blamed for it once more.
    sizes.set(entry.key.text, fits(entry, size) ? size : 0);
  }
}

function expandedSize(parts: readonly PlacedPart[], sizes: ReadonlyMap<string, number>): number {
  return parts.reduce(
    (sum, part) => sum + (part.kind === 'literal' ? sizeOf(part.text) : (sizes.get(part.name) ?? 0)),
    0,
  );
}
