import { posix } from 'node:path';
import type { ListedEntry } from '../../context/context.js';
import { escapePattern } from '../../context/ignore/ignore-pattern.js';
import type { FileStatus } from '../../context/links.js';
import type { Stat } from '../../protobuf/schema.generated.js';
import type { Gateway } from './gateway.js';
import { GatewayError } from './gateway-error.js';

/** Bits of Go's os.FileMode, in which BuildKit tells what a path is. */
const DIRECTORY = 0x8000_0000;
const LINK = 0x0800_0000;
const OTHER_TYPES = 0x0728_0000;

/** Bytes of a file that a reference holds, or undefined where there is none. */
export async function readFile(
  gateway: Gateway,
  reference: string,
  path: string,
): Promise<Uint8Array | undefined> {
  const response = await ifThere(gateway('ReadFile', { Ref: reference, FilePath: path }));
  return response && (response.Data ?? new Uint8Array());
}

/** The status of a path below a folder, or undefined where there is nothing. The folder's own links are followed. */
export async function entryAt(
  gateway: Gateway,
  reference: string,
  path: string,
): Promise<FileStatus | undefined> {
  const name = posix.basename(path);
  const listing = await ifThere(
    gateway('ReadDir', { Ref: reference, DirPath: posix.dirname(path), IncludePattern: escapePattern(name) }),
  );
  const stat = listing?.entries?.find((entry) => entry.path === name);
  return stat && statusOf(stat);
}

/** The names in a folder; none where there is no folder. */
export async function entriesOf(
  gateway: Gateway,
  reference: string,
  folder: string,
): Promise<readonly ListedEntry[]> {
  const listing = await ifThere(gateway('ReadDir', { Ref: reference, DirPath: folder }));
  return (listing?.entries ?? []).map((entry) => ({ ...statusOf(entry), name: entry.path ?? '' }));
}

function statusOf({ mode = 0, size = 0n, linkname = '' }: Stat): FileStatus {
  if ((mode & LINK) !== 0) {
    return { kind: 'link', target: linkname };
  }
  if ((mode & DIRECTORY) !== 0) {
    return { kind: 'directory' };
  }
  return (mode & OTHER_TYPES) === 0 ? { kind: 'file', size: Number(size) } : { kind: 'other' };
}

/** Go's texts for ENOENT and ENOTDIR are all that tells. */
async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const absent = /no such file or directory|not a directory/;
    if (error instanceof GatewayError && absent.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}
