import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallOptions, mopy, type Result, run, shell } from './mopy.js';

/** The three ways in which a Mopyfile becomes an image. */
export const WAYS = ['mopy', 'llb', 'dockerfile'] as const;
export type Way = (typeof WAYS)[number];

export interface BuildInput {
  /** Folder with the Mopyfile. */
  readonly context: string;
  /** Folder for what the build writes: `image.tar`, and `llb` or `Dockerfile`. */
  readonly folder: string;
  readonly credentials?: 'inline' | 'secret';
  /** Values of `--ssh` and `--secret` that a caller of buildctl hands over. */
  readonly ssh?: readonly string[];
  readonly secrets?: readonly string[];
  /** Further words for buildctl. */
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Built extends Result {
  /** An OCI tar whose layers are not compressed, so that they can be searched. */
  readonly tar: string;
  /** The LLB or the Dockerfile, and what the emitter said, for the ways that have one. */
  readonly emitted: Buffer;
  readonly notes: string;
}

/** Builds in one of the ways. The flags that the emitter's notes ask for are added to those given. */
export async function build(way: Way, input: BuildInput): Promise<Built> {
  await mkdir(input.folder, { recursive: true });
  const tar = join(input.folder, 'image.tar');
  return { tar, ...(await builders[way](input, tar)) };
}

type Builder = (input: BuildInput, tar: string) => Promise<Omit<Built, 'tar'>>;

const builders: Readonly<Record<Way, Builder>> = {
  mopy: async (input, tar) => {
    const words = ['-output', output(tar), ...mode(input), ...flags('-ssh', input.ssh)];
    const rest = [...flags('-secret', input.secrets), '--', ...(input.words ?? [])];
    return { ...(await mopy([...words, ...rest], callOptions(input))), emitted: Buffer.alloc(0), notes: '' };
  },
  llb: async (input, tar) => {
    const { emitted, notes } = await emit(input, '-llb', 'llb');
    const words = buildctlWords(input, notes);
    const line = `buildctl build --local context=. "$@" --output "${output(tar)},$(mopy -image-config)"`;
    const script = `set -- ${words.map(quoted).join(' ')}; ${line} < ${quoted(join(input.folder, 'llb'))}`;
    return { ...(await shell(script, callOptions(input))), emitted, notes };
  },
  dockerfile: async (input, tar) => {
    const { emitted, notes } = await emit(input, '-dockerfile', 'Dockerfile');
    const locals = ['--local', 'context=.', '--local', `dockerfile=${input.folder}`];
    const frontend = ['build', '--frontend', 'dockerfile.v0', ...locals, '--output', output(tar)];
    const words = [...frontend, ...buildctlWords(input, notes)];
    return { ...(await run('buildctl', words, callOptions(input))), emitted, notes };
  },
};

async function emit(
  input: BuildInput,
  flag: string,
  name: string,
): Promise<{ readonly emitted: Buffer; readonly notes: string }> {
  const out = join(input.folder, name);
  const { exitCode, stderr } = await mopy([flag, ...mode(input), '-out', out], callOptions(input));
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
  return { emitted: await readFile(out), notes: stderr };
}

/** Notes name `--secret` and `--ssh` flags as they have to be typed. */
function buildctlWords({ ssh, secrets, words = [] }: BuildInput, notes: string): readonly string[] {
  const noted = [...notes.matchAll(/ (--secret) (\S+)/g)].flatMap(([, flag = '', value = '']) => [
    flag,
    value,
  ]);
  return [...noted, ...flags('--ssh', ssh), ...flags('--secret', secrets), ...words];
}

function mode({ credentials }: BuildInput): readonly string[] {
  return credentials === undefined ? [] : [`-credentials=${credentials}`];
}

function flags(name: string, values: readonly string[] = []): readonly string[] {
  return values.flatMap((value) => [name, value]);
}

function output(tar: string): string {
  return `type=oci,dest=${tar},compression=uncompressed,force-compression=true`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function callOptions({ context, environment }: BuildInput): CallOptions {
  return { cwd: context, ...(environment && { env: environment }) };
}

/** Writes a Mopyfile into a folder of its own, and answers the folder. */
export async function contextWith(parent: string, name: string, mopyfile: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'Mopyfile.yaml'), `#syntax=mopy/mopy:1\n${mopyfile}`);
  return folder;
}
