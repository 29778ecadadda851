import { describe, expect, it } from 'vitest';
import { logicalLines } from '../../src/requirement/logical-lines.js';
import { optionsStart } from '../../src/requirement/options.js';
import { parseRequirement } from '../../src/requirement/parse-requirement.js';
import type { ParsedRequirement } from '../../src/requirement/requirement.js';

/** The line for pip with secrets in angle brackets. */
function marked(requirement: ParsedRequirement | undefined): string | undefined {
  return requirement?.text.map(({ kind, text }) => (kind === 'secret' ? `<${text}>` : text)).join('');
}

function facts(text: string): Record<string, unknown> {
  const { requirement } = parseRequirement(text);
  const { text: _, display: __, pathSpan: ___, ...rest } = (requirement ?? {}) as Record<string, unknown>;
  return rest;
}

describe('kinds of requirements', () => {
  it.each<[string, Record<string, unknown>]>([
    ['numpy==1.22', { kind: 'named', name: 'numpy' }],
    ['ruamel.yaml', { kind: 'named', name: 'ruamel.yaml' }],
    ['uvicorn[standard]>=0.20; python_version < "3.13"', { kind: 'named', name: 'uvicorn' }],
    ['Django (>=4.2,<5)', { kind: 'named', name: 'Django' }],
    ['torch===2.0+cpu', { kind: 'named', name: 'torch' }],
    ['  catt  ', { kind: 'named', name: 'catt' }],
    ['a @ https://host/a-1.0-py3-none-any.whl', { kind: 'file-url' }],
    ['a[x,y]@https://host/a.zip ; sys_platform == "linux"', { kind: 'file-url' }],
    ['a @ https://host/a.whl; sys_platform == "linux"', { kind: 'file-url' }],
    ['a @ https://host/a.whl;sys_platform == "linux"', { kind: 'file-url' }],
    ['a @ git+https://host/a.git; sys_platform == "linux"', { kind: 'git', transport: 'http' }],
    ['https://host/a.tar.gz', { kind: 'file-url' }],
    ['HTTPS://host/a.whl', { kind: 'file-url' }],
    ['http://[::1]:8080/a.whl#sha256=abc', { kind: 'file-url' }],
    ['https://host:65535/a.whl', { kind: 'file-url' }],
    ['https://host/a.whl ; python_version < "3"', { kind: 'file-url' }],
    ['git+https://host/a.git@v1#subdirectory=b&egg=c', { kind: 'git', transport: 'http' }],
    ['git+http://host/a', { kind: 'git', transport: 'http' }],
    ['git+ssh://git@host/a.git', { kind: 'git', transport: 'ssh' }],
    ['git+ssh://git@host:2222/a.git', { kind: 'git', transport: 'ssh' }],
    ['a @ git+ssh://git@host/a.git', { kind: 'git', transport: 'ssh' }],
    ['./lib/', { kind: 'local', path: 'lib' }],
    ['./lib[extra, more]', { kind: 'local', path: 'lib' }],
    ['./a/./b/../c', { kind: 'local', path: 'a/c' }],
    ['./with blank/', { kind: 'local', path: 'with blank' }],
    ['.', { kind: 'local', path: '.' }],
    ['./', { kind: 'local', path: '.' }],
    ['.[dev]', { kind: 'local', path: '.' }],
    ['./x.whl', { kind: 'local', path: 'x.whl' }],
    ['./x.tar.gz; python_version < "3"', { kind: 'local', path: 'x.tar.gz' }],
    ['./folder.txt/', { kind: 'local', path: 'folder.txt' }],
    ['./requirements.txt', { kind: 'requirements-file', path: 'requirements.txt' }],
    ['./requirements/dev.txt', { kind: 'requirements-file', path: 'requirements/dev.txt' }],
  ])('%s', (text, expected) => {
    expect(parseRequirement(text).problems).toEqual([]);
    expect(facts(text)).toEqual(expected);
  });
});

describe('what pip is given', () => {
  it.each([
    ['  catt ', 'catt'],
    ['./a/../b/ ; python_version < "3"', './b/ ; python_version < "3"'],
    ['./lib[extra]', './lib[extra]'],
    ['./[extra]', '.[extra]'],
    ['.', '.'],
    ['./', '.'],
    ['./x.whl', './x.whl'],
    ['https://user:secret@host/a.whl', 'https://<user:secret>@host/a.whl'],
    ['https://token@host/a.whl', 'https://<token>@host/a.whl'],
    ['a @ https://token@host/a.whl;os_name == "nt"', 'a @ https://<token>@host/a.whl;os_name == "nt"'],
    ['https://user:p@ss@host/a.whl', 'https://<user:p@ss>@host/a.whl'],
    ['a @ git+https://user:secret@host/a.git@v1', 'a @ git+https://<user:secret>@host/a.git@v1'],
    ['git+https://git@host/a.git', 'git+https://git@host/a.git'],
    ['git+ssh://git@host/a.git', 'git+ssh://git@host/a.git'],
    ['git+ssh://git:secret@host/a.git', 'git+ssh://git:<secret>@host/a.git'],
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: pip's own references
    ['https://${TOKEN}@host/a.whl', 'https://${TOKEN}@host/a.whl'],
    ['https://user:${TOKEN}@host/a.whl', 'https://user:${TOKEN}@host/a.whl'],
    ['https://${USER}:secret@host/a.whl', 'https://${USER}:<secret>@host/a.whl'],
    ['https://user:a${TOKEN}b@host/a.whl', 'https://user:<a>${TOKEN}<b>@host/a.whl'],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: pip's own references
  ])('%s', (text, expected) => {
    const { requirement } = parseRequirement(text);
    expect(marked(requirement)).toBe(expected);
    for (const part of requirement?.text ?? []) {
      if (part.kind === 'secret') {
        expect(text.slice(part.span.start, part.span.end)).toBe(part.text);
      }
    }
  });
});

describe('what is shown', () => {
  it("is the original's documented list, exactly", () => {
    const entries = [
      'numpy==1.22',
      'catt',
      'git+https://user:secret@github.com/company/awesome.git',
      'git+https://github.com/moskomule/anatome.git@dev',
      'git+ssh://git@github.com/RRZE-HPC/pycachesim.git',
      'https://user:secret@my.company.org/simple/pip-lib.whl',
      'https://fallback.my.company.org/simple/pip-lib.whl',
      './my_local_pip/',
      './requirements.txt',
    ];
    expect(entries.map((entry) => parseRequirement(entry).requirement?.display)).toEqual([
      'numpy==1.22',
      'catt',
      'git+https://github.com/company/awesome.git',
      'git+https://github.com/moskomule/anatome.git@dev',
      'git+ssh://git@github.com/RRZE-HPC/pycachesim.git',
      'https://my.company.org/simple/pip-lib.whl',
      'https://fallback.my.company.org/simple/pip-lib.whl',
      './my_local_pip/',
      './requirements.txt',
    ]);
  });

  it.each([
    ['name @ https://user:pw@host/a.whl', 'name @ https://host/a.whl'],
    ['git+ssh://git:pw@host/a.git', 'git+ssh://git@host/a.git'],
    ['https://token@host/a.whl#sha256=1', 'https://host/a.whl#sha256=1'],
    ['./a/../b/', './a/../b/'],
  ])('%s as %s', (text, expected) => {
    expect(parseRequirement(text).requirement?.display).toBe(expected);
  });
});

it.each([
  'numpy==1.22',
  '  uvicorn[standard]>=0.20; python_version < "3.13"\t',
  '\ufeffnumpy',
  'a @ https://user:secret@host/a.whl#b',
  'https://host/a.whl#sha256=1&egg=b',
  './with blank/',
  './hash#in name/',
  './a=b,c@d/',
  '.[dev]',
  "./it's/",
])('%j stays one requirement as a line of a file', (text) => {
  const line =
    parseRequirement(text)
      .requirement?.text.map((part) => part.text)
      .join('') ?? '';
  expect(line).not.toBe('');
  const lines = Array.from(logicalLines(`before\n${line}\nafter\n`), (logical) => logical.text);
  expect(lines).toEqual(['before', line, 'after']);
  expect(optionsStart(line)).toBe(line.length);
});
