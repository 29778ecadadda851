import { posix } from 'node:path';
import type * as pb from '../../protobuf/schema.generated.js';
import { createVertex, none, numberInputs, type Output, outputOf, type VertexDetails } from './vertex.js';

/** Times and modes that stay as they are. */
const unset = -1;

/** A folder with its parents, mode 0755, on `base`: `WORKDIR`. */
export function makeFolder(
  base: Output | undefined,
  path: string,
  user: string,
  epoch: bigint | undefined,
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  const { inputs, indexes } = numberInputs([base]);
  const mkdir = {
    path: posix.normalize(path).replace(/(.)\/$/, '$1'),
    mode: 0o755,
    makeParents: true,
    owner: user === '' ? undefined : ownerOf(user),
    timestamp: epoch === undefined ? none : epoch * 1_000_000_000n,
  };
  return fileOutput([{ input: indexes[0], secondaryInput: none, mkdir }], inputs, details);
}

/** A text as the only file, mode 0644, of an empty file system: the first half of a heredoc `COPY`. */
export function inlineFile(path: string, content: string): Output {
  const mkfile = { path, mode: 0o644, data: new TextEncoder().encode(content), timestamp: none };
  return fileOutput([{ input: none, secondaryInput: none, mkfile }], [], {
    name: '[internal] preparing inline document',
  });
}

/** The source of a copy, and the form in which it is laid down. */
export interface CopyRequest {
  readonly from: Output | undefined;
  /** Absolute, in Go's filepath.Match syntax where `matches`. */
  readonly source: string;
  readonly destination: string;
  /** Behaves as `COPY` of files: follows links, lays down a folder's contents, knows wildcards. */
  readonly matches: boolean;
  readonly owner?: { readonly user: number; readonly group: number } | undefined;
  readonly mode?: number | undefined;
}

/** Files of one file system on another: `COPY`. */
export function copyFiles(
  base: Output | undefined,
  request: CopyRequest,
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  return copyAll(base, [request], details);
}

/** Files of several file systems on one, each on what the copy before it has made: `COPY` with several heredocs. */
export function copyAll(
  base: Output | undefined,
  requests: readonly CopyRequest[],
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  const { inputs, indexes } = numberInputs([base, ...requests.map(({ from }) => from)]);
  const [baseIndex, ...sourceIndexes] = indexes;
  const actions = requests.map((request, number) => ({
    // The result of an action is numbered behind the inputs.
    input: number === 0 ? baseIndex : BigInt(inputs.length + number - 1),
    secondaryInput: sourceIndexes[number],
    output: number === requests.length - 1 ? 0n : none,
    copy: copyAction(request),
  }));
  return fileOutput(actions, inputs, details);
}

function copyAction(request: CopyRequest): pb.FileActionCopy {
  const matching = {
    followSymlink: true,
    dirCopyContents: true,
    allowWildcard: true,
    allowEmptyWildcard: true,
  };
  return {
    src: request.source,
    dest: request.destination,
    owner: request.owner && {
      user: { byID: request.owner.user },
      group: { byID: request.owner.group },
    },
    mode: request.mode ?? unset,
    ...(request.matches ? matching : {}),
    createDestPath: true,
    timestamp: none,
  };
}

/** The second file system laid over the first: how a linked copy meets what lies below it. */
export function mergeFiles(
  lower: Output,
  upper: Output,
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  // Unlike other ops, BuildKit's marshaller does not fold equal inputs of a merge into one.
  const merge = { inputs: [{ input: 0n }, { input: 1n }] };
  return outputOf(createVertex({ merge }, [lower, upper], { ...details, capabilities: ['mergeop'] }));
}

function fileOutput(
  actions: readonly pb.FileAction[],
  inputs: readonly Output[],
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  return outputOf(createVertex({ file: { actions } }, inputs, { ...details, capabilities: ['file.base'] }));
}

/** `uid[:gid]` */
function ownerOf(owner: string): pb.ChownOpt {
  const [user, group] = owner.split(':', 2).map((id) => ({ byID: Number(id) }));
  return { user, group };
}
