/** An input to try, as JSON: a generator makes it, a sample holds it, the worker gets it. */
export type FuzzInput = CompileInput | IgnoreInput | FlagsInput | GatewayInput | SizeInput;

/** A Mopyfile with its context, compiled and emitted. */
export interface CompileInput {
  readonly kind: 'compile';
  readonly mopyfile: string;
  /** The build context by path. */
  readonly files: Files;
  readonly credentials: 'inline' | 'secret';
  /** `architecture` or `architecture/variant`. */
  readonly platforms: readonly string[];
  readonly labels: Files;
}

/** An ignore file and the paths to judge by it. */
export interface IgnoreInput {
  readonly kind: 'ignore';
  readonly text: string;
  readonly paths: readonly string[];
}

/** A command line, with a Mopyfile on standard input and in the working folder. */
export interface FlagsInput {
  readonly kind: 'flags';
  readonly words: readonly string[];
  readonly environment: Files;
  readonly mopyfile: string;
}

/** A request of BuildKit to the frontend. */
export interface GatewayInput {
  readonly kind: 'gateway';
  readonly options: Files;
  readonly files: Files;
  /** Abilities that the daemon lacks. */
  readonly without: readonly string[];
}

/** A large file: `unit` as often as it fits into `bytes`, between a head and a tail; `{n}` counts in it. */
export interface SizeInput {
  readonly kind: 'size';
  /** A path of the context, the Mopyfile included. */
  readonly path: string;
  readonly head: string;
  readonly unit: string;
  readonly tail: string;
  readonly bytes: number;
}

/** Texts by name. */
export type Files = Readonly<Record<string, string>>;

/** Stands in every credential that a generator makes and nowhere else. */
export const SECRET = 'hush5ecret';
