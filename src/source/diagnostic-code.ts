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
  // `build-deps` and `runtime-deps`.
  'build-dependency',
  'runtime-dependency',
  // `envs` and `labels`.
  'environment-name',
  'label-name',
  'unclosed-reference',
  'unknown-reference',
  'circular-reference',
  'path-replaced',
  'value-too-long',
  // `indices`.
  'index-url',
  'index-credentials',
  'index-credentials-twice',
  'index-password-ignored',
  'index-default',
  'index-insecure',
  // `project`.
  'project-absolute',
  'project-outside',
  'project-missing',
  'project-ignored',
  'project-kind',
  'project-unreadable',
  'project-repeated',
  'project-private',
  // `command`, `prepare` and `checks`.
  'command-shell',
  'command-quote',
  'command-empty',
  'command-variable',
  'check-timeout',
  // `ports`, `healthcheck` and `volumes`.
  'port',
  'port-repeated',
  'port-privileged',
  'healthcheck-url',
  'healthcheck-probe',
  'healthcheck-duration',
  'healthcheck-retries',
  'volume',
  'volume-held',
  'volume-nested',
  // `ca-certificates`.
  'certificate-path',
  'certificate-format',
  'certificate-expired',
  // `pip` entries and requirements files.
  'pip-empty',
  'pip-characters',
  'pip-comment',
  'pip-option',
  'pip-editable',
  'pip-file-url',
  'pip-unsupported-url',
  'pip-malformed-url',
  'pip-path-absolute',
  'pip-path-outside',
  'pip-path-prefix',
  'pip-path-characters',
  'pip-path-missing',
  'pip-path-ignored',
  'pip-path-kind',
  'pip-not-a-project',
  'pip-version-from-git',
  'pip-find-links-missing',
  'pip-syntax',
  'requirements-cycle',
  'requirements-encoding',
  'requirements-option',
  'requirements-unreadable',
  'requirements-credentials',
  // Lock files.
  'lock-syntax',
  'lock-version',
  'lock-python',
  'lock-choice',
  'lock-index',
  'lock-source',
  'lock-dependencies',
  // Folders that are copied.
  'folder-link-outside',
  'folder-left-out',
  // Ignore files.
  'ignore-pattern',
  'ignore-unreadable',
  // Decisions of the plan.
  'inline-credentials',
  'slim-platform',
] as const;

/** One of those codes. */
export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];
