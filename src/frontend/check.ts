import type { PipelineResult } from '../compile.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { diagnosticsError } from './answer/diagnostics.js';
import { GatewayError } from './gateway/gateway-error.js';
import { invalidOption, readBoolean } from './request/values.js';

/** The build argument that says how strictly a build file is checked. */
export const CHECK_ARGUMENT = 'BUILDKIT_DOCKERFILE_CHECK';

/** The strictness of the check of a Mopyfile. */
export interface CheckRules {
  /** Codes of warnings that nobody wants to see. */
  readonly skip: 'all' | ReadonlySet<string>;
  /** Any other warning fails the build. */
  readonly failsOnWarning: boolean;
}

/**
 * Reads `skip=a,b|all;error=true` (frontend/dockerfile/linter, ParseLintOptions). `experimental` turns on rules
 * of Dockerfiles, and means nothing here.
 *
 * @throws FrontendError for other options
 */
export function readCheckRules(text = ''): CheckRules {
  const name = `build-arg:${CHECK_ARGUMENT}`;
  const options = text.split(';').map((option): readonly [string, string] => {
    const [, key = '', value = ''] = /^\s*(skip|experimental|error)\s*=(.*)$/s.exec(option) ?? [];
    if (key === '' && text.trim() !== '') {
      throw invalidOption(name, text);
    }
    return [key, value.trim()];
  });
  const { skip, error } = Object.fromEntries<string | undefined>(options);
  if (error === '') {
    throw invalidOption(name, text);
  }
  return {
    skip: skip === 'all' ? skip : new Set(skip?.split(',').map((code) => code.trim())),
    failsOnWarning: readBoolean(name, error) ?? false,
  };
}

/** The same without the warnings that are skipped. */
export function withoutSkipped(compilation: PipelineResult, { skip }: CheckRules): PipelineResult {
  const isShown = ({ code, severity }: Diagnostic) =>
    severity === 'error' || (skip !== 'all' && !skip.has(code));
  return { ...compilation, diagnostics: compilation.diagnostics.filter(isShown) };
}

/** Why warnings fail the build; undefined when they do not. */
export function violation(
  diagnostics: readonly Diagnostic[],
  { failsOnWarning }: CheckRules,
): string | undefined {
  const codes = new Set(diagnostics.filter(({ severity }) => severity === 'warning').map(({ code }) => code));
  if (!failsOnWarning || codes.size === 0) {
    return undefined;
  }
  return `${CHECK_ARGUMENT} makes errors of warnings: ${[...codes].join(', ')}`;
}

/** Warnings that fail the build, as errors are shown, and why they do. */
export function violationError(warnings: readonly Diagnostic[], reason: string): GatewayError {
  const { status } = diagnosticsError(warnings.map((warning) => ({ ...warning, severity: 'error' })));
  return new GatewayError({ ...status, message: `${status.message}\n${reason}` });
}
