import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './mopy.js';

/** A certificate with its key, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** An authority of a test's own, and a server on 127.0.0.1 that it vouches for. */
export interface Authority {
  readonly authority: string;
  readonly server: Identity;
}

/** Makes both in a folder, valid from now on. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const path = (suffix: string) => join(folder, `${name}-${suffix}`);
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  const root = ['-keyout', path('root.key'), '-out', path('root.pem'), '-subj', `/CN=${name}`];
  await openssl(['req', '-x509', ...key, ...root, '-addext', 'keyUsage=critical,keyCertSign', '-days', '2']);
  await openssl(['req', ...key, '-keyout', path('key'), '-out', path('request'), '-subj', '/CN=127.0.0.1']);
  await writeFile(path('extensions'), 'subjectAltName=IP:127.0.0.1\n');
  const signed = ['-CA', path('root.pem'), '-CAkey', path('root.key'), '-CAcreateserial', '-days', '2'];
  const files = ['-in', path('request'), '-out', path('pem'), '-extfile', path('extensions')];
  await openssl(['x509', '-req', ...signed, ...files]);
  return {
    authority: await readFile(path('root.pem'), 'utf8'),
    server: { key: await readFile(path('key'), 'utf8'), cert: await readFile(path('pem'), 'utf8') },
  };
}

async function openssl(words: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await run('openssl', words);
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
}
