import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

/** A format of others, by the name of its JSON schema at schemastore.org. */
type PublishedFormat = 'github-workflow' | 'pre-commit-config' | 'pre-commit-hooks' | 'sarif-2.1.0';

/** Other schemas that one refers to. */
const REFERRED: Partial<Readonly<Record<PublishedFormat, readonly PublishedFormat[]>>> = {
  'pre-commit-config': ['pre-commit-hooks'],
};

/** The faults that the schema of that format finds in a value, each with its place; none where it is right. */
export function schemaErrors(format: PublishedFormat, value: unknown): readonly string[] {
  // Not strict, and without `u`: these schemas have keywords and regular expressions that other validators take.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  for (const name of REFERRED[format] ?? []) {
    ajv.addSchema(schemaOf(name));
  }
  const validate = ajv.compile(schemaOf(format));
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function schemaOf(format: PublishedFormat): object {
  return require(`schemastore/schemas/json/${format}.json`);
}
