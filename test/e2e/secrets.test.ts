import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, build, contextWith, WAYS, type Way } from '../support/builds.js';
import { runContainer } from '../support/engine.js';
import { evaluate, readConfig, temporaryFolder } from '../support/image.js';
import { wheel } from '../support/packages.js';
import { type IndexArea, type PackageIndex, packageIndex } from '../support/servers/package-index.js';
import { type HttpProxy, proxy } from '../support/servers/proxy.js';
import { selfSigned } from '../support/servers/self-signed.js';
import { tracesIn, tracesOf } from '../support/traces.js';

const password = randomBytes(8).toString('hex');
/** Steps of an earlier run must not stand in for those of this one. */
const thisRun = randomBytes(4).toString('hex');

const areas: Readonly<Record<string, IndexArea>> = {
  open: { files: [wheel('mopy-open')] },
  closed: { user: 'reader', password, files: [wheel('mopy-closed')] },
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let index: PackageIndex;
let secureIndex: PackageIndex;
let certificate = '';
beforeAll(async () => {
  folder = await temporaryFolder();
  const tls = await selfSigned(folder.path);
  certificate = tls.cert;
  index = await packageIndex(areas);
  secureIndex = await packageIndex(areas, { tls });
});
afterAll(async () => {
  await Promise.all([index?.stop(), secureIndex?.stop()]);
  await folder.remove();
});

type Secrets = Readonly<Record<string, string>>;

/**
 * Builds a Mopyfile whose steps are this run's and the name's own, with these secrets as files. What the Mopyfile
 * begins with can go on with `envs`.
 */
async function buildWith(
  way: Way,
  name: string,
  mopyfile: string,
  secrets: Secrets = {},
  environment: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Built> {
  const text = `python: 3.11\nenvs:\n  NONCE: ${thisRun}-${name}\n  PIP_RETRIES: 0\n${mopyfile}`;
  const context = await contextWith(folder.path, name, text);
  await Promise.all(Object.entries(files).map(([path, content]) => writeFile(join(context, path), content)));
  const output = join(folder.path, `built-${name}`);
  await mkdir(output, { recursive: true });
  const flags = Object.entries(secrets).map(async ([id, content]) => {
    const file = join(output, id);
    await writeFile(file, content);
    return `id=${id},src=${file}`;
  });
  return build(way, { context, folder: output, secrets: await Promise.all(flags), environment });
}

const importing = (tar: string, module: string) => evaluate(tar, `${module}.NAME`, [module]);

describe('pip.conf', () => {
  const settings = () => `[global]\nindex-url = http://127.0.0.1:${index.port}/open/simple\n`;

  it.each(WAYS)('names the only index (%s)', async (way) => {
    const built = await buildWith(way, `pip-conf-${way}`, 'pip: [mopy-open]\n', { 'pip.conf': settings() });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await importing(built.tar, 'mopy_open')).toBe('mopy-open');
  });

  it('may come later: the steps stay cached, and what was there is there again', async () => {
    const indices = `indices: [{url: "http://127.0.0.1:${index.port}/open/simple", default: true}]\npip: [mopy-open]\n`;
    const without = await buildWith('mopy', 'later', indices);
    expect(without.exitCode, without.stderr).toBe(0);
    const served = index.requests.length;
    const given = await buildWith('mopy', 'later', indices, { 'pip.conf': settings(), netrc: '' });
    expect(given.exitCode, given.stderr).toBe(0);
    // A step that runs asks the index. The progress may still be that of the build before, which has just ended.
    expect(index.requests.length).toBe(served);
  });
});

describe('netrc', () => {
  const mopyfile = () => `indices: [{url: "http://127.0.0.1:${index.port}/closed/simple", default: true}]
pip: [mopy-closed]
`;

  it('opens an index without credentials in its URL, and is not in the image', async () => {
    const netrc = `machine 127.0.0.1 login reader password ${password}\n`;
    const built = await buildWith('llb', 'netrc', mopyfile(), { netrc });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await importing(built.tar, 'mopy_closed')).toBe('mopy-closed');
    expect(tracesIn(await readFile(built.tar), tracesOf(password))).toEqual([]);
  });

  it('is found whatever home the image has', async () => {
    const netrc = `machine 127.0.0.1 login reader password ${password}\n`;
    const built = await buildWith('mopy', 'netrc-home', `  HOME: /data\n${mopyfile()}`, { netrc });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await importing(built.tar, 'mopy_closed')).toBe('mopy-closed');
    expect((await readConfig(built.tar)).Env).toContain('HOME=/data');
  });

  it('is missed where it is not given', async () => {
    const built = await buildWith('llb', 'no-netrc', mopyfile());
    expect(built.exitCode).toBe(1);
    expect(built.stderr).toContain('No matching distribution found for mopy-closed');
  });
});

describe('apt.conf', () => {
  let aptProxy: HttpProxy;
  beforeAll(async () => {
    aptProxy = await proxy('forward');
  });
  afterAll(() => aptProxy?.stop());

  it('sends apt through a proxy', async () => {
    const mopyfile = `build-deps: [hello]
indices: [{url: "http://127.0.0.1:${index.port}/open/simple", default: true}]
pip: [mopy-open]
`;
    const settings = ['http', 'https'].map((scheme) => `Acquire::${scheme}::Proxy "${aptProxy.origin}";\n`);
    const built = await buildWith('dockerfile', 'apt-conf', mopyfile, { 'apt.conf': settings.join('') });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(aptProxy.targets.length).toBeGreaterThan(1);
  });
});

describe('ca-certificates', () => {
  const mopyfile = () => `indices: [{url: "https://127.0.0.1:${secureIndex.port}/open/simple", default: true}]
pip: [mopy-open]
`;

  it('lets an index be trusted by its certificate', async () => {
    const secrets = { 'ca-certificates': certificate };
    const built = await buildWith('mopy', 'certificate', mopyfile(), secrets);
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await importing(built.tar, 'mopy_open')).toBe('mopy-open');
    // The image has the bundle of its base.
    const known = `open('/etc/ssl/certs/ca-certificates.crt').read().find(${JSON.stringify(certificate.trim())})`;
    expect(await evaluate(built.tar, known)).toBe(-1);
  });

  it("and a proxy are there for `prepare`, which runs as the image's user", async () => {
    const router = await proxy('forward');
    const fetched = `import urllib.request; open('page', 'wb').write(urllib.request.urlopen('https://127.0.0.1:${secureIndex.port}/open/simple/mopy-open/').read())`;
    const text = `project: [page.txt]\ncommand: python -V\nprepare:\n  - [python, -c, ${JSON.stringify(fetched)}]\n`;
    const environment = { https_proxy: router.origin, no_proxy: '' };
    const secrets = { 'ca-certificates': certificate };
    const built = await buildWith('mopy', 'prepare', text, secrets, environment, { 'page.txt': '' });
    await router.stop();
    expect(built.exitCode, built.stderr).toBe(0);
    expect(router.targets).toEqual([`127.0.0.1:${secureIndex.port}`]);
    const page = await runContainer(built.tar, ['python', '-c', 'print(open("page").read())']);
    expect(page.stdout).toContain('mopy_open');
  });

  it('is missed where it is not given', async () => {
    const built = await buildWith('mopy', 'no-certificate', mopyfile());
    expect(built.exitCode).toBe(1);
    expect(built.stderr).toMatch(/certificate verify failed/i);
  });
});

describe('trust', () => {
  it('takes an https index whose certificate nobody signed', async () => {
    const mopyfile = `indices: [{url: "https://127.0.0.1:${secureIndex.port}/open/simple", default: true, trust: true}]
pip: [mopy-open]
`;
    const built = await buildWith('mopy', 'trust-https', mopyfile);
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await importing(built.tar, 'mopy_open')).toBe('mopy-open');
  });

  it.each([
    ['takes an index without TLS', 'packages.test', 'true', 0],
    ['takes an index without TLS on a port', 'packages.test:8081', 'true', 0],
    ['is needed for it', 'packages.test', 'false', 1],
  ])('%s', async (name, host, trust, exitCode) => {
    // To pip the index is on another machine: this machine's own addresses are always trusted.
    const router = await proxy('forward', { [host]: index.origin });
    const mopyfile = `indices: [{url: "http://${host}/open/simple", default: true, trust: ${trust}}]\npip: [mopy-open]\n`;
    const nonce = name.replaceAll(' ', '-');
    const built = await buildWith('mopy', nonce, mopyfile, {}, { http_proxy: router.origin });
    await router.stop();
    expect(built.exitCode, built.stderr).toBe(exitCode);
    expect(new Set(router.targets)).toEqual(new Set(trust === 'true' ? [host] : []));
  });
});
