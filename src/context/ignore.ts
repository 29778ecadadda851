/** Patterns in `.dockerignore` syntax that decide what of the context may be used. */
export interface IgnoreRules {
  readonly patterns: readonly string[];
  /** The file next to the Mopyfile, the context's `.dockerignore`, or the list that mopy brings. */
  readonly origin: 'mopyfile' | 'context' | 'built-in';
}
