import type { FieldDescriptor, MessageDescriptor, ValueDescriptor } from '../../src/protobuf/descriptor.js';
import { descriptors, type Messages } from '../../src/protobuf/schema.generated.js';
import { compareBytewise, descriptorOf, type UntypedMessage } from '../../src/protobuf/wire.js';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A message in protobuf's JSON form (64-bit integers as strings, bytes as base64), for people and golden
 * files. Keys of maps are sorted; nothing that is set is left out, defaults neither.
 */
export function toJson<Name extends keyof Messages>(name: Name, message: Messages[Name]): Json {
  return messageToJson(descriptors[name], message as UntypedMessage);
}

function messageToJson(descriptor: MessageDescriptor, message: UntypedMessage): Json {
  const present = descriptor.filter((field) => message[field.name] !== undefined);
  return Object.fromEntries(present.map((field) => [field.name, fieldToJson(field, message[field.name])]));
}

function fieldToJson(field: FieldDescriptor, value: unknown): Json {
  if (field.label === 'repeated') {
    return (value as readonly unknown[]).map((item) => valueToJson(field, item));
  }
  if (field.label !== 'map') {
    return valueToJson(field, value);
  }
  const entries = [...(value as ReadonlyMap<string, unknown>)].sort(([a], [b]) => compareBytewise(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, valueToJson(field, item)]));
}

function valueToJson(descriptor: ValueDescriptor, value: unknown): Json {
  switch (descriptor.type) {
    case 'message':
      return messageToJson(descriptorOf(descriptor.message), value as UntypedMessage);
    case 'bytes':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'int64':
    case 'uint64':
      return String(value as bigint);
    default:
      return value as Json;
  }
}
