import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRequirementLine } from '../../src/requirement/parse-requirement.js';
import { pythonWith, runPython } from './python.js';

/** Lines of which pip and mopy think the same. What mopy refuses beyond that is in `refused.test.ts`. */
const LINES = [
  'numpy',
  'numpy==1.22 ; python_version < "3"',
  'numpy;python_version < "3"',
  'numpy ;python_version < 3',
  'numpy 1.22',
  'numpy[a,b]>=1',
  'requirements.txt',
  'lib',
  './lib',
  './lib/',
  'lib/',
  'lib/../lib',
  './lib[a,b]',
  './lib[a,b] ; python_version < "3"',
  './lib;python_version < "3"',
  './lib ; nonsense',
  './lib[a b]',
  '.',
  '.[a]',
  './[a]',
  './with blank',
  'x-1.0-py3-none-any.whl',
  './x-1.0-py3-none-any.whl ; os_name == "nt"',
  './x-1.0.tar.gz[a]',
  'sub/x-1.0.tar.gz',
  'https://host/x-1.0.tar.gz',
  'https://host/x-1.0.tar.gz ; os_name == "nt"',
  'https://host/x-1.0.tar.gz ; nonsense',
  'HTTPS://host/x-1.0.zip',
  'http://user:secret@host/x-1.0.zip#egg=x',
  'git+https://host/x.git@v1#egg=x',
  'git+ssh://git@host/x.git',
  'x @ https://host/x-1.0.tar.gz',
  'x@https://host/x-1.0-py3-none-any.whl',
  'x[a] @ git+https://host/x.git ; os_name == "nt"',
  'x @ git+ssh://git@host/x.git',
  'x @ https://host/x-1.0-py3-none-any.whl; os_name == "nt"',
  'x @ https://host/x-1.0-py3-none-any.whl;os_name == "nt"',
  'x @ https://host/x-1.0-py3-none-any.whl ;os_name == "nt"',
  'x @ https://host/x-1.0-py3-none-any.whl;\tos_name == "nt"',
  'x[a]@https://host/x-1.0.tar.gz#sha256=00;os_name == "nt" and extra == "a;b"',
  'x @ git+https://host/x.git@v1; os_name == "nt"',
  'x @ git+https://host/x.git@v1#egg=x;os_name == "nt"',
  'x @ git+ssh://git@host/x.git;os_name == "nt"',
  'x @ https://host/x;1.tar.gz',
  'x @ https://host/x-1.0.tar.gz; nonsense',
  'x @ https://host/x-1.0.tar.gz os_name == "nt"',
  'x @ https://host/a b.tar.gz; os_name == "nt"',
  'x @ ; os_name == "nt"',
  'git+https://host/x.git@v1; os_name == "nt"',
  'https://host/x-1.0.tar.gz; os_name == "nt"',
  '"numpy"',
  'numpy=1',
];

const SCRIPT = `
import json, os, sys
from pip._internal.req.constructors import install_req_from_line
def kind(line):
    try:
        requirement = install_req_from_line(line)
    except Exception:
        return None
    link = requirement.link
    if link is None:
        return "named"
    if link.is_vcs:
        return "git ssh" if "ssh" in link.scheme else "git http"
    return "local " + os.path.relpath(link.file_path) if link.is_file else "file-url"
print(json.dumps([kind(line) for line in json.load(sys.stdin)]))
`;

function kind(line: string): string | null {
  const { requirement } = parseRequirementLine(line);
  switch (requirement?.kind) {
    case 'local':
      return `local ${requirement.path}`;
    case 'git':
      return `git ${requirement.transport}`;
    default:
      return requirement?.kind ?? null;
  }
}

const python = pythonWith('from pip._internal.req.constructors import install_req_from_line');
const title = python === undefined ? ' (skipped: no python3 with pip)' : '';

describe(`lines of requirements files as pip installs them${title}`, () => {
  it.skipIf(python === undefined)('takes them for the same', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mopy-pip-')));
    try {
      for (const project of ['.', 'lib', 'with blank']) {
        mkdirSync(join(folder, project), { recursive: true });
        writeFileSync(join(folder, project, 'setup.py'), '');
      }
      const kinds = runPython(python ?? '', SCRIPT, LINES, folder) as readonly (string | null)[];
      expect(LINES.map((line) => [line, kind(line)])).toEqual(
        LINES.map((line, index) => [line, kinds[index]]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
