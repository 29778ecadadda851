import protobuf from 'protobufjs/minimal.js';
import type { FieldDescriptor, MessageDescriptor, ValueDescriptor } from './descriptor.js';
import { descriptors, type Messages } from './schema.generated.js';
import { descriptorOf, lengthDelimited, varint } from './wire.js';

/**
 * Reads a message. Fields that are not on the wire stay undefined; unknown fields and enum values are
 * passed over. Throws on bytes that are no message.
 */
export function decode<Name extends keyof Messages>(name: Name, bytes: Uint8Array): Messages[Name] {
  const reader = new protobuf.Reader(bytes);
  return readMessage(reader, descriptors[name], bytes.length) as Messages[Name];
}

function readMessage(reader: protobuf.Reader, descriptor: MessageDescriptor, end: number): object {
  const message: Record<string, unknown> = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = descriptor.find(({ number }) => number === tag >>> 3);
    if (field && (tag & 7) === wireType(field)) {
      readField(reader, field, message);
    } else {
      reader.skipType(tag & 7);
    }
  }
  return message;
}

/** An entry of a map is a message with a key and a value. */
function wireType(field: FieldDescriptor): number {
  const isDelimited = field.label === 'map' || ['message', 'string', 'bytes'].includes(field.type);
  return isDelimited ? lengthDelimited : varint;
}

function readField(reader: protobuf.Reader, field: FieldDescriptor, message: Record<string, unknown>): void {
  if (field.label === 'map') {
    const map = (message[field.name] ?? new Map()) as Map<string, unknown>;
    message[field.name] = map.set(...readEntry(reader, field));
    return;
  }
  const value = readValue(reader, field);
  if (value === undefined) {
    return;
  }
  if (field.label === 'repeated') {
    const list = (message[field.name] ?? []) as unknown[];
    list.push(value);
    message[field.name] = list;
  } else {
    message[field.name] = value;
  }
}

function readEntry(reader: protobuf.Reader, field: FieldDescriptor): [string, unknown] {
  const key: FieldDescriptor = { number: 1, name: 'key', label: 'single', type: 'string' };
  const value: FieldDescriptor = { ...field, number: 2, name: 'value', label: 'single' };
  const length = reader.uint32();
  const entry = readMessage(reader, [key, value], reader.pos + length) as { key?: string; value?: unknown };
  return [entry.key ?? '', entry.value ?? defaultValue(field)];
}

function readValue(reader: protobuf.Reader, descriptor: ValueDescriptor): unknown {
  switch (descriptor.type) {
    case 'message': {
      const length = reader.uint32();
      return readMessage(reader, descriptorOf(descriptor.message), reader.pos + length);
    }
    case 'enum': {
      const number = reader.int32();
      return Object.entries(descriptor.values).find(([, value]) => value === number)?.[0];
    }
    case 'int64':
      return BigInt.asIntN(64, joined(reader.int64()));
    case 'uint64':
      return joined(reader.uint64());
    default:
      return reader[descriptor.type]();
  }
}

function joined({ low, high }: { readonly low: number; readonly high: number }): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** The value of an entry that has none. */
function defaultValue(descriptor: ValueDescriptor): unknown {
  switch (descriptor.type) {
    case 'message':
      return {};
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array();
    case 'bool':
      return false;
    case 'enum':
      return Object.keys(descriptor.values)[0];
    case 'int64':
    case 'uint64':
      return 0n;
    default:
      return 0;
  }
}
