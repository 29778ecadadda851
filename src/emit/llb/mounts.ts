import { posix } from 'node:path';
import type { BindMount, CacheMount, Mount, Platform, SecretFileMount } from '../../plan/plan.js';
import type * as pb from '../../protobuf/schema.generated.js';
import type { FileMount } from './exec.js';
import type { LlbSettings } from './options.js';
import { none, type Output } from './vertex.js';

/** Where a step finds the caller's SSH agent. */
export const SSH_SOCKET = '/run/buildkit/ssh_agent.0';

/** Modes that BuildKit gives to secret files and to the agent's socket. */
const SECRET_MODE = 0o400;
const SOCKET_MODE = 0o600;

/** A step's mounts that show files; `filesOf` gives a stage's. */
export function fileMounts(
  mounts: readonly Mount[],
  filesOf: (stage: string) => Output | undefined,
  platform: Platform,
  options: LlbSettings,
): readonly FileMount[] {
  const shown = mounts.flatMap((mount): FileMount[] => {
    if (mount.kind === 'bind') {
      return [bindMount(mount, filesOf(mount.from))];
    }
    if (mount.kind === 'memory') {
      return [memoryMount(mount.mountPoint, {})];
    }
    return mount.kind === 'cache' ? [cacheMount(mount, platform, options.cacheNamespace)] : [];
  });
  return options.shmSize ? [...shown, memoryMount('/dev/shm', { size: options.shmSize })] : shown;
}

/** A mount of files. Changes under a writable one are thrown away. */
function bindMount({ source, mountPoint, writable }: BindMount, files: Output | undefined): FileMount {
  const selector = posix.join('/', source);
  return {
    source: files,
    mount: { selector: selector === '/' ? '' : selector, dest: mountPoint, readonly: !writable },
    output: false,
  };
}

function cacheMount(
  { id, platformSuffix, mountPoint, sharing }: CacheMount,
  platform: Platform,
  namespace = '',
): FileMount {
  const suffix = platformSuffix ? `-${platform.architecture}${platform.variant ?? ''}` : '';
  const cacheOpt = { ID: `${namespace}/${id}${suffix}`, sharing: SHARING[sharing] };
  return { source: undefined, mount: { dest: mountPoint, mountType: 'CACHE', cacheOpt }, output: false };
}

const SHARING: Readonly<Record<CacheMount['sharing'], pb.CacheSharingOpt>> = {
  shared: 'SHARED',
  private: 'PRIVATE',
};

function memoryMount(mountPoint: string, limits: pb.TmpfsOpt): FileMount {
  return {
    source: undefined,
    mount: { dest: mountPoint, mountType: 'TMPFS', TmpfsOpt: limits },
    output: false,
  };
}

/** Secret files in their order, then the agent's socket. BuildKit numbers their output 0, not -1. */
export function secretMounts(mounts: readonly Mount[]): readonly pb.Mount[] {
  const files = mounts.flatMap((mount) => (mount.kind === 'secret-file' ? [secretFile(mount)] : []));
  return needsSsh(mounts) ? [...files, sshSocket] : files;
}

function secretFile({ id, mountPoint, owner }: SecretFileMount): pb.Mount {
  return {
    input: none,
    dest: mountPoint,
    mountType: 'SECRET',
    secretOpt: { ID: id, uid: owner, gid: owner, mode: SECRET_MODE, optional: true },
  };
}

const sshSocket: pb.Mount = {
  input: none,
  dest: SSH_SOCKET,
  mountType: 'SSH',
  SSHOpt: { mode: SOCKET_MODE },
};

/** The secrets that a step gets as variables: ExecOp has them beside the mounts of files (solver/pb/ops.proto). */
export function secretVariables(mounts: readonly Mount[]): readonly pb.SecretEnv[] {
  return mounts.flatMap((mount) =>
    mount.kind === 'secret-variable' ? [{ ID: mount.id, name: mount.variable }] : [],
  );
}

/** Whether a step gets the client's SSH agent, which asks for a capability of its own. */
export function needsSsh(mounts: readonly Mount[]): boolean {
  return mounts.some(({ kind }) => kind === 'ssh');
}
