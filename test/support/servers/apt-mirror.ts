import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../image.js';
import { run } from '../mopy.js';
import { listen } from './listen.js';

/** A Debian package without files of its own. */
export interface DebianPackage {
  /** Fields of its control file beside those that every package has: `Depends: …`. */
  readonly fields?: readonly string[];
  /** Files that it brings beside its control file, by name: `postinst`, `templates`. */
  readonly control?: Readonly<Record<string, string>>;
}

export interface AptMirror {
  /** Cuts the connection in the middle of every package from now on, or no more. */
  cut(isCut: boolean): void;
  /** Settings of apt: instead of any of Debian's mirrors it asks this one, and keeps its lists to itself. */
  readonly settings: string;
  stop(): Promise<void>;
}

/** A proxy that answers for Debian's mirrors as if these packages were all that Debian has. Nothing is signed. */
export async function aptMirror(packages: Readonly<Record<string, DebianPackage>>): Promise<AptMirror> {
  const archives = new Map<string, Buffer>();
  const entries: string[] = [];
  for (const [name, content] of Object.entries(packages)) {
    const control = controlOf(name, content);
    const archive = await build(control, content.control ?? {});
    archives.set(`${name}.deb`, archive);
    const digest = createHash('sha256').update(archive).digest('hex');
    entries.push(`${control}Filename: ${name}.deb\nSize: ${archive.length}\nSHA256: ${digest}\n`);
  }
  let isCut = false;
  const server = await listen((request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const archive = archives.get(name);
    if (archive && isCut) {
      response.writeHead(200, { 'content-length': archive.length });
      response.write(archive.subarray(0, archive.length / 2), () => response.socket?.destroy());
      return;
    }
    const answer = name === 'Packages' ? entries.join('\n') : archive;
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  return {
    settings: settingsFor(server.origin),
    cut: (value) => {
      isCut = value;
    },
    stop: server.stop,
  };
}

function controlOf(name: string, { fields = [] }: DebianPackage): string {
  const lines = ['Version: 1', 'Architecture: all', 'Maintainer: test <test@localhost>', 'Description: test'];
  return [`Package: ${name}`, ...lines, ...fields, ''].join('\n');
}

async function build(control: string, others: Readonly<Record<string, string>>): Promise<Buffer> {
  const folder = await temporaryFolder();
  const [tree, archive] = [join(folder.path, 'tree'), join(folder.path, 'package.deb')];
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  for (const [name, text] of Object.entries({ control, ...others })) {
    await writeFile(join(tree, 'DEBIAN', name), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  const { exitCode, stderr } = await run('dpkg-deb', ['--build', '--root-owner-group', tree, archive]);
  if (exitCode !== 0) {
    throw new Error(`dpkg-deb failed\n${stderr}`);
  }
  const content = await readFile(archive);
  await folder.remove();
  return content;
}

/** A proxy for one host goes before that for all, which may be set in the image. */
function settingsFor(origin: string): string {
  return `Acquire::http::Proxy "${origin}";
Acquire::http::Proxy::deb.debian.org "${origin}";
Acquire::http::Proxy::archive.debian.org "${origin}";
Acquire::AllowInsecureRepositories "true";
APT::Get::AllowUnauthenticated "true";
Dir::State "/tmp/apt/";
Dir::State::Status "/var/lib/dpkg/status";
Dir::Cache "/tmp/apt/";
`;
}
