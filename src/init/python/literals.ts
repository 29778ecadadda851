import type { SyntaxNode } from '@lezer/common';
import type { Literal, PythonCall } from './python-module.js';

/** The value of a node, where it is a literal. */
export function readLiteral(node: SyntaxNode, text: string): Literal | undefined {
  const written = text.slice(node.from, node.to);
  switch (node.name) {
    case 'String':
      return readString(written);
    case 'ContinuedString':
      return joined(children(node).map((child) => readLiteral(child, text)));
    case 'Number':
      return written.replaceAll('_', '');
    case 'Boolean':
      return written;
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return children(node)
        .filter(({ name }) => !PUNCTUATION.has(name))
        .flatMap((child) => readLiteral(child, text) ?? []);
    case 'DictionaryExpression':
      return { entries: readEntries(node, text) };
    case 'CallExpression':
      return defaultOf(node, text);
    default:
      return undefined;
  }
}

const PUNCTUATION: ReadonlySet<string> = new Set(['[', ']', '(', ')', '{', '}', ',', 'Comment']);

function children(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    found.push(child);
  }
  return found;
}

/** A string's text; undefined for bytes. Escapes of control characters are rare in what is looked for. */
function readString(written: string): string | undefined {
  const match = /^([a-z]*)("""|'''|"|')([\s\S]*)\2$/i.exec(written);
  const [, prefix = '', , body = ''] = match ?? [];
  if (match === null || /b/i.test(prefix)) {
    return undefined;
  }
  return /r/i.test(prefix) ? body : body.replaceAll(/\\(\r?\n|[\s\S])/g, unescaped);
}

function unescaped(_match: string, character: string): string {
  return { n: '\n', t: '\t', r: '\r' }[character] ?? (/\n/.test(character) ? '' : character);
}

function joined(parts: readonly (Literal | undefined)[]): string | undefined {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

function readEntries(node: SyntaxNode, text: string): ReadonlyMap<string, Literal> {
  const entries = new Map<string, Literal>();
  const parts = children(node).filter(({ name }) => !PUNCTUATION.has(name));
  for (const [index, { name }] of parts.entries()) {
    const [key, value] = [parts[index - 1], parts[index + 1]].map((part) => part && readLiteral(part, text));
    if (name === ':' && typeof key === 'string' && value !== undefined) {
      entries.set(key, value);
    }
  }
  return entries;
}

/** `int(os.environ.get("PORT", 8080))` is 8080 where nothing is set: the only number in a call of the environment. */
function defaultOf(node: SyntaxNode, text: string): string | undefined {
  const written = text.slice(node.from, node.to);
  const numbers = /environ|getenv|config|env/i.test(written)
    ? written.match(/(?<![\w.])\d+(?![\w.])/g)
    : undefined;
  return numbers?.length === 1 ? numbers[0] : undefined;
}

/** The arguments of a call. */
export function readArguments(list: SyntaxNode, text: string): Pick<PythonCall, 'positional' | 'keywords'> {
  const positional: (Literal | undefined)[] = [];
  const keywords = new Map<string, Literal | undefined>();
  for (const parts of split(children(list))) {
    const [first, operator, value] = parts;
    if (operator?.name === 'AssignOp' && first !== undefined) {
      keywords.set(text.slice(first.from, first.to), value && readLiteral(value, text));
    } else if (first !== undefined && !/^\*/.test(text.slice(first.from, first.to))) {
      positional.push(parts.length === 1 ? readLiteral(first, text) : undefined);
    }
  }
  return { positional, keywords };
}

/** Nodes of an argument list, argument by argument. */
function split(nodes: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const found: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') {
      found.push([]);
    } else if (!PUNCTUATION.has(node.name) || node.name === 'Comment') {
      found.at(-1)?.push(node);
    }
  }
  return found.map((parts) => parts.filter(({ name }) => name !== 'Comment'));
}
