import protobuf from 'protobufjs/minimal.js';
import type { FieldDescriptor, MessageDescriptor, ValueDescriptor } from './descriptor.js';
import { descriptors, type Messages } from './schema.generated.js';
import { compareBytewise, descriptorOf, lengthDelimited, type UntypedMessage, varint } from './wire.js';

/**
 * The canonical bytes of a message: what Go's deterministic marshaller writes
 * (google.golang.org/protobuf, impl/codec_message.go): oneofs last, defaults left out, maps sorted.
 * BuildKit finds source maps and shares vertices by their digest.
 */
export function encode<Name extends keyof Messages>(name: Name, message: Messages[Name]): Uint8Array {
  const writer = new protobuf.Writer();
  writeMessage(writer, descriptors[name], message as UntypedMessage);
  return writer.finish();
}

function writeMessage(writer: protobuf.Writer, descriptor: MessageDescriptor, message: UntypedMessage): void {
  for (const field of descriptor) {
    const value = message[field.name];
    if (value !== undefined) {
      writeField(writer, field, value);
    }
  }
}

function writeField(writer: protobuf.Writer, field: FieldDescriptor, value: unknown): void {
  if (field.label === 'repeated') {
    for (const item of value as readonly unknown[]) {
      writeTagged(writer, field.number, field, item);
    }
  } else if (field.label === 'map') {
    writeMap(writer, field, value as ReadonlyMap<string, unknown>);
  } else if (field.label === 'oneof' || !isDefault(field, value)) {
    writeTagged(writer, field.number, field, value);
  }
}

/** Go writes both halves of an entry, defaults too. */
function writeMap(writer: protobuf.Writer, field: FieldDescriptor, map: ReadonlyMap<string, unknown>): void {
  for (const key of [...map.keys()].sort(compareBytewise)) {
    writer.uint32((field.number << 3) | lengthDelimited).fork();
    writeTagged(writer, 1, { type: 'string' }, key);
    writeTagged(writer, 2, field, map.get(key));
    writer.ldelim();
  }
}

function writeTagged(
  writer: protobuf.Writer,
  number: number,
  descriptor: ValueDescriptor,
  value: unknown,
): void {
  switch (descriptor.type) {
    case 'message':
      writer.uint32((number << 3) | lengthDelimited).fork();
      writeMessage(writer, descriptorOf(descriptor.message), value as UntypedMessage);
      writer.ldelim();
      return;
    case 'string':
      writer.uint32((number << 3) | lengthDelimited).string(value as string);
      return;
    case 'bytes':
      writer.uint32((number << 3) | lengthDelimited).bytes(value as Uint8Array);
      return;
    default:
      writeNumber(writer.uint32((number << 3) | varint), descriptor, value);
  }
}

function writeNumber(writer: protobuf.Writer, descriptor: ValueDescriptor, value: unknown): void {
  switch (descriptor.type) {
    case 'bool':
      writer.bool(value as boolean);
      return;
    case 'enum':
      writer.int32(descriptor.values[value as string] ?? 0);
      return;
    case 'int32':
      writer.int32(value as number);
      return;
    case 'uint32':
      writer.uint32(value as number);
      return;
    default:
      writer.uint64(halves(value as bigint));
  }
}

/** A 64-bit integer as the two halves that protobufjs takes: numbers lose digits past 2^53. */
function halves(value: bigint): { low: number; high: number; unsigned: boolean } {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(bits & 0xffffffffn), high: Number(bits >> 32n), unsigned: true };
}

function isDefault(descriptor: ValueDescriptor, value: unknown): boolean {
  switch (descriptor.type) {
    case 'message':
      return false;
    case 'bytes':
      return (value as Uint8Array).length === 0;
    case 'enum':
      return descriptor.values[value as string] === 0;
    default:
      return !value;
  }
}
