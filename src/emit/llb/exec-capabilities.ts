import type * as pb from '../../protobuf/schema.generated.js';

/** Capabilities that a daemon needs for this op, as client/llb/exec.go lists them. */
export function execCapabilities(exec: pb.ExecOp, limited: boolean): readonly string[] {
  const { meta = {}, mounts = [], secretenv = [] } = exec;
  const secrets = mounts.filter(({ mountType }) => mountType === 'SECRET');
  const wanted: Readonly<Record<string, boolean>> = {
    'exec.meta.base': true,
    'exec.meta.setsdefaultpath': true,
    'exec.meta.linux.resources': limited,
    'exec.meta.network': exec.network !== 'UNSET',
    'exec.meta.proxyenv': meta.proxyEnv !== undefined,
    'exec.meta.ulimit': (meta.ulimit ?? []).length > 0,
    ...fileMountCapabilities(mounts),
    'exec.mount.secret': secrets.length + secretenv.length > 0,
    'exec.secretenv': secretenv.length > 0,
    'exec.mount.ssh': mounts.some(({ mountType }) => mountType === 'SSH'),
  };
  return Object.keys(wanted).filter((capability) => wanted[capability]);
}

function fileMountCapabilities(mounts: readonly pb.Mount[]): Record<string, boolean> {
  const hasType = (type: pb.MountType): boolean => mounts.some(({ mountType }) => mountType === type);
  return {
    'exec.mount.bind': mounts.some(
      ({ input, mountType }) => !mountType && input !== undefined && input >= 0n,
    ),
    'exec.mount.selector': mounts.some(({ selector = '' }) => selector !== ''),
    'exec.mount.cache': hasType('CACHE'),
    'exec.mount.cache.sharing': hasType('CACHE'),
    'exec.mount.tmpfs': hasType('TMPFS'),
    'exec.mount.tmpfs.size': mounts.some(({ TmpfsOpt }) => (TmpfsOpt?.size ?? 0n) > 0n),
  };
}
