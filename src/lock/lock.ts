import type { DiagnosticCode } from '../source/diagnostic-code.js';
import type { Span } from '../source/source.js';

/** The parts of a lock that are wanted. Names are as people write them. */
export interface LockSelection {
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  /** The interpreter's version, as far as it is known: `3`, `3.13`, `3.13.1`. */
  readonly python: string;
}

/** Where a locked package comes from. Paths count from the folder of the lock file. */
export type LockedSource =
  /** An index; without a URL the lock does not say which. */
  | { readonly kind: 'index'; readonly url?: string }
  /** An archive behind a URL, as pip takes it, with `#subdirectory=…` where there is one. */
  | { readonly kind: 'url'; readonly url: string }
  /** A commit, as pip takes it: `git+https://host/path@commit#subdirectory=…`. */
  | { readonly kind: 'git'; readonly url: string }
  /** A project folder or an archive. */
  | { readonly kind: 'path'; readonly path: string }
  /** All that a requirement of PEP 508 says, marker and extras included: it has no place of its own in a file. */
  | { readonly kind: 'requirement'; readonly line: string };

/** A package that a lock says to install. */
export interface LockedPackage {
  /** As the lock writes it. */
  readonly name: string;
  /** Absent where only the source knows it. */
  readonly version?: string;
  /** Extras, for sources that pip resolves itself. */
  readonly extras?: readonly string[];
  /** A marker of PEP 508; absent for a package that is always installed. */
  readonly marker?: string;
  /** `sha256:…` of each archive that it can be installed from. */
  readonly hashes: readonly string[];
  /** The names of those archives, where the format has them. */
  readonly archives?: readonly string[];
  readonly source: LockedSource;
  /** Its place in the lock file. */
  readonly span: Span;
}

/** A name that the lock does not have, and those that it has. */
export interface UnknownChoice {
  readonly kind: 'extra' | 'group';
  readonly name: string;
  readonly known: readonly string[];
}

/** A problem with a lock file, at a place of it or of the `pyproject.toml` beside it. */
export interface LockProblem {
  readonly code: Extract<DiagnosticCode, `lock-${string}`>;
  readonly message: string;
  readonly hint: string;
  /** The file that the place is in, unless it is the lock; of none where a file is missing. */
  readonly place?: 'project' | 'none';
  readonly span: Span;
}

/** A file that a lock was made from. */
export interface LockOrigin {
  /** From the folder of the lock. */
  readonly path: string;
  /** The command that makes the lock anew. */
  readonly command: string;
  /**
   * Says how a lock differs from what would be made of the text now; undefined where it does not, or nothing tells.
   *
   * @throws LockError for a text that cannot be read
   */
  readonly difference: (text: string) => Promise<string | undefined>;
}

/** The packages of a lock; with problems or unknown choices they are not all of them. */
export interface LockReading {
  /** In the order of the lock. */
  readonly packages: readonly LockedPackage[];
  readonly unknown: readonly UnknownChoice[];
  readonly problems: readonly LockProblem[];
  /** None where the format does not tell. */
  readonly origins: readonly LockOrigin[];
}

/** A problem that stops the reading of a lock. Readers throw it; `readLock` returns the problem. */
export class LockError extends Error {
  constructor(readonly problem: LockProblem) {
    super(problem.message);
  }
}
