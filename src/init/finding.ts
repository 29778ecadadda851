/** A decision about a project, and what it rests on. */
export interface Finding<T> {
  readonly value: T;
  /** Why, and from which file: the comment in the Mopyfile. */
  readonly reason: string;
}

/** A line that is left to the user, as a comment. */
export interface Alternative {
  /** The text that would stand in the Mopyfile. */
  readonly line: string;
  readonly reason: string;
}
