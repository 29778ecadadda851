import fc from 'fast-check';
import { LOCK_VALUES, type LockValueKind, valueKindOf } from './lock-values.js';

/** One change of a tree of tables and lists; `at` says where, as a fraction of all places. */
type Change = { readonly at: number; readonly values: Readonly<Record<LockValueKind, unknown>> } & (
  | { readonly kind: 'remove' | 'replace' | 'repeat' | 'rename' }
  | { readonly kind: 'copy'; readonly from: number }
);

/** A member of a table or an item of a list. */
type Place =
  | { readonly table: Record<string, unknown>; readonly key: string }
  | { readonly list: unknown[]; readonly index: number; readonly key: string };

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const values = fc.record(LOCK_VALUES);
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      at: fraction,
      values,
      kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'repeat', 'rename'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ at: fraction, values, kind: fc.constant('copy' as const), from: fraction }),
  },
);

/** A tree in which members are taken out, exchanged, repeated, renamed or put elsewhere. */
export function withChanges(tree: object): fc.Arbitrary<object> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = structuredClone(tree);
    for (const one of changes) {
      apply(copy, one);
    }
    return copy;
  });
}

function apply(root: object, change: Change): void {
  const places = placesOf(root);
  const place = places[Math.floor(change.at * places.length)];
  if (place === undefined) {
    return;
  }
  const value = change.values[valueKindOf(place.key)];
  switch (change.kind) {
    case 'remove':
      removed(place);
      break;
    case 'replace':
      set(place, value);
      break;
    case 'repeat':
      if ('list' in place) {
        place.list.splice(place.index, 0, structuredClone(valueAt(place)));
      } else {
        set(place, [valueAt(place), structuredClone(valueAt(place))]);
      }
      break;
    case 'rename':
      if ('table' in place) {
        // A key holds no half characters.
        const key = String(change.values.name).replaceAll(/\p{Cs}/gu, '');
        // An assignment to `__proto__` would make no member.
        Object.defineProperty(place.table, key, {
          value: removed(place),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      break;
    case 'copy': {
      const source = places[Math.floor(change.from * places.length)];
      set(place, source === undefined ? '' : structuredClone(valueAt(source)));
    }
  }
}

/** All places of a tree; what lies in a list has the key of the list. */
function placesOf(root: object): readonly Place[] {
  const found: Place[] = [];
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        found.push({ list: value, index, key });
        visit(item, key);
      }
    } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      for (const [name, member] of Object.entries(value)) {
        found.push({ table: value as Record<string, unknown>, key: name });
        visit(member, name);
      }
    }
  };
  visit(root, '');
  return found;
}

function valueAt(place: Place): unknown {
  return 'list' in place ? place.list[place.index] : place.table[place.key];
}

function set(place: Place, value: unknown): void {
  if ('list' in place) {
    place.list[place.index] = value;
  } else {
    place.table[place.key] = value;
  }
}

function removed(place: Place): unknown {
  const value = valueAt(place);
  if ('list' in place) {
    place.list.splice(place.index, 1);
  } else {
    delete place.table[place.key];
  }
  return value;
}
