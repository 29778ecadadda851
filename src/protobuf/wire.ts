import type { MessageDescriptor } from './descriptor.js';
import { descriptors, type Messages } from './schema.generated.js';

/** A message as the codec sees it: the tables say what each value is. */
export type UntypedMessage = Readonly<Record<string, unknown>>;

/** Wire types of a tag's low three bits. */
export const varint = 0;

/** The wire type of texts, bytes, messages and packed lists: a length comes first. */
export const lengthDelimited = 2;

/** The table of a message named in another table. */
export function descriptorOf(name: string): MessageDescriptor {
  return descriptors[name as keyof Messages];
}

/** Orders strings by their UTF-8 bytes, as Go does; JavaScript's own order differs past U+FFFF. */
export function compareBytewise(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  const index = a.findIndex((character, position) => character !== b[position]);
  if (index === -1) {
    return a.length - b.length;
  }
  return (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? -1);
}
