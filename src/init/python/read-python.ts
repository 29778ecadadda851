import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { readArguments, readLiteral } from './literals.js';
import type { Literal, PythonCall, PythonImport, PythonModule } from './python-module.js';

/** Where a node stands in its module. */
interface Scope {
  /** The outermost function or class. */
  readonly within?: string;
  /** In a statement that may not be run. */
  readonly conditional: boolean;
}

/** Findings, while a file is read. */
interface Collected {
  readonly text: string;
  readonly imports: PythonImport[];
  readonly calls: PythonCall[];
  readonly variables: Map<string, Literal | undefined>;
  readonly strings: Set<string>;
  /** Names that imports bind, and what they stand for. */
  readonly bindings: Map<string, string>;
  hasMainGuard: boolean;
  firstError?: SyntaxNode;
}

/**
 * Syntax that the parser takes for an error and Python does not: a `yield` alone, names in parentheses after `as` and in loops,
 * several `as` in parentheses, decorators of any kind, stars in subscripts.
 */
const UNKNOWN_SYNTAX: ReadonlySet<string> = new Set([
  'Decorator',
  'DecoratedStatement',
  'ForStatement',
  'MemberExpression',
  'WithStatement',
  'YieldExpression',
  'YieldStatement',
]);

/** Reads a Python file without running any of it. Of a file with syntax errors, what the parser makes of it. */
export function readPython(text: string): PythonModule {
  const found: Collected = {
    text,
    imports: [],
    calls: [],
    variables: new Map(),
    strings: new Set(),
    bindings: new Map(),
    hasMainGuard: false,
  };
  visit(parser.parse(text).topNode, found, { conditional: false });
  const { calls, bindings, text: _text, firstError, ...rest } = found;
  // Code behind something unknown proves nothing either.
  const isBroken = firstError !== undefined && !isUnknownSyntax(firstError);
  return {
    ...rest,
    ...(isBroken && { brokenAt: firstError.from }),
    calls: calls.map((call) => ({ ...call, callee: inFull(call.callee, bindings) })),
  };
}

function isUnknownSyntax({ parent }: SyntaxNode): boolean {
  const inner = parent?.name === 'ParenthesizedExpression' || parent?.name === 'TypeDef';
  return UNKNOWN_SYNTAX.has((inner ? parent.parent : parent)?.name ?? '');
}

const CONDITIONAL: ReadonlySet<string> = new Set([
  'IfStatement',
  'TryStatement',
  'WithStatement',
  'ForStatement',
  'WhileStatement',
  'MatchStatement',
]);

function visit(node: SyntaxNode, found: Collected, scope: Scope): void {
  const inner = innerScope(node, found, scope);
  switch (node.name) {
    case 'ImportStatement':
      readImport(node, found, scope);
      break;
    case 'CallExpression':
      readCall(node, found, scope, false);
      break;
    case 'Decorator':
      readCall(node, found, scope, true);
      break;
    case 'AssignStatement':
      readAssignment(node, found, scope);
      break;
    case 'String':
    case 'ContinuedString':
      addString(node, found);
      break;
    case '⚠':
      found.firstError ??= node;
      break;
    default:
      break;
  }
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    visit(child, found, inner);
  }
}

function innerScope(node: SyntaxNode, found: Collected, scope: Scope): Scope {
  if (node.name === 'FunctionDefinition' || node.name === 'ClassDefinition') {
    const name = node.getChild('VariableName');
    const own = name === null ? '' : textOf(name, found);
    return { within: scope.within ?? own, conditional: true };
  }
  if (node.name === 'IfStatement' && isMainGuard(node, found)) {
    found.hasMainGuard = true;
  }
  return CONDITIONAL.has(node.name) ? { ...scope, conditional: true } : scope;
}

function isMainGuard(node: SyntaxNode, found: Collected): boolean {
  const condition = node.getChild('BinaryExpression');
  const text = condition === null ? '' : textOf(condition, found);
  return /__name__/.test(text) && /['"]__main__['"]/.test(text);
}

function textOf({ from, to }: SyntaxNode, { text }: Collected): string {
  return text.slice(from, to);
}

function addString(node: SyntaxNode, found: Collected): void {
  const value = readLiteral(node, found.text);
  if (typeof value === 'string') {
    found.strings.add(value);
  }
}

/** `import a.b as c, d` and `from .a import b as c`, as words. */
function readImport(node: SyntaxNode, found: Collected, { conditional }: Scope): void {
  const text = textOf(node, found).replaceAll(/#.*|\\\r?\n|[()]/g, ' ');
  const from = /^\s*from\s*(\.*)\s*([\w.\s]*?)\s*\bimport\b([\s\S]*)$/.exec(text);
  const unconditional = !conditional;
  if (from !== null) {
    const [, dots = '', path = '', names = ''] = from;
    const module = `${dots}${path.replaceAll(/\s/g, '')}`;
    for (const [name, binding] of named(names)) {
      found.imports.push({ module, name, unconditional });
      found.bindings.set(binding ?? name, `${module}${module.endsWith('.') ? '' : '.'}${name}`);
    }
    return;
  }
  for (const [module, binding] of named(text.replace(/^\s*import\b/, ''))) {
    found.imports.push({ module, unconditional });
    if (binding !== undefined) {
      found.bindings.set(binding, module);
    }
  }
}

/** `a as b, c` by names and what they are called. */
function named(list: string): readonly (readonly [string, string | undefined])[] {
  return list.split(',').flatMap((part) => {
    const [name = '', binding] = part.trim().split(/\s+as\s+/);
    const spelled = name.replaceAll(/\s/g, '');
    return spelled === '' ? [] : [[spelled, binding?.trim()] as const];
  });
}

function readCall(node: SyntaxNode, found: Collected, { within }: Scope, isDecorator: boolean): void {
  const list = node.getChild('ArgList');
  const start = isDecorator ? node.from + 1 : node.from;
  const callee = found.text.slice(start, list?.from ?? node.to).replaceAll(/\s/g, '');
  const variable = isDecorator ? undefined : assignedTo(node, found);
  found.calls.push({
    callee,
    ...(list === null ? { positional: [], keywords: new Map() } : readArguments(list, found.text)),
    ...(variable !== undefined && { variable }),
    ...(within !== undefined && { within }),
    isDecorator,
  });
}

/** The first name of the assignment whose value a node is. */
function assignedTo(node: SyntaxNode, found: Collected): string | undefined {
  const { parent } = node;
  const first = parent?.name === 'AssignStatement' ? parent.firstChild : undefined;
  return first?.name === 'VariableName' && node.nextSibling === null ? textOf(first, found) : undefined;
}

function readAssignment(node: SyntaxNode, found: Collected, { within }: Scope): void {
  const { firstChild, lastChild } = node;
  if (within === undefined && firstChild?.name === 'VariableName' && lastChild !== null) {
    found.variables.set(textOf(firstChild, found), readLiteral(lastChild, found.text));
  }
}

function inFull(callee: string, bindings: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = callee.split('.');
  return [bindings.get(first) ?? first, ...rest].join('.');
}
