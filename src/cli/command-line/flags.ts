import type { Flag, Mode } from './flag.js';

const BUILD: readonly Mode[] = ['build', 'dry-run'];
const EMIT: readonly Mode[] = ['llb', 'dockerfile', 'image-config', 'graph', ...BUILD];

/** Flags that each ask for another work. */
export const WORKS = ['init', 'check', 'llb', 'dockerfile', 'image-config', 'graph', 'dry-run'] as const;

function otherWorks(name: (typeof WORKS)[number]): readonly string[] {
  return WORKS.filter((other) => other !== name);
}

const INPUT = 'What to read';
const OUTPUT = 'What to make, one of them (default a build)';
const IMAGE = 'What the image is';
const DESTINATION = 'Where a built image goes';
const ENGINE = 'How it is built';

/** Files of a connection by TLS, one by one, and the name that the server's certificate has: as buildctl calls them. */
const TLS_FILES: readonly Flag[] = (
  [
    ['tlscacert', 'file', 'or one by one: who signed the daemon,'],
    ['tlscert', 'file', 'the certificate of the client,'],
    ['tlskey', 'file', 'and its key'],
    ['tlsservername', 'name', "the daemon's, where the address has another"],
  ] as const
).map(([name, value, help]) => ({
  name,
  kind: 'text',
  value,
  group: ENGINE,
  help,
  modes: BUILD,
  conflicts: ['builder'],
}));

/** Every flag of the command: parsing, help and usage rules all come from this table. */
export const FLAGS: readonly Flag[] = [
  {
    name: 'filename',
    short: 'f',
    kind: 'text',
    value: 'path',
    group: INPUT,
    help: 'the Mopyfile; - is standard input',
    modes: ['silent-check', 'check', ...EMIT],
  },
  {
    name: 'init',
    conflicts: otherWorks('init'),
    kind: 'boolean',
    group: OUTPUT,
    help: 'a Mopyfile.yaml that fits the folder',
  },
  {
    name: 'check',
    conflicts: otherWorks('check'),
    kind: 'boolean-or-word',
    choices: ['text', 'json', 'sarif', 'github'],
    group: OUTPUT,
    help: 'what is wrong with Mopyfiles; =json, =sarif, =github',
  },
  {
    name: 'llb',
    conflicts: otherWorks('llb'),
    kind: 'boolean',
    group: OUTPUT,
    help: 'LLB to standard output, for buildctl',
  },
  {
    name: 'dockerfile',
    conflicts: otherWorks('dockerfile'),
    kind: 'boolean',
    group: OUTPUT,
    help: 'an equivalent Dockerfile to standard output',
  },
  {
    name: 'image-config',
    conflicts: otherWorks('image-config'),
    kind: 'boolean-or-word',
    choices: ['json'],
    group: OUTPUT,
    help: 'what -llb cannot hold, for --output; =json for JSON',
  },
  {
    name: 'graph',
    conflicts: otherWorks('graph'),
    kind: 'boolean-or-word',
    choices: ['mermaid', 'dot'],
    group: OUTPUT,
    help: 'a picture for Mermaid; =dot for Graphviz',
  },
  {
    name: 'dry-run',
    conflicts: otherWorks('dry-run'),
    kind: 'boolean',
    group: OUTPUT,
    help: 'the shell command that a build would run',
  },
  {
    name: 'buildkit',
    kind: 'boolean',
    group: OUTPUT,
    help: 'build (default true); =false alone only checks',
  },
  {
    name: 'out',
    kind: 'text',
    value: 'file',
    group: OUTPUT,
    help: 'write to this file instead of standard output',
    modes: ['init', 'check', 'llb', 'dockerfile', 'image-config', 'graph', 'dry-run'],
  },
  {
    name: 'platform',
    kind: 'list',
    value: 'os/arch[,…]',
    group: IMAGE,
    help: 'what to build for (default what the builder is)',
    modes: EMIT,
  },
  {
    name: 'build-context',
    kind: 'list',
    value: 'name=image',
    group: IMAGE,
    help: 'replace a base image: python:3.12=docker-image://…',
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
    help: 'a proxy variable or SOURCE_DATE_EPOCH',
    modes: ['llb', 'dockerfile', ...BUILD],
  },
  {
    name: 'credentials',
    kind: 'text',
    value: 'mode',
    choices: ['inline', 'secret'],
    group: IMAGE,
    help: 'inline in the definition, or secret (for a build)',
    modes: ['llb', 'dockerfile', ...BUILD],
  },
  {
    name: 'target',
    kind: 'text',
    value: 'stage[:step]',
    group: IMAGE,
    help: 'that alone: the stage build has pip and a shell',
    modes: ['llb', 'dockerfile', 'image-config', ...BUILD],
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
    help: 'into Docker, podman or nerdctl',
    modes: BUILD,
  },
  { name: 'push', kind: 'boolean', group: DESTINATION, help: 'to the registry of each tag', modes: BUILD },
  {
    name: 'output',
    short: 'o',
    kind: 'list',
    value: 'type=…[,…]',
    group: DESTINATION,
    help: 'such as type=oci,dest=image.tar',
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
    help: 'of buildkitd, as in BUILDKIT_HOST',
    modes: BUILD,
    conflicts: ['builder'],
  },
  {
    name: 'tlsdir',
    kind: 'text',
    value: 'folder',
    group: ENGINE,
    help: 'with ca.pem, cert.pem and key.pem: TLS to the daemon',
    modes: BUILD,
    conflicts: ['builder'],
  },
  ...TLS_FILES,
  {
    name: 'builder',
    kind: 'text',
    value: 'name',
    group: ENGINE,
    help: 'a builder of docker buildx',
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
    help: 'SSH agent or key',
    modes: BUILD,
  },
  {
    name: 'secret',
    kind: 'list',
    value: 'id=…[,…]',
    group: ENGINE,
    help: 'pip.conf, netrc, apt.conf, ca-certificates, …',
    modes: BUILD,
  },
  { name: 'cache-from', kind: 'list', value: 'type=…', group: ENGINE, help: 'caches to read', modes: BUILD },
  { name: 'cache-to', kind: 'list', value: 'type=…', group: ENGINE, help: 'caches to write', modes: BUILD },
  { name: 'help', short: 'h', kind: 'boolean', group: 'About mopy', help: 'this text' },
  {
    name: 'completion',
    kind: 'text',
    value: 'shell',
    choices: ['bash', 'zsh', 'fish'],
    group: 'About mopy',
    help: 'a script that completes flags: bash, zsh or fish',
  },
  { name: 'version', kind: 'boolean', group: 'About mopy', help: 'the version' },
];

/** The flag that a word of the command line names, without its dashes. */
export function flagNamed(name: string): Flag | undefined {
  return FLAGS.find((flag) => flag.name === name || flag.short === name);
}
