/**
 * Every code that a diagnostic can have. Codes are stable: scripts may rely on them. Each has a row in
 * `docs/diagnostics.md` and a folder under `test/invalid/`.
 */
export const DIAGNOSTIC_CODES = [
  // The file as a whole.
  'file-too-large',
  'not-utf-8',
  'yaml-syntax',
  'yaml-tab',
  'yaml-tag',
  'yaml-version',
  'duplicate-key',
  'multiple-documents',
  'not-a-mapping',
  'alias-expansion',
  // Keys and kinds of values.
  'unknown-key',
  'missing-key',
  'wrong-type',
  'empty-value',
  'control-character',
  // The first line, `apiVersion`, `python`, `base`.
  'missing-syntax',
  'original-frontend',
  'api-version',
  'missing-python',
  'python-version',
  'python-end-of-life',
  'unknown-base',
  // `build-deps`.
  'build-dependency',
  // `envs` and `labels`.
  'environment-name',
  'label-name',
  'unclosed-reference',
  'unknown-reference',
  'circular-reference',
  'path-replaced',
  // `indices`.
  'index-url',
  'index-credentials',
  'index-password-ignored',
  'index-default',
  'index-insecure',
  // Paths, in `project` and `pip`.
  'path-absolute',
  'path-outside',
  'path-missing',
  'path-ignored',
  'project-kind',
  // `pip` and requirements files.
  'requirement-syntax',
  'requirement-option',
  'requirement-editable',
  'requirement-file-url',
] as const;

export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];
