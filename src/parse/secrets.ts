import { keyedCredentialSpans, mergeSpans, urlCredentialSpans } from '../source/credentials.js';
import type { Span } from '../source/source.js';
import type { NodePath, ParsedNode, ParsedScalar } from './parsed-document.js';

/**
 * Where credentials stand in a Mopyfile, so that its text can be shown: in URLs, and as user names and
 * passwords. Decided here, before the first diagnostic, so that there is no source without its secrets. Without
 * a tree (the file is no YAML) by the look of the lines.
 */
export function secretSpans(text: string, root: ParsedNode | undefined): readonly Span[] {
  const spans = [...urlCredentialSpans(text)];
  if (root === undefined) {
    spans.push(...keyedCredentialSpans(text));
  } else {
    collect(root, [], spans);
  }
  return mergeSpans(spans);
}

function collect(node: ParsedNode, path: NodePath, spans: Span[]): void {
  switch (node.kind) {
    case 'mapping':
      for (const { key, value } of node.entries) {
        collect(value, [...path, key.text], spans);
      }
      break;
    case 'sequence':
      for (const [index, item] of node.items.entries()) {
        collect(item, [...path, index], spans);
      }
      break;
    case 'scalar':
      collectScalar(node, path, spans);
  }
}

function collectScalar(scalar: ParsedScalar, path: NodePath, spans: Span[]): void {
  // In escaped or folded text the URL does not stand as it reads.
  const hiddenUrl = scalar.textStart === undefined && urlCredentialSpans(scalar.text).length > 0;
  if (hiddenUrl || holdsCredential(path)) {
    spans.push(scalar.span, ...(scalar.definition === undefined ? [] : [scalar.definition]));
  }
}

/** Also below misspelt keys: an index's unknown key may well be a misspelt `password`. */
function holdsCredential(path: NodePath): boolean {
  const key = path.findLast((segment) => typeof segment === 'string');
  if (path[0] === 'envs' || path[0] === 'labels') {
    return false;
  }
  return key === 'username' || key === 'password' || (path[0] === 'indices' && isUnknownIndexKey(path));
}

function isUnknownIndexKey(path: NodePath): boolean {
  const key = path[2];
  return typeof key === 'string' && key !== 'url' && key !== 'trust' && key !== 'default';
}
