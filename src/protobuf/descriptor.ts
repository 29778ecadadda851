/** Wire types that scalars of the schemas have. */
export type ScalarType = 'bool' | 'bytes' | 'int32' | 'int64' | 'string' | 'uint32' | 'uint64';

/** The type of one value of a field. */
export type ValueDescriptor =
  | { readonly type: ScalarType }
  | { readonly type: 'enum'; readonly values: Readonly<Record<string, number>> }
  | { readonly type: 'message'; readonly message: string };

/**
 * One field. A `single` scalar is left out at its default, a member of a `oneof` never is; keys of a
 * `map` are strings.
 */
export type FieldDescriptor = ValueDescriptor & {
  readonly number: number;
  /** As in protobuf's JSON form. */
  readonly name: string;
  readonly label: 'single' | 'oneof' | 'repeated' | 'map';
};

/** A message's fields in the order in which they are written. */
export type MessageDescriptor = readonly FieldDescriptor[];
