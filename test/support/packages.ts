import { type ArchiveFiles, tarArchive, zipArchive } from './archives.js';

/** A file as an index serves it. */
export interface PackageFile {
  readonly filename: string;
  readonly content: Buffer;
}

/** A pure Python wheel of version 1.0, with one module of the project's name that has a `NAME`. */
export function wheel(project: string): PackageFile {
  const module = project.replaceAll('-', '_');
  const information = `${module}-1.0.dist-info`;
  const files: ArchiveFiles = {
    [`${module}.py`]: `NAME = '${project}'\n`,
    [`${information}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
    [`${information}/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${information}/RECORD`]: `${module}.py,,\n${information}/METADATA,,\n${information}/WHEEL,,\n${information}/RECORD,,\n`,
  };
  return { filename: `${module}-1.0-py3-none-any.whl`, content: zipArchive(files) };
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
