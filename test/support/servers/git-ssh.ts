import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { run } from '../mopy.js';
import { freePort } from './listen.js';

export interface SshServer {
  /** Of the agent whose key the server knows. */
  readonly agentSocket: string;
  /** File of that key. */
  readonly key: string;
  readonly user: string;
  readonly port: number;
  stop(): Promise<void>;
}

const SSHD = '/usr/sbin/sshd';

/** OpenSSH's server on a free port, and an agent with the one key that it lets in. Keys are made in `folder`. */
export async function sshServer(folder: string): Promise<SshServer> {
  await ensureSshd();
  await mkdir('/run/sshd', { recursive: true });
  const [hostKey, userKey] = [join(folder, 'host'), join(folder, 'user')];
  for (const key of [hostKey, userKey]) {
    await must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  }
  const port = await freePort();
  const configuration = join(folder, 'sshd_config');
  await writeFile(configuration, sshdConfiguration(port, hostKey, `${userKey}.pub`));
  const server = spawn(SSHD, ['-D', '-e', '-f', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  await shown(server.stderr, /Server listening/);
  const agentSocket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: ['ignore', 'pipe', 'ignore'] });
  await shown(agent.stdout, /SSH_AUTH_SOCK/);
  await must('ssh-add', ['-q', userKey], { SSH_AUTH_SOCK: agentSocket });
  const stop = async () => {
    await Promise.all([server, agent].map(ended));
  };
  return { agentSocket, key: userKey, user: userInfo().username, port, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill();
  await once(child, 'exit');
}

function sshdConfiguration(port: number, hostKey: string, authorizedKeys: string): string {
  return `ListenAddress 127.0.0.1
Port ${port}
HostKey ${hostKey}
AuthorizedKeysFile ${authorizedKeys}
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PidFile none
`;
}

/** Debian's package, where it is not there yet; nothing of it is started. */
async function ensureSshd(): Promise<void> {
  const present = await access(SSHD).then(
    () => true,
    () => false,
  );
  if (present) {
    return;
  }
  const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = ['install', '--yes', '--no-install-recommends', 'openssh-server', 'openssh-client'];
  const first = await run('apt-get', install, { env: environment });
  if (first.exitCode === 0) {
    return;
  }
  await run('apt-get', ['update'], { env: environment });
  const second = await run('apt-get', install, { env: environment });
  if (second.exitCode !== 0) {
    throw new Error(
      `the tests of git over ssh need openssh-server, which apt-get could not install\n${second.stderr}`,
    );
  }
}

async function must(program: string, words: readonly string[], env?: Readonly<Record<string, string>>) {
  const { exitCode, stderr } = await run(program, words, { ...(env && { env }) });
  if (exitCode !== 0) {
    throw new Error(`${program} failed\n${stderr}`);
  }
}

/** Resolves once the stream shows what matches; fails with everything seen when it ends first. */
function shown(stream: Readable, pattern: RegExp): Promise<void> {
  let seen = '';
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      seen += chunk;
      if (pattern.test(seen)) {
        resolve();
      }
    });
    stream.on('close', () => reject(new Error(`never showed ${pattern}: ${seen}`)));
  });
}
