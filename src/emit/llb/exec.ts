import type { Platform, RunStep } from '../../plan/plan.js';
import type * as pb from '../../protobuf/schema.generated.js';
import { compareBytewise } from '../../protobuf/wire.js';
import { execCapabilities } from './exec-capabilities.js';
import type { LlbSettings } from './options.js';
import {
  createVertex,
  none,
  numberInputs,
  type Output,
  outputOf,
  platformOf,
  type VertexDetails,
} from './vertex.js';

/** A mount that shows an input, a cache or memory. `source` is undefined for an empty file system. */
export interface FileMount {
  readonly source: Output | undefined;
  readonly mount: pb.Mount;
  /** Files written there can be used by later ops. */
  readonly output: boolean;
}

/** Everything that a program's container is made of. */
export interface ExecRequest {
  readonly root: Output | undefined;
  readonly arguments: readonly string[];
  readonly environment: readonly string[];
  readonly workingDirectory: string;
  readonly user: string;
  readonly network: RunStep['network'];
  readonly mounts: readonly FileMount[];
  /** Secrets and sockets, in the order in which they are mounted after all files. */
  readonly secretMounts: readonly pb.Mount[];
  readonly secretEnvironment: readonly pb.SecretEnv[];
}

/**
 * A program's run: `RUN`. Mounts are sorted and numbered as client/llb/exec.go does it; outputs count
 * only what is writable and kept.
 */
export function runProgram(
  request: ExecRequest,
  platform: Platform,
  options: LlbSettings,
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  const root = { source: request.root, mount: { dest: '/' }, output: true };
  const mounts = [root, ...request.mounts].sort((a, b) =>
    compareBytewise(a.mount.dest ?? '', b.mount.dest ?? ''),
  );
  const { inputs, indexes } = numberInputs(mounts.map(({ source }) => source));
  const outputs = mounts.map((mount, index) => outputNumber(mounts, mount, index));
  const exec: pb.ExecOp = {
    meta: metaOf(request, options),
    mounts: [
      ...mounts.map(({ mount }, index) => ({ input: indexes[index], output: outputs[index], ...mount })),
      ...request.secretMounts,
    ],
    network: networkOf(request.network, options),
    secretenv: request.secretEnvironment,
  };
  const op = { platform: platformOf(platform), exec };
  const vertex = createVertex(op, inputs, {
    ...details,
    linuxResources: options.resources,
    capabilities: execCapabilities(exec, options.resources !== undefined),
  });
  return { ...outputOf(vertex), index: Number(outputs[mounts.indexOf(root)]) };
}

function outputNumber(mounts: readonly FileMount[], { output }: FileMount, index: number): bigint {
  return output ? BigInt(mounts.slice(0, index).filter((mount) => mount.output).length) : none;
}

function metaOf(request: ExecRequest, options: LlbSettings): pb.Meta {
  return {
    args: request.arguments,
    env: request.environment,
    cwd: request.workingDirectory,
    user: request.user,
    proxyEnv: proxyOf(options.proxies),
    extraHosts: options.extraHosts?.map(({ host, ip }) => ({ Host: host, IP: ip })),
    hostname: options.hostname,
    ulimit: options.ulimits?.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    cgroupParent: options.cgroupParent,
    removeMountStubsRecursive: true,
  };
}

/** An empty message would be written too, so that no proxy at all has to be none. */
function proxyOf(proxies: LlbSettings['proxies']): pb.ProxyEnv | undefined {
  if (!proxies || Object.values(proxies).every((proxy) => proxy === undefined)) {
    return undefined;
  }
  return {
    httpProxy: proxies.http_proxy,
    httpsProxy: proxies.https_proxy,
    ftpProxy: proxies.ftp_proxy,
    noProxy: proxies.no_proxy,
    allProxy: proxies.all_proxy,
  };
}

function networkOf(network: RunStep['network'], options: LlbSettings): pb.NetMode {
  if (network === 'none' || options.network === 'none') {
    return 'NONE';
  }
  return options.network === 'host' ? 'HOST' : 'UNSET';
}
