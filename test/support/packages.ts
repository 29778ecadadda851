import { randomBytes } from 'node:crypto';
import { type ArchiveFiles, tarArchive, zipArchive } from './archives.js';

/** A file as an index serves it. */
export interface PackageFile {
  readonly filename: string;
  readonly content: Buffer;
}

/** A pure Python wheel of version 1.0, with one module of the project's name that has a `NAME`. */
export function wheel(project: string): PackageFile {
  return wheelWith(project, '1.0', { [`${project.replaceAll('-', '_')}.py`]: `NAME = '${project}'\n` });
}

/** Bytes that compression leaves of a heavy wheel: more than a distribution needs to be a heavy one. */
export const HEAVY = 6_000_000;

/** A wheel with a file that nothing makes smaller. */
export function heavyWheel(project: string, version: string): PackageFile {
  return wheelWith(project, version, {
    [`${project.replaceAll('-', '_')}.bin`]: randomBytes(HEAVY).toString('base64'),
  });
}

/** A pure Python wheel with these files. */
export function wheelWith(project: string, version: string, contents: ArchiveFiles): PackageFile {
  const name = `${project.replaceAll('-', '_')}-${version}`;
  const files: ArchiveFiles = {
    ...contents,
    [`${name}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n`,
    [`${name}.dist-info/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const record = `${name}.dist-info/RECORD`;
  const lines = [...Object.keys(files), record].map((path) => `${path},,\n`);
  return {
    filename: `${name}-py3-none-any.whl`,
    content: zipArchive({ ...files, [record]: lines.join('') }),
  };
}

/**
 * A project folder that builds without setuptools: its backend lies in it, and needs the projects in
 * `requires`, which pip then installs in a process of its own.
 */
export function projectFiles(project: string, requires: readonly string[] = []): ArchiveFiles {
  const module = project.replaceAll('-', '_');
  return {
    'pyproject.toml': [
      '[build-system]',
      `requires = ${JSON.stringify(requires)}`,
      'build-backend = "backend"',
      'backend-path = ["."]',
      '',
    ].join('\n'),
    'backend.py': backend(project, module, requires),
  };
}

function backend(project: string, module: string, requires: readonly string[]): string {
  return `${requires.map((name) => `import ${name.replaceAll('-', '_')}\n`).join('')}import os, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "${module}-1.0-py3-none-any.whl"
    information = "${module}-1.0.dist-info/"
    files = {
        "${module}.py": "NAME = '${project}'\\n",
        information + "METADATA": "Metadata-Version: 2.1\\nName: ${project}\\nVersion: 1.0\\n",
        information + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        information + "RECORD": "",
    }
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return name
`;
}

/** A source distribution of such a project. */
export function sourceDistribution(project: string, requires: readonly string[] = []): PackageFile {
  const module = project.replaceAll('-', '_');
  const folder = `${module}-1.0`;
  const files = {
    ...projectFiles(project, requires),
    'PKG-INFO': `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
  };
  const placed = Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content] as const);
  return { filename: `${folder}.tar.gz`, content: tarArchive(Object.fromEntries(placed)) };
}
