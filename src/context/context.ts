/** Kind and size of a path of the build context. Links are followed. */
export interface ContextEntry {
  /** `other` are devices, pipes and sockets, which no build reads. */
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes of a file, else 0. */
  readonly size: number;
  /** Where links led: each path on the way that is one more thing the build must be able to see. */
  readonly through?: readonly string[];
}

/**
 * The build context, read-only: a folder of this machine, or a reference that BuildKit holds.
 * Paths are normalised, relative, with `/` between segments; `.` is the context itself.
 */
export interface BuildContext {
  /** The text that the user would type before a path of the context; absent or empty for the working folder. */
  readonly prefix?: string;
  /** Bytes of a file, or undefined where there is none. Throws on what cannot be read. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Kind and size, or undefined where there is nothing. */
  stat(path: string): Promise<ContextEntry | undefined>;
  /** Absent where it is dear, as in a folder that a client would have to send: warnings that need it are not given then. */
  readonly list?: Listing;
  /** Lists no more than what the selection picks, and the folders above it: for a context whose whole listings are dear. */
  listSelected?(selection: PathSelection): Listing;
}

/** Gives the names in a folder, in any order; none where there is no folder. */
export type Listing = (path: string) => Promise<readonly ListedEntry[]>;

/** Paths of the context, by patterns in `.dockerignore` syntax. */
export interface PathSelection {
  /** Patterns of what is picked. */
  readonly patterns: readonly string[];
  /** Patterns of what is not picked all the same. */
  readonly excludes: readonly string[];
}

/** A name in a folder, with what is there. Links are not followed. */
export interface ListedEntry {
  /** Without the folder. */
  readonly name: string;
  /** `other` are devices, pipes and sockets. */
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Of a link: where it leads, as it is written. */
  readonly target?: string;
}

/** A path that a build needs, with what is there. */
export interface ContextPath {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/** The context as a build sees it: what the ignore rules leave out is not there. */
export interface VisibleContext {
  readonly context: BuildContext;
  /** True for a normalised path that the ignore rules leave out. */
  readonly isIgnored: (path: string) => boolean;
}

/** A file or a folder of the context. */
export interface FoundEntry extends ContextEntry {
  readonly kind: 'file' | 'directory';
}

/** Like `stat`, but tells what is not there from what the ignore rules leave out, and from what is neither file nor folder. */
export async function lookUp(
  { context, isIgnored }: VisibleContext,
  path: string,
): Promise<FoundEntry | 'missing' | 'ignored' | 'other'> {
  const entry = await context.stat(path);
  if (entry === undefined) {
    return 'missing';
  }
  if ([path, ...(entry.through ?? [])].some(isIgnored)) {
    return 'ignored';
  }
  const { kind } = entry;
  return kind === 'other' ? 'other' : { ...entry, kind };
}

/**
 * The target of a link in a folder, if it lies outside of that folder: a copy of the folder alone would not have it.
 *
 * @param entry what `stat` says of something in the folder
 */
export async function wayOut(
  context: BuildContext,
  folder: string,
  { through = [] }: ContextEntry,
): Promise<string | undefined> {
  if (through.length === 0) {
    return undefined;
  }
  const own = [folder, ...((await context.stat(folder))?.through ?? [])];
  const isWithin = (step: string): boolean =>
    own.some((place) => place === '.' || step === place || step.startsWith(`${place}/`));
  return through.every(isWithin) ? undefined : through.at(-1);
}
