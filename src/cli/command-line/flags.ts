/** The work of a run: one emitter, a build, a dry run of one, only the check of the Mopyfile, or a new one. */
export type Mode = 'llb' | 'dockerfile' | 'image-config' | 'dry-run' | 'build' | 'check' | 'init';

/**
 * The way in which a flag takes its value. `boolean`: never the next word. `text`: the last one wins. `list`: may be
 * repeated. `boolean-or-word`: like a boolean, or one of `choices` after `=`.
 */
export type FlagKind = 'boolean' | 'text' | 'list' | 'boolean-or-word';

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

const BUILD: readonly Mode[] = ['build', 'dry-run'];
const EMIT: readonly Mode[] = ['llb', 'dockerfile', 'image-config', ...BUILD];

const INPUT = 'What to read';
const OUTPUT = 'What to make (one of them; a build unless told otherwise)';
const IMAGE = 'What the image is';
const DESTINATION = 'Where a built image goes';
const ENGINE = 'How it is built';

/** Every flag of the command: parsing, help and usage rules all come from this table. */
export const FLAGS: readonly Flag[] = [
  {
    name: 'filename',
    kind: 'text',
    value: 'path',
    group: INPUT,
    help: 'the Mopyfile, - for standard input (default Mopyfile.yaml)',
    modes: ['check', ...EMIT],
  },
  {
    name: 'init',
    kind: 'boolean',
    group: OUTPUT,
    help: 'a Mopyfile.yaml that fits the folder: looks at its files, runs none of them',
  },
  {
    name: 'llb',
    kind: 'boolean',
    conflicts: ['dockerfile', 'image-config', 'dry-run', 'init'],
    group: OUTPUT,
    help: 'LLB to standard output, for buildctl',
  },
  {
    name: 'dockerfile',
    kind: 'boolean',
    conflicts: ['image-config', 'dry-run', 'init'],
    group: OUTPUT,
    help: 'an equivalent Dockerfile to standard output',
  },
  {
    name: 'image-config',
    kind: 'boolean-or-word',
    choices: ['json'],
    conflicts: ['dry-run', 'init'],
    group: OUTPUT,
    help: 'the image config that -llb cannot hold, as a buildctl output attribute; =json for plain JSON',
  },
  {
    name: 'dry-run',
    kind: 'boolean',
    conflicts: ['init'],
    group: OUTPUT,
    help: 'the shell command that a build would run',
  },
  {
    name: 'buildkit',
    kind: 'boolean',
    group: OUTPUT,
    help: 'build the image (default true); -buildkit=false alone only checks the Mopyfile',
  },
  {
    name: 'out',
    kind: 'text',
    value: 'file',
    group: OUTPUT,
    help: 'write the output to this file, whole or not at all; - is standard output',
    modes: ['init', 'llb', 'dockerfile', 'image-config', 'dry-run'],
  },
  {
    name: 'platform',
    kind: 'list',
    value: 'os/arch[,…]',
    group: IMAGE,
    help: "what to build for, such as linux/arm64 (default the builder's platform)",
    modes: EMIT,
  },
  {
    name: 'build-context',
    kind: 'list',
    value: 'name=docker-image://ref',
    group: IMAGE,
    help: 'replace a base image, such as python:3.12; also in MOPY_BUILD_CONTEXTS',
    modes: EMIT,
  },
  {
    name: 'label',
    kind: 'list',
    value: 'name=value',
    group: IMAGE,
    help: 'add a label, or replace one',
    modes: ['dockerfile', 'image-config', ...BUILD],
  },
  {
    name: 'build-arg',
    kind: 'list',
    value: 'name[=value]',
    group: IMAGE,
    help: 'a proxy variable or SOURCE_DATE_EPOCH, by default from the environment',
    modes: ['llb', 'dockerfile', ...BUILD],
  },
  {
    name: 'credentials',
    kind: 'text',
    value: 'mode',
    choices: ['inline', 'secret'],
    group: IMAGE,
    help: 'inline: in the build definition (default of -llb, -dockerfile); secret: as BuildKit secrets (default of a build)',
    modes: ['llb', 'dockerfile', ...BUILD],
  },
  {
    name: 'tag',
    short: 't',
    kind: 'list',
    value: 'name',
    group: DESTINATION,
    help: "name of the image (default the folder's name)",
    modes: BUILD,
  },
  {
    name: 'load',
    kind: 'boolean',
    group: DESTINATION,
    help: 'into Docker, podman or nerdctl (default when a Docker daemon answers)',
    modes: BUILD,
  },
  { name: 'push', kind: 'boolean', group: DESTINATION, help: 'to the registry of each tag', modes: BUILD },
  {
    name: 'output',
    short: 'o',
    kind: 'list',
    value: 'type=…[,…]',
    group: DESTINATION,
    help: 'as buildctl takes it: type=oci,dest=image.tar or type=local,dest=folder',
    modes: BUILD,
  },
  {
    name: 'metadata-file',
    kind: 'text',
    value: 'file',
    group: DESTINATION,
    help: "write the result's digests as JSON",
    modes: BUILD,
  },
  {
    name: 'addr',
    kind: 'text',
    value: 'address',
    group: ENGINE,
    help: 'of buildkitd, as in BUILDKIT_HOST: unix://, tcp://, docker-container://, …',
    modes: BUILD,
  },
  {
    name: 'progress',
    kind: 'text',
    value: 'kind',
    choices: ['auto', 'plain', 'tty', 'rawjson', 'quiet'],
    group: ENGINE,
    help: 'auto, plain, tty, rawjson or quiet',
    modes: BUILD,
  },
  {
    name: 'no-cache',
    kind: 'boolean',
    group: ENGINE,
    help: 'run every step again',
    modes: ['llb', ...BUILD],
  },
  {
    name: 'pull',
    kind: 'boolean',
    group: ENGINE,
    help: 'look for newer base images',
    modes: ['llb', ...BUILD],
  },
  {
    name: 'ssh',
    kind: 'list',
    value: 'id[=socket|key]',
    group: ENGINE,
    help: 'SSH agent or key (the default agent is given when the Mopyfile needs it)',
    modes: BUILD,
  },
  {
    name: 'secret',
    kind: 'list',
    value: 'id=…[,src=file|,env=name]',
    group: ENGINE,
    help: 'secret for the build: pip.conf, netrc, apt.conf, ca-certificates',
    modes: BUILD,
  },
  { name: 'cache-from', kind: 'list', value: 'type=…', group: ENGINE, help: 'caches to read', modes: BUILD },
  { name: 'cache-to', kind: 'list', value: 'type=…', group: ENGINE, help: 'caches to write', modes: BUILD },
  { name: 'help', short: 'h', kind: 'boolean', group: 'About mopy', help: 'this text' },
  { name: 'version', kind: 'boolean', group: 'About mopy', help: 'the version' },
];

/** The flag that a word of the command line names, without its dashes. */
export function flagNamed(name: string): Flag | undefined {
  return FLAGS.find((flag) => flag.name === name || flag.short === name);
}
