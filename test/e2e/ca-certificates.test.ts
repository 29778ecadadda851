import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, makeAuthority } from '../support/authority.js';
import { build, contextWith, WAYS, type Way } from '../support/builds.js';
import { readConfig, runPython, temporaryFolder } from '../support/image.js';
import { wheel } from '../support/packages.js';
import { type PackageIndex, packageIndex } from '../support/servers/package-index.js';

/** Steps of an earlier run must not stand in for those of this one. */
const thisRun = randomBytes(4).toString('hex');

/** A program that asks a URL with each client, and prints the answers. */
const CLIENTS: Readonly<Record<string, string>> = {
  urllib: 'import urllib.request; print(urllib.request.urlopen(url).status)',
  requests: 'import requests; print(requests.get(url).status_code)',
  httpx: 'import httpx; print(httpx.get(url).status_code)',
  aiohttp: `import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        print(answer.status)
asyncio.run(main())`,
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let mopyfiles: Authority;
let secrets: Authority;
let first: PackageIndex;
let second: PackageIndex;
beforeAll(async () => {
  folder = await temporaryFolder();
  mopyfiles = await makeAuthority(folder.path, 'mopyfile');
  secrets = await makeAuthority(folder.path, 'secret');
  first = await packageIndex({ open: { files: [wheel('mopy-first')] } }, { tls: mopyfiles.server });
  second = await packageIndex({ open: { files: [wheel('mopy-second')] } }, { tls: secrets.server });
});
afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  await folder.remove();
});

const page = ({ origin }: PackageIndex, project: string) => `${origin}/open/simple/${project}/`;

async function buildWith(way: Way, name: string, mopyfile: string, given: readonly string[] = []) {
  const context = await contextWith(folder.path, name, `python: 3.11\n${mopyfile}`);
  await writeFile(join(context, 'company.pem'), mopyfiles.authority.trimEnd());
  return build(way, { context, folder: join(folder.path, `built-${name}`), secrets: given });
}

describe('certificates of the Mopyfile', () => {
  it.each(WAYS)('are trusted by pip, by prepare and by the image (%s)', async (way) => {
    const ask = CLIENTS['urllib']?.replace('url)', `${JSON.stringify(page(first, 'mopy-first'))})`);
    const mopyfile = `envs: {NONCE: ${thisRun}-${way}}
indices: [{url: "${first.origin}/open/simple"}]
pip: [mopy-first, requests, httpx, aiohttp]
prepare:
  - [python, -c, ${JSON.stringify(ask)}]
ca-certificates: [./company.pem]
`;
    const built = await buildWith(way, `plain-${way}`, mopyfile);
    expect(built.exitCode, built.stderr).toBe(0);
    for (const [client, program] of Object.entries(CLIENTS)) {
      const url = JSON.stringify(page(first, 'mopy-first'));
      expect(await runPython(built.tar, `url = ${url}\n${program}`), client).toBe('200');
    }
    const bundle = '/etc/ssl/certs/ca-certificates.crt';
    expect((await readConfig(built.tar)).Env).toContain(`REQUESTS_CA_BUNDLE=${bundle}`);
    // The base's own certificates are trusted still.
    const known = `import ssl; print(ssl.create_default_context().cert_store_stats()["x509_ca"] > 50)`;
    expect(await runPython(built.tar, known)).toBe('True');
    const mode = `import os; s = os.stat("${bundle}"); print(oct(s.st_mode), s.st_uid, oct(os.stat("/etc/ssl/certs").st_mode))`;
    expect(await runPython(built.tar, mode)).toBe('0o100644 0 0o40755');
  });

  it('hold beside the secret, on slim too', async () => {
    const file = join(folder.path, 'secret.pem');
    await writeFile(file, secrets.authority);
    const program = `import urllib.request
for url in ${JSON.stringify([page(first, 'mopy-first'), page(second, 'mopy-second')])}:
    print(urllib.request.urlopen(url).status)`;
    const mopyfile = `base: slim
envs: {NONCE: ${thisRun}}
indices:
  - {url: "${first.origin}/open/simple", default: true}
  - {url: "${second.origin}/open/simple"}
pip: [mopy-first, mopy-second]
prepare:
  - [python, -c, ${JSON.stringify(program)}]
ca-certificates: [./company.pem]
`;
    const built = await buildWith('mopy', 'both', mopyfile, [`id=ca-certificates,src=${file}`]);
    expect(built.exitCode, built.stderr).toBe(0);
    const image = `import mopy_first, mopy_second, urllib.request
print(urllib.request.urlopen(${JSON.stringify(page(first, 'mopy-first'))}).status)`;
    expect(await runPython(built.tar, image)).toBe('200');
    const foreign = `import urllib.error, urllib.request
try:
    urllib.request.urlopen(${JSON.stringify(page(second, 'mopy-second'))})
except urllib.error.URLError as error:
    print(error.reason.verify_message)`;
    expect(await runPython(built.tar, foreign)).toMatch(/certificate/);
  });
});
