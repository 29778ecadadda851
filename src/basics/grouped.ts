/** Items by a key, in the order of the first item of each, as `Map.groupBy` of newer releases of Node has them. */
export function grouped<Key, Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, [item]);
    } else {
      known.push(item);
    }
  }
  return groups;
}
