import { readFileSync } from 'node:fs';
import { parseMopyfile } from '../../src/compile.js';
import type { BuildContext } from '../../src/context/context.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import type { Mopyfile } from '../../src/validate/mopyfile.js';
import { type Validation, validate } from '../../src/validate/validate.js';
import { contextOf } from '../context/memory.js';
import { SAMPLES } from '../support/samples.js';

/** A certificate that is valid. */
export const CERTIFICATE = readFileSync(`${SAMPLES}/certificates/company.pem`, 'utf8');

export const NOW = new Date('2026-11-01T12:00:00Z');

/** Validates a text; problems of YAML itself fail the test. */
export function validateText(
  text: string,
  files: Readonly<Record<string, string>> = {},
  now = NOW,
  links: Readonly<Record<string, readonly string[]>> = {},
): Promise<Validation> {
  return validateIn(contextOf(files, undefined, links), text, now);
}

/** Validates a text beside a build context. */
export async function validateIn(context: BuildContext, text: string, now = NOW): Promise<Validation> {
  const { document, diagnostics } = parseMopyfile({
    bytes: new TextEncoder().encode(text),
    filename: 'Mopyfile.yaml',
  });
  if (document === undefined || diagnostics.length > 0) {
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  }
  return validate(document, context, { now, contextPath: 'Mopyfile.yaml' });
}

/** The Mopyfile of a text that has no errors. */
export async function validMopyfile(
  text: string,
  files?: Readonly<Record<string, string>>,
): Promise<Mopyfile> {
  const { mopyfile, diagnostics } = await validateText(text, files);
  if (mopyfile === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  }
  return mopyfile;
}

/** Codes in the order of the report, without those about keys that most tests leave out. */
export function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .map(({ code }) => code)
    .filter((code) => code !== 'missing-syntax' && code !== 'missing-python');
}

/** The texts that are blamed. */
export function blamed(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ locations: [location] }) =>
    location === undefined ? '' : location.source.text.slice(location.span.start, location.span.end),
  );
}
