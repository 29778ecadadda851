import { randomUUID } from 'node:crypto';
import { arch } from 'node:os';
import { posix } from 'node:path';
import { type CompileInput, check as checkMopyfile, compile as compileMopyfile } from './compile.js';
import type { BuildContext } from './context/context.js';
import { emitDockerfile as spellDockerfile } from './emit/dockerfile/dockerfile.js';
import {
  type BaseImageConfig,
  type ImageConfig,
  imageConfig as spellImageConfig,
} from './emit/image-config.js';
import { emitLlb as spellLlb } from './emit/llb/emit.js';
import type { Proxies } from './emit/llb/options.js';
import type { Plan, Platform, RequiredSecret } from './plan/plan.js';
import { machinePlatform, noImagesForBuilder, parsePlatformName } from './plan/platform.js';
import type { Diagnostic } from './source/diagnostic.js';
import type { ValidationOptions } from './validate/validate.js';
import { VERSION } from './version.js';

export type { Proxies } from './emit/llb/options.js';

/** Options of a check. Everything has the default of the command line. */
export interface CheckOptions {
  /** The day on which Python's versions count as maintained or not. Default: today. */
  readonly now?: Date;
  /** The Mopyfile's normalised path in the context. Default: the input's file name, where the context has that file. */
  readonly contextPath?: string;
  /** `<Mopyfile>.dockerignore` of a Mopyfile outside the context; inside, it is looked for. */
  readonly ignoreFile?: IgnoreFileInput;
}

/** An ignore file as it was read. */
export interface IgnoreFileInput {
  /** The user's name for it. */
  readonly filename: string;
  /** The file as it is. */
  readonly bytes: Uint8Array;
}

/** Options of a compilation. Everything has the default of `mopy -dockerfile` and `mopy -llb`. */
export interface CompileOptions extends CheckOptions {
  /** Platforms to build for. Default: the one that the builder has. */
  readonly platforms?: readonly Platform[];
  /** Where credentials go: into the build definition (the default), or to secrets that the build has to be given. */
  readonly credentials?: 'inline' | 'secret';
  /** Base images by name, such as `python:3.12`, and the references that replace them. Default: none. */
  readonly baseImages?: ReadonlyMap<string, string>;
  /** Labels of the image, which win over those of the Mopyfile. Default: none. */
  readonly labels?: ReadonlyMap<string, string>;
}

declare const contents: unique symbol;

/** The decisions of `compile` about a build. The emitters read it; its contents are no part of the library. */
export interface BuildPlan {
  /** Nothing that can be used: it keeps other objects from being taken for a plan. */
  readonly [contents]: 'plan';
}

/** The result of `compile`. */
export interface Compilation {
  /** Absent exactly when an error is among the diagnostics. */
  readonly plan?: BuildPlan;
  /** Errors and warnings about the Mopyfile and the files that it names, sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A folder that is sent to BuildKit when the build begins. */
export interface ContextSource {
  /** The only kind there is. */
  readonly kind: 'local';
  /** The name that the builder is given the folder by: `buildctl build --local NAME=FOLDER`. */
  readonly name: string;
  /** Any text that no other build of the same time has: their files would mix. */
  readonly unique: string;
  /** Builds with the same hint send only what has changed since. */
  readonly sharedKeyHint: string;
}

/** Where a base image's files come from, once it has been looked up. */
export interface ResolvedImage {
  /** The only kind there is. */
  readonly kind: 'image';
  /** With a digest: `docker.io/library/python:3.12@sha256:…`. */
  readonly reference: string;
}

/** Options of LLB beside the plan. */
export interface LlbOptions {
  /** The platform to build for. Default: that of the plan, or of this machine. */
  readonly platform?: Platform;
  /** Where the build context comes from. Default: a local named `context`. */
  readonly contextSource?: ContextSource;
  /** Base images that are known better than by their plain reference, by name. Default: none. */
  readonly resolvedImages?: ReadonlyMap<string, ResolvedImage>;
  /** The search for newer base images. Default: as BuildKit likes. */
  readonly resolveMode?: 'default' | 'pull' | 'local';
  /** Runs every step, or those of the stages with these names, as if nothing were cached. Default: none. */
  readonly ignoreCache?: 'all' | readonly string[];
  /** Proxies of the build's steps. Default: none. */
  readonly proxies?: Proxies;
  /** Seconds since 1970 for the folders that a step makes. */
  readonly sourceDateEpoch?: bigint;
}

/**
 * Reads a Mopyfile and decides the build that it describes. Nothing but the context is read; what is wrong with the
 * input is a diagnostic, never an exception.
 *
 * @param input the Mopyfile
 * @param context what the paths in the Mopyfile mean
 * @throws what the context throws
 */
export async function compile(
  input: CompileInput,
  context: BuildContext,
  options: CompileOptions = {},
): Promise<Compilation> {
  const { platforms = [], credentials = 'inline', baseImages = new Map(), labels = new Map() } = options;
  const { plan, diagnostics } = await compileMopyfile(input, context, {
    ...(await placed(input, context, options)),
    platforms,
    credentials,
    baseImages,
    labels,
    compilerVersion: VERSION,
  });
  return { ...(plan && { plan: hidden(plan) }), diagnostics };
}

/**
 * Finds everything that is wrong with a Mopyfile and what it names.
 *
 * @param input the Mopyfile
 * @param context what the paths in the Mopyfile mean
 * @returns diagnostics, sorted by file and place; without an error among them, `compile` has a plan
 * @throws what the context throws
 */
export async function check(
  input: CompileInput,
  context: BuildContext,
  options: CheckOptions = {},
): Promise<readonly Diagnostic[]> {
  return (await checkMopyfile(input, context, await placed(input, context, options))).diagnostics;
}

/** The plan as a Dockerfile. The same plan gives the same text. */
export function emitDockerfile(plan: BuildPlan): string {
  return spellDockerfile(revealed(plan));
}

/**
 * The plan as the bytes of an LLB definition, for `buildctl build`. Two definitions of one plan differ in nothing but
 * the text that is to be unique.
 *
 * @throws Error when the plan was not made for the platform, or for several and none is named
 */
export function emitLlb(plan: BuildPlan, options: LlbOptions = {}): Uint8Array {
  const { contextSource = ownContextSource(), platform = ownPlatform(revealed(plan)), ...others } = options;
  return spellLlb(revealed(plan), { ...others, contextSource, platform });
}

/**
 * The configuration of the image for one platform.
 *
 * @param platform default: that of the plan, or of this machine
 * @param base the configuration of the base image: with it the result is the one of a Dockerfile build, history
 *   included. Without it there is no history, which BuildKit then fills in, and the environment is the plan's alone
 * @throws Error when the plan was not made for the platform, or for several and none is named
 */
export function imageConfig(plan: BuildPlan, platform?: Platform, base?: BaseImageConfig): ImageConfig {
  return spellImageConfig(revealed(plan), platform ?? ownPlatform(revealed(plan)), base);
}

/** The secrets that a build has to be given, in order: those of a plan whose credentials are secrets. */
export function requiredSecrets(plan: BuildPlan): readonly RequiredSecret[] {
  return revealed(plan).secrets;
}

/** Where the file lies and what day it is, unless the caller says so. */
async function placed(
  { filename }: CompileInput,
  context: BuildContext,
  { now = new Date(), contextPath, ignoreFile }: CheckOptions,
): Promise<ValidationOptions> {
  const path = contextPath ?? (ignoreFile === undefined ? await pathInContext(filename, context) : undefined);
  return { now, ...(path !== undefined && { contextPath: path }), ...(ignoreFile && { ignoreFile }) };
}

async function pathInContext(filename: string, context: BuildContext): Promise<string | undefined> {
  const path = posix.relative(context.prefix ?? '', filename);
  if (filename === '-' || path === '..' || path.startsWith('../')) {
    return undefined;
  }
  return (await context.stat(path))?.kind === 'file' ? path : undefined;
}

function ownContextSource(): ContextSource {
  return { kind: 'local', name: 'context', unique: randomUUID(), sharedKeyHint: 'context' };
}

function ownPlatform({ targets }: Plan): Platform {
  if (targets.length > 1) {
    throw new Error('the plan is for several platforms: name one of them');
  }
  const machine = machinePlatform(arch());
  const platform = targets[0]?.platform ?? parsePlatformName(machine);
  if (platform === undefined) {
    throw new Error(noImagesForBuilder(machine));
  }
  return platform;
}

function hidden(plan: Plan): BuildPlan {
  return plan as unknown as BuildPlan;
}

function revealed(plan: BuildPlan): Plan {
  return plan as unknown as Plan;
}
