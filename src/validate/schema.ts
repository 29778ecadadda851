import type { NodePath, ParsedDocument, ParsedNode } from '../parse/parsed-document.js';
import { explainSchemaError } from './explain.js';
import type { Report } from './report.js';
import type { SchemaError } from './schema-error.js';
import { validate } from './schema-validator.generated.js';

/** Reports what contradicts `schemas/mopyfile.schema.json`. */
export function checkSchema(document: ParsedDocument, report: Report): void {
  if (validate(plainValue(document.root, []))) {
    return;
  }
  for (const error of validate.errors ?? []) {
    const finding = explainSchemaError(document, error, pathOf(error));
    if (finding !== undefined) {
      report(finding);
    }
  }
}

/**
 * What the schema is asked about. Scalars are their source text, so that `3.10` and `yes` are what was written;
 * only where the format wants a boolean, YAML's booleans are kept.
 */
function plainValue(node: ParsedNode, path: NodePath): unknown {
  switch (node.kind) {
    case 'mapping':
      return Object.fromEntries(
        node.entries.map(({ key, value }) => [key.text, plainValue(value, [...path, key.text])]),
      );
    case 'sequence':
      return node.items.map((item, index) => plainValue(item, [...path, index]));
    case 'scalar':
      if (node.type === 'null') {
        return null;
      }
      return node.type === 'boolean' && isBoolean(path) ? node.text.toLowerCase() === 'true' : node.text;
    case 'unknown':
      return null;
  }
}

function isBoolean(path: NodePath): boolean {
  return /^(?:sbom|indices\/\d+\/(?:trust|default))$/.test(path.join('/'));
}

function pathOf(error: SchemaError): NodePath {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
