import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { localPackage } from './local-packages.js';
import type { PackageFile } from './packages.js';

/** A real lock of a project with extras and groups. */
export const LOCK = readFileSync(
  fileURLToPath(new URL('../samples/lock-file/uv.lock', import.meta.url)),
  'utf8',
);

/** The project of the lock, with a package that the lock does not have and one of its own versions beside it. */
export const LOCKED_PROJECT = {
  'Mopyfile.yaml': `python: 3.11
pip:
  - {lock: ./uv.lock, extras: [web], groups: [prod]}
  - click
  - .
  - docopt==0.6.2
`,
  'uv.lock': LOCK,
  'pyproject.toml': `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "app"
version = "0.1.0"
dependencies = ["idna", "member"]
[tool.setuptools]
py-modules = ["app"]
`,
  'app.py': '',
  ...localPackage('member', 'member'),
};

/** The version for this Python: of several it is the last. */
export function locked(name: string): string {
  const versions = [...LOCK.matchAll(new RegExp(`name = "${name}"\\nversion = "(.*)"`, 'g'))];
  return versions.at(-1)?.[1] ?? 'none';
}

/** The archives of a package in the lock, as pip has them in a file. */
export function hashed(name: string): string {
  const version = locked(name);
  const at = LOCK.indexOf(`name = "${name}"\nversion = "${version}"`);
  const hashes = LOCK.slice(at, LOCK.indexOf('[[package]]', at)).matchAll(/sha256:[0-9a-f]{64}/g);
  return `${name}==${version}${[...hashes].map(([hash]) => ` \\\n    --hash=${hash}`).join('')}\n`;
}

/** A `uv.lock` of a project that needs these wheels. */
export function lockOf(index: string, files: readonly PackageFile[]): string {
  const packages = files.map(({ filename, content }) => {
    const [name = '', version = ''] = filename.replaceAll('_', '-').split(/-(?=\d)|-py3/);
    const hash = createHash('sha256').update(content).digest('hex');
    const text = `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "${index}" }
wheels = [{ url = "${index}/${name}/${filename}", hash = "sha256:${hash}" }]
`;
    return { name, text };
  });
  return `version = 1
[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [${packages.map(({ name }) => `{ name = "${name}" }`).join(', ')}]
${packages.map(({ text }) => text).join('')}`;
}
