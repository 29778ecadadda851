import type { ParsedDocument, ParsedNode } from '../parse/parsed-document.js';
import type { Format } from './define-format.js';
import { wordFinder } from './did-you-mean.js';
import { explainSchemaError } from './explain.js';
import type { Report } from './report.js';
import { type Shape, shapeBelow } from './shape.js';

/** Reports everything that contradicts the format's schema. */
export function checkSchema({ isValid, shape }: Format, document: ParsedDocument, report: Report): void {
  if (isValid(plainValue(document.root, shape))) {
    return;
  }
  const find = wordFinder();
  for (const error of isValid.errors ?? []) {
    const violation = explainSchemaError(document, shape, error, find);
    if (violation !== undefined) {
      report(violation);
    }
  }
}

/**
 * The value that the schema is asked about. Scalars are their source text, so that `3.10` and `yes` are what was
 * written; only where the format wants a boolean, YAML's booleans are kept.
 */
function plainValue(node: ParsedNode, shape: Shape | undefined): unknown {
  const below = (child: ParsedNode, segment: string | number): unknown =>
    plainValue(child, shape && shapeBelow(shape, segment));
  switch (node.kind) {
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, below(value, key.text)]));
    case 'sequence':
      return node.items.map(below);
    case 'scalar':
      if (node.type === 'null') {
        return null;
      }
      return node.type === 'boolean' && shape?.accepts.boolean
        ? node.text.toLowerCase() === 'true'
        : node.text;
    case 'unknown':
      return null;
  }
}
