import type { PathSelection } from '../../context/context.js';
import { marshal } from '../../emit/llb/marshal.js';
import { sourceOutput } from '../../emit/llb/sources.js';
import { createVertex, none, type Output, outputOf } from '../../emit/llb/vertex.js';
import type { Definition, FileActionCopy } from '../../protobuf/schema.generated.js';
import type { GitReference } from '../request/git-reference.js';

/** Name that a downloaded context has as a file. */
export const DOWNLOAD = 'context';

/** A definition of files alone: no step of a Mopyfile made them. */
export function definitionOf(output: Output): Definition {
  const { def, metadata } = marshal(output, { kind: 'mopyfile', filename: '', text: '' });
  return { def, metadata };
}

/** A request for a part of a folder of the client. */
export interface LocalRequest {
  readonly name: string;
  readonly session: string;
  readonly title: string;
  readonly hint: string;
  /** Paths that are sent, with whatever their links lead to. */
  readonly paths?: readonly string[];
  /** Patterns of further paths that are sent. */
  readonly patterns?: readonly string[];
  readonly excludes?: readonly string[];
}

/** Some files of a folder of the client, always sent anew: few and small ones. */
export function localFiles(request: LocalRequest): Output {
  const { name, session, title, hint, paths = [], patterns = [], excludes = [] } = request;
  const attributes = {
    'local.differ': 'none',
    ...(paths.length > 0 && { 'local.followpaths': JSON.stringify(paths) }),
    ...(patterns.length > 0 && { 'local.includepattern': JSON.stringify(patterns) }),
    ...(excludes.length > 0 && { 'local.excludepatterns': JSON.stringify(excludes) }),
    'local.session': session,
    'local.sharedkeyhint': hint,
  };
  const capabilities = [
    'source.local',
    ...(paths.length > 0 ? ['source.local.followpaths'] : []),
    ...(patterns.length > 0 ? ['source.local.includepatterns'] : []),
    'source.local.sessionid',
  ];
  return sourceOutput(`local://${name}`, attributes, { name: `[internal] ${title}`, capabilities });
}

/**
 * A folder of a git repository. What it asks for beyond files is an ability of its own (client/llb/source.go): a
 * daemon without it would pass over it, a checksum included.
 */
export function gitFiles(reference: GitReference, address: string): Output {
  const { name, remote, ref, folder } = reference;
  const fragment = `${ref}${folder === '' ? '' : `:${folder}`}`;
  const wanted = gitAttributes(reference);
  const attributes = {
    'git.fullurl': remote,
    'git.authtokensecret': 'GIT_AUTH_TOKEN',
    'git.authheadersecret': 'GIT_AUTH_HEADER',
    ...wanted,
  };
  return sourceOutput(`git://${name}${fragment === '' ? '' : `#${fragment}`}`, attributes, {
    name: `[internal] load git source ${address}`,
    capabilities: ['source.git', 'source.git.fullurl', ...Object.keys(wanted).map((key) => `source.${key}`)],
  });
}

/** Each has its name in the ability of the daemon (solver/pb/attr.go and caps.go). */
function gitAttributes({ ssh, ...reference }: GitReference): Readonly<Record<string, string>> {
  return {
    ...(ssh && { 'git.mountsshsock': 'default' }),
    ...(reference.checksum !== '' && { 'git.checksum': reference.checksum }),
    ...(reference.fetchByCommit && { 'git.fetchbycommit': 'true' }),
    ...(reference.keepGitFolder && { 'git.keepgitdir': 'true' }),
    ...(!reference.submodules && { 'git.skipsubmodules': 'true' }),
    ...(reference.modificationTime !== '' && { 'git.mtime': reference.modificationTime }),
  };
}

/** A downloaded file, called `context`. */
export function downloadedFile(address: string, title: string): Output {
  return sourceOutput(address, { 'http.filename': DOWNLOAD }, { name: title, capabilities: ['source.http'] });
}

/** The files of a downloaded archive. */
export function unpacked(download: Output): Output {
  return copied(download, { src: `/${DOWNLOAD}`, attemptUnpackDockerCompatibility: true });
}

/** A folder of other files as if it were all. */
export function subfolder(files: Output, folder: string): Output {
  return copied(files, { src: folder.startsWith('/') ? folder : `/${folder}`, dirCopyContents: true });
}

/** Files without those that ignore rules leave out. */
export function without(files: Output, excludePatterns: readonly string[]): Output {
  return copied(files, { src: '/', dirCopyContents: true, excludePatterns });
}

/** Files that patterns pick. */
export function selected(files: Output, { patterns, excludes }: PathSelection): Output {
  const selection = { includePatterns: [...patterns], excludePatterns: [...excludes] };
  return copied(files, { src: '/', dirCopyContents: true, ...selection });
}

function copied(files: Output, copy: FileActionCopy): Output {
  const action = { input: none, secondaryInput: 0n, copy: { dest: '/', mode: -1, timestamp: none, ...copy } };
  return outputOf(
    createVertex({ file: { actions: [action] } }, [files], {
      name: '[internal] prepare build context',
      capabilities: ['file.base'],
    }),
  );
}
