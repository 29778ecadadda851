/** An error of the code that ajv generates: the part of ajv's error objects that is used here. */
export interface SchemaError {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: {
    readonly additionalProperty?: string;
    readonly missingProperty?: string;
    readonly propertyName?: string;
  };
  /** The mapping key that `propertyNames` was asked about. */
  readonly propertyName?: string;
}

/** The function that ajv makes of the schema; `errors` are those of its last call. */
export interface SchemaValidator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
