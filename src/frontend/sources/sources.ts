import { posix } from 'node:path';
import { graftDefinition } from '../../emit/llb/graft.js';
import type { Output } from '../../emit/llb/vertex.js';
import type { Definition } from '../../protobuf/schema.generated.js';
import type { Daemon } from '../daemon/daemon.js';
import {
  DOWNLOAD,
  downloadedFile,
  gitFiles,
  localFiles,
  subfolder,
  unpacked,
} from '../daemon/definitions.js';
import { referenceTo } from '../daemon/solve.js';
import { parseGitReference } from '../request/git-reference.js';
import { readBoolean } from '../request/values.js';
import { isArchive } from './archive.js';

/** A folder of the client, or files that BuildKit gets from elsewhere. */
export type FileSource =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'files'; readonly files: Output };

/** Where a build's files come from (frontend/dockerui/context.go). */
export interface BuildSources {
  readonly context: FileSource;
  /** The source of the Mopyfile, and its path there: `contextsubdir` does not apply to it. */
  readonly build: FileSource;
  readonly filename: string;
}

/** Finds out what the client calls the context and the Mopyfile. */
export async function findSources(daemon: Daemon): Promise<BuildSources> {
  const { options, inputs } = daemon;
  const forced = options.get('dockerfilekey');
  const local = { kind: 'local', name: forced ?? 'dockerfile' } as const;
  const remote = await remoteContext(daemon, options.get(options.get('contextkey') ?? 'context') ?? '');
  if (remote !== undefined) {
    return {
      context: { kind: 'files', files: scoped(daemon, remote.files) },
      build: forced === undefined ? { kind: 'files', files: remote.files } : local,
      filename: (forced === undefined ? remote.filename : undefined) ?? filenameOf(daemon),
    };
  }
  const build = forced === undefined ? inputFiles(inputs.get(local.name)) : undefined;
  const context = inputFiles(inputs.get('context'));
  return {
    context: context ? { kind: 'files', files: scoped(daemon, context) } : { kind: 'local', name: 'context' },
    build: build ? { kind: 'files', files: build } : local,
    filename: filenameOf(daemon),
  };
}

/** Behind a `#syntax` line, an absent name is that of a Dockerfile. */
function filenameOf({ options }: Daemon): string {
  return options.get('filename') || (options.has('cmdline') ? 'Dockerfile' : 'Mopyfile.yaml');
}

function inputFiles(definition: Definition | undefined): Output | undefined {
  return definition && graftDefinition(definition);
}

/** Where in the build context a build file would lie that is a part of it. */
export function pathInContext({ options }: Daemon, filename: string): string {
  const path = posix.relative(posix.join('/', options.get('contextsubdir') ?? ''), posix.join('/', filename));
  return path.startsWith('../') ? filename : path;
}

function scoped({ options }: Daemon, files: Output): Output {
  const folder = options.get('contextsubdir');
  return folder ? subfolder(files, folder) : files;
}

interface RemoteContext {
  readonly files: Output;
  /** The download is the Mopyfile itself. */
  readonly filename?: string;
}

async function remoteContext(daemon: Daemon, address: string): Promise<RemoteContext | undefined> {
  const git = gitContext(daemon, address);
  if (git !== undefined) {
    return { files: git };
  }
  if (!/^https?:\/\//.test(address)) {
    return undefined;
  }
  const download = downloadedFile(address, '[internal] load remote build context');
  const reference = await referenceTo(daemon, download);
  const range = { Offset: 0n, Length: 1024n };
  const request = { Ref: reference, FilePath: DOWNLOAD, Range: range };
  const { Data: start = new Uint8Array() } = await daemon.gateway('ReadFile', request);
  return isArchive(start) ? { files: unpacked(download) } : { files: download, filename: DOWNLOAD };
}

function gitContext({ options, capabilities }: Daemon, address: string): Output | undefined {
  const reference = parseGitReference(address);
  if (reference === undefined) {
    return undefined;
  }
  const name = 'build-arg:BUILDKIT_CONTEXT_KEEP_GIT_DIR';
  const keepGitFolder = readBoolean(name, options.get(name)) || reference.keepGitFolder;
  // Nobody asked for it: a daemon that does not know it goes without.
  const isDated = options.get('build-arg:SOURCE_DATE_EPOCH') && capabilities.llb.has('source.git.mtime');
  const modificationTime = reference.modificationTime || (isDated ? 'commit' : '');
  return gitFiles({ ...reference, keepGitFolder, modificationTime }, address);
}

/** The Mopyfile and its ignore file. From a folder, with the very op that BuildKit's Dockerfile frontend has made. */
export function buildFiles(daemon: Daemon, { build, filename }: BuildSources): Output {
  if (build.kind === 'files') {
    return build.files;
  }
  return localFiles({
    name: build.name,
    session: daemon.sessionOf(build.name),
    title: `load build definition from ${filename}`,
    hint: build.name,
    paths: [filename, `${filename}.dockerignore`, ...otherNames(filename)],
  });
}

/** Another name of a build file, for where it is not there: `Dockerfile` may be in lower case. */
export function otherNames(filename: string): readonly string[] {
  return posix.basename(filename) === 'Dockerfile' ? [filename.replace(/Dockerfile$/, 'dockerfile')] : [];
}
