import type { ContextPath } from '../context/context.js';
import type { IgnoreRules } from '../context/ignore/ignore.js';
import type { IncludedRequirements } from '../context/requirements/included.js';
import type { Location, Source } from '../source/source.js';

export type { ContextPath } from '../context/context.js';
export type { IgnoreRules } from '../context/ignore/ignore.js';
export type { IncludedRequirements } from '../context/requirements/included.js';

/** A value together with the place it was written at. */
export interface Located<T> {
  readonly value: T;
  readonly location: Location;
}

/**
 * A text with `${NAME}` references taken apart; `$${` is already a literal `${` here.
 * References are known to resolve: validation has refused unknown names and cycles.
 */
export type Template = readonly TemplatePart[];

/** A text as it stands, or the name of the variable whose value comes in its place. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'reference'; readonly name: string };

/** A variable of `envs` or a label. */
export interface NamedTemplate {
  readonly name: string;
  readonly value: Template;
  readonly location: Location;
}

/** A label that every image gets; `mopy.sbom` unless `sbom` is `false`. */
export type AutomaticLabel =
  | 'mopy.sbom'
  | 'mopy.version'
  | 'mopy.compiler'
  | 'mopy.python.version'
  | 'moby.buildkit.frontend'
  | 'org.opencontainers.image.description';

/**
 * A text whose credentials stand apart, so that a build can take them from elsewhere. The parts
 * joined are what pip is given: secrets are percent-encoded where a URL needs it.
 */
export type SensitiveText = readonly SensitivePart[];

/** A text that anybody may see, or a credential with the place where it was written. */
export type SensitivePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'secret'; readonly text: string; readonly location: Location };

/** A pip index. */
export interface PackageIndex {
  readonly url: SensitiveText;
  /** Name of the build's secret with the credentials, which the URL then does not have. */
  readonly secret?: Located<string>;
  /** `host` or `host:port` when the index is trusted. */
  readonly trustedHost?: string;
  /** Replaces PyPI. */
  readonly default: boolean;
  readonly location: Location;
}

/** A secret of the build that a requirement takes its user name or password from, by way of a variable. */
export interface SecretReference {
  /** Of the variable and of the secret. */
  readonly name: string;
  /** The URL up to the path, with the reference in it. */
  readonly address: string;
  readonly isGit: boolean;
  readonly location: Location;
}

interface RequirementBase {
  /** A line of a requirements file; local paths are relative to the context and start with `./`. */
  readonly text: SensitiveText;
  /** The entry as written without credentials: what the `mopy.sbom` label and progress lines show. */
  readonly display: string;
  readonly location: Location;
}

/** One entry of `pip`. Paths are normalised context paths; `.` is the context itself. */
export type Requirement =
  | ProjectDependency
  | LocalRequirement
  | (RequirementBase & { readonly kind: 'requirements-file'; readonly path: ContextPath })
  | LockRequirement;

/** A requirement of what is not in the context: all that a project's own dependencies can be. */
export type ProjectDependency =
  | (RequirementBase & { readonly kind: 'named' | 'file-url' })
  | (RequirementBase & { readonly kind: 'git'; readonly transport: 'http' | 'ssh' });

/** A project folder or an archive of the context. */
export interface LocalRequirement extends RequirementBase {
  readonly kind: 'local';
  readonly path: ContextPath;
  /**
   * Requirements of the project, where they are known without its build back end and can be installed before it;
   * absent where pip has to find out when it installs the project.
   */
  readonly dependencies?: readonly ProjectDependency[];
}

/** A lock file, or a requirements file with hashes, taken apart. */
export interface LockRequirement extends RequirementBase {
  readonly kind: 'lock';
  /** Packages whose archives are known by their hashes. */
  readonly locked: readonly LockedRequirement[];
  /** Lines `name==version`, with markers, of all packages whose version is known. */
  readonly constraints: readonly string[];
  /** The rest of what it names: git repositories, paths of the context, archives without hashes. */
  readonly further: readonly Exclude<Requirement, LockRequirement>[];
  /** Of a requirements file: its lines of options. Only pip knows whether its list is complete. */
  readonly options?: readonly string[];
}

/** A package of a lock file with its archives. */
export interface LockedRequirement {
  /** A line of a requirements file. */
  readonly text: SensitiveText;
  /** `sha256:…` of each archive that will do. */
  readonly hashes: readonly string[];
}

/** The interpreter's version. */
export interface PythonVersion {
  /** As written: `3`, `3.9`, `3.9.1`. */
  readonly version: string;
  /** Absent when the file does not say. */
  readonly location?: Location;
}

/** A path of the build context that the image holds as the program's. */
export interface ProjectPart {
  readonly path: ContextPath;
  /** Its place below the home folder. */
  readonly destination: string;
  readonly location: Location;
}

/** The program's own files. */
export interface Project {
  readonly parts: readonly ProjectPart[];
  /** The working directory, relative to the home folder; absent where it is the home folder. */
  readonly folder?: string;
  /** The Python file that starts where there is no `command`, as Python is given it in the working directory. */
  readonly main: string;
}

/** A command that an image starts: a program and its arguments. */
export interface ImageCommand {
  /** At least one; those of a step of the build may begin with `NAME=value` words, which set variables for it alone. */
  readonly words: readonly string[];
  readonly location: Location;
}

/** A command that has to succeed. */
export interface CheckCommand extends ImageCommand {
  /** In whole seconds. */
  readonly timeout: number;
}

/** The question of a health check. */
export type HealthProbe =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'command'; readonly command: ImageCommand };

/** How a running container is asked whether it works. Durations are nanoseconds; absent ones are the engine's own. */
export interface HealthCheck {
  readonly probe: HealthProbe;
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
  readonly retries?: number;
  readonly location: Location;
}

/** A Mopyfile that means something: typed, located, every rule of the format checked. */
export interface Mopyfile {
  readonly source: Source;
  readonly python: PythonVersion;
  readonly base: 'distroless' | 'slim';
  /** Packages as `apt-get install` takes them. */
  readonly buildDependencies: readonly Located<string>[];
  /** Packages that are part of the image, as `apt-get install` takes them. */
  readonly runtimeDependencies: readonly Located<string>[];
  readonly environment: readonly NamedTemplate[];
  readonly indices: readonly PackageIndex[];
  readonly requirements: readonly Requirement[];
  readonly included: IncludedRequirements;
  /** In the order in which they are found. */
  readonly references: readonly SecretReference[];
  readonly sbom: boolean;
  readonly labels: readonly NamedTemplate[];
  readonly project?: Project;
  readonly command?: ImageCommand;
  readonly prepare: readonly ImageCommand[];
  readonly checks: readonly CheckCommand[];
  /** With their protocols: `8000/tcp`. Each once. */
  readonly ports: readonly string[];
  readonly healthcheck?: HealthCheck;
  /** Absolute folders, without a slash at the end. Each once. */
  readonly volumes: readonly Located<string>[];
  /** Normalised paths of PEM files of the context, each once. */
  readonly caCertificates: readonly Located<string>[];
  readonly ignore: IgnoreRules;
  /** The Mopyfile's normalised path in the context; absent when it lies elsewhere or came from standard input. */
  readonly contextPath?: string;
}
