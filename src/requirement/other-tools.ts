/** The way on from a file that pip does not read, by its name: conda's packages are not all Python's, and a Pipfile has no versions. */
export function foreignFileHint(name: string): string | undefined {
  if (/^(?:environment|conda|conda-lock)\.ya?ml$/.test(name)) {
    return "write conda's packages under `pip` by their names on PyPI, and under `build-deps` what is no Python package";
  }
  return name === 'Pipfile' ? 'name its lock file, which `pipenv lock` writes: `./Pipfile.lock`' : undefined;
}

/** The way on from pip's `--group`. Input: its value, a group with or without the path of its file. */
export function groupHint(value: string): string {
  const [, group = 'name'] = /^(?:.*:)?([\w.-]+)$/.exec(value) ?? [];
  return `write groups as an entry of \`pip\` in the Mopyfile: \`{lock: ./pyproject.toml, groups: [${group}]}\`, or with a lock file`;
}
