import { parse } from '../../src/parse/parse.js';
import {
  entryValue,
  type NodePath,
  type ParsedDocument,
  type ParsedNode,
} from '../../src/parse/parsed-document.js';
import { MOPYFILE_FORMAT } from '../../src/validate/format.js';

/** Parses a text as a Mopyfile. */
export function parseText(text: string): ReturnType<typeof parse> {
  return parse(new TextEncoder().encode(text), 'Mopyfile.yaml', MOPYFILE_FORMAT.secrets);
}

/** The document of a text; what has problems fails the test. */
export function documentOf(text: string) {
  const { document, diagnostics } = parseText(text);
  if (document === undefined) {
    throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  }
  return document;
}

/** The value at a path of keys and indexes, if there is one. */
export function nodeAt({ root }: ParsedDocument, path: NodePath): ParsedNode | undefined {
  return path.reduce<ParsedNode | undefined>((node, segment) => {
    if (node?.kind === 'mapping') {
      return entryValue(node, String(segment));
    }
    return node?.kind === 'sequence' ? node.items[Number(segment)] : undefined;
  }, root);
}

/** A value without its places: scalars as their type and text. */
export function plain(node: ParsedNode | undefined): unknown {
  switch (node?.kind) {
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
    case 'sequence':
      return node.items.map(plain);
    case 'scalar':
      return `${node.type} ${node.text}`;
    default:
      return node?.kind;
  }
}
