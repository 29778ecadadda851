import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ConvertedJson } from '../support/comparable-ops.js';

/** BuildKit's reading of Dockerfiles, and that of ignore files by Docker's matcher. */
export interface Oracle {
  convert(question: ConvertQuestion): Promise<ConvertAnswer>;
  /** The paths that the file leaves out, or why there is no such file. */
  ignored(question: IgnoreQuestion): Promise<IgnoreAnswer>;
}

export interface ConvertQuestion {
  readonly dockerfile: string;
  readonly platform: string;
  /** Configurations of base images by reference. */
  readonly images: Readonly<Record<string, object>>;
}

export interface IgnoreQuestion {
  readonly ignoreFile: string;
  readonly paths: readonly string[];
}

interface Refusal {
  readonly error: string;
}

export type ConvertAnswer =
  | Refusal
  | { readonly image: ConvertedImage; readonly result: ConvertedJson; readonly error?: never };

export type IgnoreAnswer =
  | Refusal
  | {
      /** As the file's own reader spells them. */
      readonly patterns?: readonly string[];
      readonly ignored: readonly string[];
      readonly error?: never;
    };

/** An image's configuration as far as both ways of building decide it. */
export interface ConvertedImage {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
}

/** Starts test/golang/oracle. It ends with this process. */
export function startOracle(program: string): Oracle {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value } = await lines.next();
    if (value === undefined) {
      throw new Error(`${program} ended`);
    }
    return JSON.parse(value);
  };
  return {
    convert: (question) => ask(question) as Promise<ConvertAnswer>,
    ignored: (question) => ask(question) as Promise<IgnoreAnswer>,
  };
}
