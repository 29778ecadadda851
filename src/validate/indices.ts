import { entryValue, type ParsedDocument, type ParsedMapping } from '../parse/parsed-document.js';
import type { Span } from '../source/source.js';
import { readIndexUrl } from './index-url.js';
import type { PackageIndex } from './mopyfile.js';
import type { Report } from './report.js';
import { booleanOf, scalarOf } from './scalars.js';

/** The indices in the order of the file, each with its credentials in its URL. */
export function readIndices(document: ParsedDocument, report: Report): readonly PackageIndex[] {
  const node = entryValue(document.root, 'indices');
  const mappings =
    node?.kind === 'sequence' ? node.items.flatMap((item) => (item.kind === 'mapping' ? [item] : [])) : [];
  checkDefaults(mappings, report);
  return mappings.flatMap((mapping) => readIndex(document, mapping, report) ?? []);
}

function readIndex(
  document: ParsedDocument,
  mapping: ParsedMapping,
  report: Report,
): PackageIndex | undefined {
  const url = scalarOf(entryValue(mapping, 'url'));
  const username = scalarOf(entryValue(mapping, 'username'));
  const password = scalarOf(entryValue(mapping, 'password'));
  for (const [name, scalar] of Object.entries({ username, password })) {
    if (scalar?.text === '') {
      report({
        code: 'empty-value',
        message: `\`${name}\` is empty`,
        hint: 'remove the key',
        at: scalar.span,
      });
    }
  }
  if (password !== undefined && entryValue(mapping, 'username') === undefined) {
    report({
      code: 'index-password-ignored',
      severity: 'warning',
      message: 'a `password` without a `username` is ignored',
      hint: 'add a `username`, or write a token as `username`',
      at: entryKeySpan(mapping, 'password') ?? password.span,
    });
  }
  const trust = booleanOf(entryValue(mapping, 'trust'), false);
  const parsed = url && readIndexUrl(document.source, { url, username, password, trust }, report);
  return (
    parsed && {
      url: parsed.text,
      ...(trust && { trustedHost: parsed.host }),
      default: booleanOf(entryValue(mapping, 'default'), false),
      location: { source: document.source, span: mapping.span },
    }
  );
}

function checkDefaults(mappings: readonly ParsedMapping[], report: Report): void {
  const spans = mappings.flatMap((mapping) =>
    booleanOf(entryValue(mapping, 'default'), false) ? (entryKeySpan(mapping, 'default') ?? []) : [],
  );
  const [first, ...further] = spans;
  for (const at of first === undefined ? [] : further) {
    report({
      code: 'index-default',
      message: 'two indices cannot both replace PyPI',
      hint: 'keep `default: true` at one index; the others are asked beside it',
      at,
      related: first === undefined ? [] : [first],
    });
  }
}

function entryKeySpan(mapping: ParsedMapping, key: string): Span | undefined {
  return mapping.entries.find((entry) => entry.key.text === key)?.key.span;
}
