import {
  keyAt,
  type NodePath,
  nodeAt,
  type ParsedDocument,
  type ParsedNode,
} from '../parse/parsed-document.js';
import type { Span } from '../source/source.js';
import { explainBuildDependency } from './build-dependencies.js';
import { closest } from './did-you-mean.js';
import { explainPythonVersion } from './python.js';
import type { Finding } from './report.js';
import type { SchemaError } from './schema-error.js';
import { INDEX_KEYS, shapeOf, TOP_LEVEL_KEYS } from './shapes.js';

/** A schema error in the user's words; undefined for one that only repeats another, or is about a refused value. */
export function explainSchemaError(
  document: ParsedDocument,
  error: SchemaError,
  path: NodePath,
): Finding | undefined {
  if (nodeAt(document, path)?.kind === 'unknown') {
    return undefined;
  }
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(document, path, error.params.additionalProperty ?? '');
    case 'required':
      return missingKey(document, path, error.params.missingProperty ?? '');
    case 'propertyNames':
      return environmentName(document, path, error.params.propertyName ?? '');
    case 'type':
      return wrongType(document, path);
    case 'enum':
      return wrongWord(document, path);
    case 'pattern':
      return error.propertyName === undefined ? wrongText(document, path) : undefined;
    default:
      throw new Error(`the schema's keyword ${error.keyword} has no explanation`);
  }
}

/** What other tools call a key. */
const SYNONYMS = meanings([
  ['pip', ['dependencies', 'requirements', 'packages', 'python-packages']],
  ['build-deps', ['apt', 'system-packages', 'build-packages']],
  ['envs', ['env', 'environment']],
  ['project', ['main', 'entrypoint', 'cmd']],
  ['indices', ['indexes']],
  ['username', ['user', 'token']],
]);

/** What each word means. A map, since in an object the user's words would find `constructor` and its like. */
function meanings(groups: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(([meaning, words]) => words.map((word) => [word, meaning])));
}

function unknownKey(document: ParsedDocument, path: NodePath, key: string): Finding {
  const [known, owner] = path.length === 0 ? [TOP_LEVEL_KEYS, 'a Mopyfile'] : [INDEX_KEYS, 'an index'];
  const suggestion = known.find((name) => name === SYNONYMS.get(key.toLowerCase())) ?? closest(key, known);
  return {
    code: 'unknown-key',
    message: `\`${key}\` is not a key of ${owner}`,
    hint: key === '<<' ? 'YAML 1.2 has no merge keys: write the values out' : hintFor(suggestion, known),
    at: keyAt(document, [...path, key])?.span ?? document.root.span,
  };
}

function hintFor(suggestion: string | undefined, known: readonly string[]): string {
  return suggestion === undefined
    ? `the keys are ${known.map((name) => `\`${name}\``).join(', ')}`
    : `did you mean \`${suggestion}\`?`;
}

function missingKey(document: ParsedDocument, path: NodePath, key: string): Finding {
  const node = nodeAt(document, path) ?? document.root;
  return {
    code: 'missing-key',
    message: `this index has no \`${key}\``,
    hint: `add the address of the index, for example \`${key}: https://pypi.example.org/simple\``,
    at: firstLine(node),
  };
}

/** A mapping is blamed by its first key: all of it would be many lines. */
function firstLine(node: ParsedNode): Span {
  return node.kind === 'mapping' ? (node.entries[0]?.key.span ?? node.span) : node.span;
}

function environmentName(document: ParsedDocument, path: NodePath, name: string): Finding {
  return {
    code: 'environment-name',
    message:
      name === ''
        ? 'the name of an environment variable is empty'
        : `\`${name}\` cannot name an environment variable`,
    hint: 'names are letters, digits and `_`, and do not start with a digit',
    at: keyAt(document, [...path, name])?.span ?? document.root.span,
  };
}

function wrongType(document: ParsedDocument, path: NodePath): Finding | undefined {
  const node = nodeAt(document, path);
  if (node === undefined) {
    return undefined;
  }
  const { subject, expected, example, empty } = shapeOf(path);
  if (node.kind === 'scalar' && node.type === 'null') {
    const place = node.span.end > node.span.start ? node.span : (keyAt(document, path)?.span ?? node.span);
    const hint = `${empty ?? 'give a value'}, for example${example.includes('\n') ? '\n' : ' '}${example}`;
    return { code: 'empty-value', message: `${subject} has no value`, hint, at: place };
  }
  return {
    code: 'wrong-type',
    message: `${subject} must be ${expected}, not ${kindOf(node)}`,
    hint: booleanHint(path, node) ?? `write it like this:${example.includes('\n') ? '\n' : ' '}${example}`,
    at: firstLine(node),
  };
}

/** What stands there; its text is not repeated, since it may be a credential. */
function kindOf(node: ParsedNode): string {
  if (node.kind === 'scalar') {
    return node.type === 'number' ? 'a number' : node.type === 'boolean' ? 'a boolean' : 'a string';
  }
  return node.kind === 'mapping' ? 'a mapping' : 'a list';
}

const BOOLEAN_WORDS = meanings([
  ['true', ['yes', 'y', 'on', 'true', '1']],
  ['false', ['no', 'n', 'off', 'false', '0']],
]);

function booleanHint(path: NodePath, node: ParsedNode): string | undefined {
  const word = node.kind === 'scalar' ? BOOLEAN_WORDS.get(node.text.toLowerCase()) : undefined;
  return word !== undefined && shapeOf(path).expected.includes('`true`') ? `write \`${word}\`` : undefined;
}

function wrongWord(document: ParsedDocument, path: NodePath): Finding | undefined {
  const node = nodeAt(document, path);
  if (node?.kind !== 'scalar' || node.type === 'null') {
    return undefined;
  }
  if (path[0] === 'apiVersion') {
    return {
      code: 'api-version',
      message: `\`${node.text}\` is not a known version of the format`,
      hint: 'the known version is `v1`; a newer mopy may know more',
      at: node.span,
    };
  }
  const suggestion = closest(node.text, ['distroless', 'slim']);
  return {
    code: 'unknown-base',
    message: `\`${node.text}\` is not a base that mopy knows`,
    hint:
      suggestion === undefined ? 'the bases are `distroless` and `slim`' : `did you mean \`${suggestion}\`?`,
    at: node.span,
  };
}

function wrongText(document: ParsedDocument, path: NodePath): Finding | undefined {
  const node = nodeAt(document, path);
  if (node?.kind !== 'scalar') {
    return undefined;
  }
  return path[0] === 'python' ? explainPythonVersion(node) : explainBuildDependency(node);
}
