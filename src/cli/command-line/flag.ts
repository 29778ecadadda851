/**
 * The work of a run: one emitter, a build, a dry run of one, the check of the Mopyfile with a report of it, the same
 * without a word where nothing is wrong (`-buildkit=false`), or a new Mopyfile.
 */
export type Mode =
  | 'init'
  | 'check'
  | 'llb'
  | 'dockerfile'
  | 'image-config'
  | 'graph'
  | 'dry-run'
  | 'build'
  | 'silent-check';

/**
 * The way in which a flag takes its value. `boolean`: never the next word. `text`: the last one wins. `list`: may be
 * repeated. `boolean-or-word`: like a boolean, or one of `choices` after `=`.
 */
export type FlagKind = 'boolean' | 'text' | 'list' | 'boolean-or-word';

/** A flag of the command line, from which the parser, the help and the completion are made. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly kind: FlagKind;
  /** The value's name in the help. */
  readonly value?: string;
  /** Allowed values, where they are few. */
  readonly choices?: readonly string[];
  /** Names of flags that cannot be given together with this one. */
  readonly conflicts?: readonly string[];
  readonly group: string;
  readonly help: string;
  /** Modes in which the flag has a meaning; all of them unless given. */
  readonly modes?: readonly Mode[];
}
