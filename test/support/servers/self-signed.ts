import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../mopy.js';

/** A key and a certificate for 127.0.0.1 that nobody vouches for. Their files are left in the folder. */
export async function selfSigned(path: string): Promise<{ readonly key: string; readonly cert: string }> {
  const [key, cert] = [join(path, 'key.pem'), join(path, 'certificate.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject];
  const { exitCode, stderr } = await run('openssl', words);
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}
