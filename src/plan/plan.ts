import type { Location, Source } from '../source/source.js';

/**
 * The build plan: every decision about the build, in words that neither LLB nor Dockerfile own.
 * Emitters spell it and decide nothing.
 */
export interface Plan {
  /** In an order in which each stage comes after those that it refers to. Names are unique. */
  readonly stages: readonly Stage[];
  /** The target of each requested platform; one entry without a platform when none was requested. */
  readonly targets: readonly Target[];
  /** The final image's configuration. */
  readonly image: ImageConfiguration;
  /** Rules of the build context that the build may see. */
  readonly context: ContextRules;
  /** Secrets that a build has to be given, in order; optional ones are not listed. */
  readonly secrets: readonly RequiredSecret[];
  /** The build needs the caller's SSH agent. */
  readonly ssh: boolean;
  readonly source: Source;
}

/** A platform in BuildKit's normalised form: no `v8` for arm64, `v7` for arm. */
export interface Platform {
  /** There are no Python images for other systems. */
  readonly os: 'linux';
  /** As Go names it: `amd64`, `arm64`, `arm`. */
  readonly architecture: string;
  /** Of an architecture that has several: `v7` of `arm`. */
  readonly variant?: string;
}

/** The stage that is built for one platform. */
export interface Target {
  /** Absent: whatever platform the builder has. */
  readonly platform?: Platform;
  /** Name of the stage that is built. */
  readonly stage: string;
  /** The stage is not the image's: it keeps the configuration of what it stands on, as with `docker build --target`. */
  readonly intermediate?: true;
  /** The kind of base of that stage. */
  readonly foundation: Foundation;
}

/** The kind of image that the final one stands on: Google's distroless `static`, or `python:X-slim`. */
export type Foundation = 'distroless' | 'slim';

/** A file system that steps make, one after the other. */
export interface Stage {
  /** The same in every way of building: it can be given as a build target. */
  readonly name: string;
  /** One line that says why the stage exists. */
  readonly comment: string;
  readonly base: StageBase;
  readonly steps: readonly Step[];
}

/** The file system that a stage begins with. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly image: BaseImage }
  /** An earlier stage, with its environment, working directory and user. */
  | { readonly kind: 'stage'; readonly name: string };

/** An image that a stage begins with. */
export interface BaseImage {
  /** As a Dockerfile writes it: `python:3.12`, or its replacement. */
  readonly reference: string;
  /** The name that a named context would have to have to replace it: `python:3.12`. */
  readonly name: string;
  /** The entries of the Mopyfile that ask for it. */
  readonly locations: readonly Location[];
  /** The part of the image's configuration that steps and the final image build on. */
  readonly environment: readonly EnvironmentVariable[];
  readonly workingDirectory: string;
  readonly user: string;
}

/** A variable with its final value: nothing in it is expanded any more. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

/**
 * A step of a stage. The first four kinds change how later steps run; but for the folder of a
 * `working-directory` they make no file. Values are literal: an emitter quotes what its language would expand.
 */
export type Step =
  | EnvironmentStep
  | PlatformArgumentsStep
  | WorkingDirectoryStep
  | UserStep
  | WriteStep
  | CopyStep
  | RunStep;

interface StepBase {
  /** One line for the reader of the generated Dockerfile. */
  readonly comment?: string;
}

/** Variables for the steps that follow in the stage, and for stages that begin with it. */
export interface EnvironmentStep extends StepBase {
  readonly kind: 'environment';
  readonly variables: readonly EnvironmentVariable[];
}

/** Makes `TARGETARCH` and `TARGETVARIANT` of the platform being built known to later steps, in this order. */
export interface PlatformArgumentsStep extends StepBase {
  readonly kind: 'platform-arguments';
  readonly names: readonly ('TARGETARCH' | 'TARGETVARIANT')[];
}

/** Makes the folder where it is not there, and runs later steps in it. */
export interface WorkingDirectoryStep extends StepBase {
  readonly kind: 'working-directory';
  /** Absolute, and not the root. */
  readonly path: string;
}

/** The user of the steps that follow in the stage. */
export interface UserStep extends StepBase {
  readonly kind: 'user';
  /** `uid:gid`, in numbers. */
  readonly user: string;
}

/** A step that has a vertex of its own: it has a name in the progress display and lines of the Mopyfile to blame. */
interface VertexStep extends StepBase {
  /** The name in the progress display. */
  readonly title: string;
  /** The entries of the Mopyfile that the step carries out. */
  readonly locations: readonly Location[];
}

/** Text files, owned by root, mode 0644. */
export interface WriteStep extends VertexStep {
  readonly kind: 'write';
  readonly files: readonly InlineFile[];
  /** The absolute path of the one file; ends in a slash for a folder, in which the files are called after their delimiters. */
  readonly destination: string;
}

/** A text file, as a heredoc. */
export interface InlineFile {
  /** Occurs on no line of `content`; part of the step's identity. */
  readonly delimiter: string;
  /** Ends with a newline. */
  readonly content: string;
}

/** Files or a folder of the build context or of another stage. */
export interface CopyStep extends VertexStep {
  readonly kind: 'copy';
  readonly from: { readonly kind: 'context' } | { readonly kind: 'stage'; readonly name: string };
  /** Literal path below the source's root, without a leading slash; `.` for all of it. */
  readonly source: string;
  /** Names of files in the root of a stage, which is the source then: they alone are copied. */
  readonly files?: readonly string[];
  /** A directory's contents are copied into `destination`, which then ends in a slash. */
  readonly directory: boolean;
  /** Absolute. */
  readonly destination: string;
  /** The layer stands alone and survives a change of what lies below it. */
  readonly link: boolean;
  readonly owner?: { readonly user: number; readonly group: number };
  /** For every file and folder copied, as `0o775`. */
  readonly mode?: number;
}

/** A program that runs in the stage. */
export interface RunStep extends VertexStep {
  readonly kind: 'run';
  readonly command: RunCommand;
  readonly mounts: readonly Mount[];
  readonly network: 'default' | 'none';
}

/** How a step's program is started. */
export type RunCommand =
  /** Started as it is. */
  | { readonly kind: 'arguments'; readonly arguments: readonly string[] }
  /** A fixed script for `/bin/sh`: never holds anything of the Mopyfile outside quoted heredocs. Ends with a newline. */
  | { readonly kind: 'shell'; readonly script: string; readonly delimiter: string };

/** Files, a secret or an agent that are there while a step runs, and in no image. */
export type Mount =
  | CacheMount
  | BindMount
  | MemoryMount
  | SecretFileMount
  | SecretVariableMount
  | { readonly kind: 'ssh' };

/** A folder that stays from build to build and is in no image. */
export interface CacheMount {
  readonly kind: 'cache';
  readonly mountPoint: string;
  /** Cache name; `platformSuffix` adds `-${TARGETARCH}${TARGETVARIANT}`. */
  readonly id: string;
  readonly platformSuffix: boolean;
  readonly sharing: 'shared' | 'private';
}

/** Files of another stage, there while the step runs. */
export interface BindMount {
  readonly kind: 'bind';
  readonly from: string;
  /** Absolute path in that stage; `/` for all of it. */
  readonly source: string;
  readonly mountPoint: string;
  /** Writes are allowed and discarded. */
  readonly writable: boolean;
}

/** An empty folder in memory, gone when the step ends. */
export interface MemoryMount {
  readonly kind: 'memory';
  readonly mountPoint: string;
}

/** A secret that a step reads from a file; a build without it leaves the file out. */
export interface SecretFileMount {
  readonly kind: 'secret-file';
  readonly id: string;
  readonly mountPoint: string;
  /** The user that may read the file, and group; root when absent. */
  readonly owner?: number;
}

/** A required secret that a step reads from its environment. */
export interface SecretVariableMount {
  readonly kind: 'secret-variable';
  readonly id: string;
  readonly variable: string;
}

/** A secret that a build has to be given. */
export interface RequiredSecret {
  /** Of the BuildKit secret. */
  readonly id: string;
  /** Environment variable in which steps find the value, and `mopy` hands it to its child process. */
  readonly variable: string;
  /** The credential; absent where the Mopyfile has its name alone, and the caller knows it. */
  readonly value?: string;
  /** Where it was written. */
  readonly location: Location;
}

/** Config of the final image as OCI and Docker know it. */
export interface ImageConfiguration {
  readonly environment: readonly EnvironmentVariable[];
  readonly user: string;
  readonly workingDirectory: string;
  /** Empty where `command` is all that `docker run` starts. */
  readonly entrypoint: readonly string[];
  /** Absent where there is nothing to start but the entrypoint. */
  readonly command?: readonly string[];
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  /** With their protocols, each once: `8000/tcp`. Absent where there are none. */
  readonly ports?: readonly string[];
  readonly healthcheck?: HealthcheckConfiguration;
  /** Absolute folders, each once. Absent where there are none. */
  readonly volumes?: readonly string[];
}

/** How an engine asks a container whether it works. Durations are nanoseconds; what is absent is the engine's to say. */
export interface HealthcheckConfiguration {
  /** The command, started as it is. */
  readonly words: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
  readonly retries?: number;
}

/** The rules that decide which files of the build context a build gets to see. */
export interface ContextRules {
  /** `.dockerignore` patterns in force, the Mopyfile itself included. */
  readonly excludes: readonly string[];
  /** Lines that a `.dockerignore` beside an emitted Dockerfile needs; absent when the folder's own file does it. */
  readonly missingIgnoreFile?: readonly string[];
}
