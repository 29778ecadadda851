import type { Sensitivity } from '../parse/secrets.js';
import type { Violation } from './report.js';

/** A violation whose place the caller knows. */
export type Explanation = Omit<Violation, 'at'>;

/**
 * A value of the format: the words that diagnostics have for it, and the values below it. The schema decides
 * what is right; a shape says why something is wrong, and what would be right.
 */
export interface Shape {
  /** The value's name: `` `python` ``, `this entry of ...`. */
  readonly subject: string;
  /** The right kind of value: `a list of package names`. */
  readonly expected: string;
  /** The right spelling, in backquotes when it is one line. */
  readonly example: string;
  readonly accepts: Accepted;
  /** The remedy where the key stands without a value. */
  readonly empty?: string;
  /** The remedy where the mapping above has to have this key and does not. */
  readonly missing?: string;
  /** Names that other tools have for the key. */
  readonly synonyms?: readonly string[];
  /** The reason why the schema's `enum` or `pattern` refuses a text; needed exactly where the schema has one. */
  readonly explain?: (text: string) => Explanation;
  /** Credentials in the value and, unless they say otherwise, in all values below it. */
  readonly sensitivity?: Sensitivity;
}

/**
 * Kinds of values, one or several. They are the schema's `type`: `text` is `string` (with `number` and `boolean` beside it,
 * since editors see typed values), `boolean` is `boolean` alone, `list` is `array`, `mapping` is `object`.
 */
export interface Accepted {
  readonly text?: true;
  readonly boolean?: true;
  /** The items' shape. */
  readonly list?: Shape;
  readonly mapping?: KeyedShape | NamedShape;
}

/** A mapping whose keys are the format's. */
export interface KeyedShape {
  readonly kind: 'keys';
  /** The mapping with its article: `an index`. */
  readonly called: string;
  /** In the order of the documentation. */
  readonly keys: ReadonlyMap<string, Shape>;
  /** Credentials in the values of keys that are not the format's: a misspelt `password` may be one of them. */
  readonly unknown?: Sensitivity;
}

/** A mapping whose keys are names of the author's own. */
export interface NamedShape {
  readonly kind: 'names';
  readonly value: Shape;
  /** The reason why the schema's `propertyNames` refuses a name. */
  readonly explainName?: (name: string) => Explanation;
}

/** The remedy for most keys that stand without a value. */
export const REMOVE = 'remove the key or give it a value';

/** The shape of a value in a list, by its index, or in a mapping, by its key; undefined where the format has none. */
export function shapeBelow({ accepts }: Shape, segment: string | number): Shape | undefined {
  if (typeof segment === 'number') {
    return accepts.list;
  }
  const { mapping } = accepts;
  return mapping?.kind === 'keys' ? mapping.keys.get(segment) : mapping?.value;
}
