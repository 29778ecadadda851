import { unique } from '../basics/unique.js';
import type { ParsedDocument } from '../parse/parsed-document.js';
import { entryValue } from '../parse/parsed-document.js';
import type { SecretRules } from '../parse/secrets.js';
import type { Key, KeyInput } from './key.js';
import type { SchemaValidator } from './schema-error.js';
import { secretRules } from './secret-rules.js';
import type { Shape } from './shape.js';

/** Keys together with the schema that they belong to, and what follows from them. */
export interface Format<Keys extends readonly Key[] = readonly Key[]> {
  readonly keys: Keys;
  /** The code that ajv made of the schema. */
  readonly isValid: SchemaValidator;
  /** The whole file. */
  readonly shape: Shape;
  readonly secrets: SecretRules;
}

/** Makes a format of its keys, in the order in which they are read, and of its schema. */
export function defineFormat<const Keys extends readonly Key[]>(
  keys: Keys,
  isValid: SchemaValidator,
): Format<Keys> {
  const shape: Shape = {
    subject: 'a Mopyfile',
    expected: 'a mapping',
    example: '`python: 3.13`',
    accepts: {
      mapping: {
        kind: 'keys',
        called: 'a Mopyfile',
        keys: new Map(keys.map((key) => [key.name, key.shape])),
      },
    },
  };
  return { keys, isValid, shape, secrets: secretRules(shape) };
}

/** The fields that the keys of a format give together. */
export type FieldsOf<Keys extends readonly Key[]> = Intersection<Awaited<ReturnType<Keys[number]['read']>>>;

/** A | B as A & B: parameters of functions are contravariant. */
type Intersection<Union> = (Union extends unknown ? (of: Union) => void : never) extends (
  of: infer All,
) => void
  ? All
  : never;

/** Reads the value of each key, one after the other. */
export async function readKeys<Keys extends readonly Key[]>(
  { keys }: Format<Keys>,
  input: Omit<KeyInput, 'value' | 'above'>,
): Promise<FieldsOf<Keys>> {
  let above = {};
  for (const { name, read } of keys) {
    const value = entryValue(input.document.root, name);
    above = { ...above, ...(await read({ ...input, value, above })) };
  }
  return above as FieldsOf<Keys>;
}

/** Paths of the build context that reading a document is going to look up, each once; `.` is not among them. */
export function contextPaths({ keys }: Format, { root }: ParsedDocument): readonly string[] {
  const paths = keys.flatMap(({ name, contextPaths: pathsOf }) => {
    const value = entryValue(root, name);
    return value === undefined ? [] : (pathsOf?.(value) ?? []);
  });
  return unique(paths).filter((path) => path !== '.');
}
