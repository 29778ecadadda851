import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Result, run } from './mopy.js';
import { writeShiftedRunc } from './shifted-clock.js';

export interface PrivateDaemon {
  readonly address: string;
  /** The folder of all that the daemon keeps; its mounts and processes name it. */
  readonly folder: string;
  /** Of the process that was started first. */
  readonly pid: number;
  /** Runs buildctl with this daemon. */
  buildctl(...words: readonly string[]): Promise<Result>;
  /** Forgets everything that was built, as if on a new machine. */
  prune(): Promise<void>;
  /** Ends it at once, where it is isolated. */
  kill(): void;
  /** Starts it again with all that it has kept, after it was killed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A daemon on 127.0.0.1 that wants certificates of both sides. */
export interface DaemonTls {
  readonly port: number;
  /** With `ca.pem`, `cert.pem` and `key.pem`, which daemon and client share. */
  readonly folder: string;
}

/** A daemon that may be killed: its containers and mounts go with it. */
export interface DaemonIsolation {
  /** The size of the disk that it has for its cache; the machine's own unless given. */
  readonly mebibytes?: number;
}

export interface PrivateDaemonOptions {
  readonly tls?: DaemonTls;
  readonly isolation?: DaemonIsolation;
  /** How far the clock of its steps is from the machine's, as libfaketime reads it: `+3d`. */
  readonly clock?: string;
}

const TRIES = 200;

/**
 * True where a daemon of one's own can be started: that is so where the engine has started one itself. Where it
 * uses another one, only that one may know how to get base images.
 */
export function canStartDaemon(): boolean {
  return process.env['BUILDKIT_HOST'] === `unix://${process.env['MOPY_ENGINE_CACHE']}/run/buildkitd.sock`;
}

/**
 * A daemon with nothing in its cache, beside the one that all tests share: what others build there at the same time
 * shows in the progress of one's own builds, and its cache forgets when it is full.
 */
export async function startPrivateDaemon({
  tls,
  isolation,
  clock,
}: PrivateDaemonOptions = {}): Promise<PrivateDaemon> {
  // Sockets have short names.
  const folder = await mkdtemp(join(tmpdir(), 'mopy-daemon-'));
  const address = tls === undefined ? `unix://${folder}/socket` : `tcp://127.0.0.1:${tls.port}`;
  const runc = clock === undefined ? 'runc' : await shiftedRunc(folder, clock);
  await writeFile(
    join(folder, 'settings'),
    `${settings(folder, address, runc)}${tls === undefined ? '' : tlsSettings(tls)}`,
  );
  const client = tls === undefined ? [] : ['--tlsdir', tls.folder];
  const ask = (...words: readonly string[]) => run('buildctl', ['--addr', address, ...client, ...words]);
  let daemon = launch(folder, isolation);
  const stop = async () => {
    await end(daemon, isolation && 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  const ready = async () => {
    if (!(await untilReady(daemon, ask))) {
      await stop();
      throw new Error('a daemon of its own does not start');
    }
  };
  await ready();
  return {
    address,
    folder,
    pid: daemon.pid ?? 0,
    buildctl: ask,
    kill: () => void daemon.kill('SIGKILL'),
    restart: async () => {
      await end(daemon, 'SIGKILL');
      // Of its process in a namespace of its own, which ends a little later.
      await run('flock', [join(folder, 'root', 'buildkitd.lock'), 'true']);
      daemon = launch(folder, isolation);
      await ready();
    },
    prune: async () => {
      await ask('prune', '--all');
    },
    stop,
  };
}

function launch(folder: string, isolation: DaemonIsolation | undefined): ChildProcess {
  const [program, words] = daemonCommand(folder, isolation);
  return spawn(program, words, { stdio: 'ignore', env: { ...process.env, TMPDIR: folder } });
}

/** Waits until the daemon answers; false where it does not. */
async function untilReady(daemon: ChildProcess, ask: PrivateDaemon['buildctl']): Promise<boolean> {
  for (let tries = 0; (await ask('debug', 'workers')).exitCode !== 0; tries += 1) {
    if (tries === TRIES || daemon.exitCode !== null) {
      return false;
    }
    await wait(50);
  }
  return true;
}

async function end(daemon: ChildProcess, signal: NodeJS.Signals | undefined): Promise<void> {
  const ended = once(daemon, 'exit');
  if (daemon.exitCode === null && daemon.signalCode === null && daemon.kill(signal)) {
    await ended;
  }
}

async function shiftedRunc(folder: string, clock: string): Promise<string> {
  const { stdout } = await run('dpkg', ['--listfiles', 'libfaketime']);
  return writeShiftedRunc(folder, clock, stdout);
}

function daemonCommand(
  folder: string,
  isolation: DaemonIsolation | undefined,
): readonly [string, readonly string[]] {
  const daemon = ['buildkitd', '--config', join(folder, 'settings')];
  if (isolation === undefined) {
    return ['buildkitd', daemon.slice(1)];
  }
  const { mebibytes } = isolation;
  const disk =
    mebibytes === undefined ? [] : [`mkdir -p "$0" && mount -t tmpfs -o size=${mebibytes}m none "$0"`];
  const script = [...disk, 'exec "$@"'].join(' && ');
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return ['unshare', [...namespaces, 'sh', '-c', script, join(folder, 'root'), ...daemon]];
}

function tlsSettings({ folder }: DaemonTls): string {
  return `[grpc.tls]\n  cert = "${folder}/cert.pem"\n  key = "${folder}/key.pem"\n  ca = "${folder}/ca.pem"\n`;
}

/** Base images come from where the shared daemon has them; BuildKit passes over a mirror that lacks an image. */
function settings(folder: string, address: string, runc: string): string {
  const registry = process.env['MOPY_ENGINE_REGISTRY'];
  const mirrors = ['docker.io', 'gcr.io'].map(
    (name) => `[registry."${name}"]\n  mirrors = ["${registry}"]\n`,
  );
  return [
    `root = "${folder}/root"\n`,
    `[grpc]\n  address = ["${address}"]\n`,
    '[worker.containerd]\n  enabled = false\n',
    // On a machine whose disk fills up it would forget what the next build is about to need.
    `[worker.oci]\n  enabled = true\n  gc = false\n  binary = "${runc}"\n`,
    ...mirrors,
    `[registry."${registry}"]\n  http = true\n`,
  ].join('');
}
