import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logicalLines } from '../../src/requirement/logical-lines.js';
import { optionsStart, readOptions } from '../../src/requirement/options.js';
import { pythonWith, runPython } from './python.js';

const TEXTS = [
  'a\nb\n',
  'a',
  '',
  '\n\n',
  'a # comment\n#b\n  # c\nd#e\n',
  'a \\\n  b\n',
  'a\\\nb\\\nc',
  'a \\\n# comment\nb',
  'a \\\n  # comment\\\nb',
  '# comment \\\nb',
  'a # comment \\\nb',
  'a\\\\\nb',
  '\\\\a\\\nb',
  'a\\',
  'a\\\n',
  'a\\ \nb',
  'a\r\nb\rc\u000bd\u000ce\u001cf\u001dg\u001eh\u0085i\u2028j\u2029k',
  'a\\\r\nb',
  '\ta\t\n\u00a0b\u00a0',
  'a\t#b',
  'https://host/a#egg=b #c',
  '-r a.txt',
  '-ra.txt',
  '-r=a.txt',
  '--requirement a.txt',
  '--requirement=a.txt',
  '--requir=a.txt',
  '--re=a.txt',
  "-r 'a b.txt'",
  '-r "a\\"b\\c.txt"',
  '-r a\\ b.txt',
  "-r 'a",
  '-r a"b"\'c\'d',
  '-r',
  '-r a -r b -c c',
  '-c a',
  '-e a[b]',
  '-f a --find-links=b',
  '--index-url https://host --extra-index-url=https://other --trusted-host host --pre',
  '--no-index stray --prefer-binary',
  '--pre=1',
  '--unknown',
  '-Z',
  'a --hash=sha256:b --hash sha256:c',
  'a  --hash=sha256:b',
  'a\t--hash=sha256:b',
  'a --hash=sha384:b --hash=sha512:c',
  'a --hash=sha256:',
  'a --hash=sha256:b:c',
  'a --hash=sha1:b',
  'a --hash=SHA256:b',
  'a --hash=:b',
  'a --hash=b',
  'a --hash b',
  '--hash=foo:0',
  'a; python_version < "3" --hash="sha256:b"',
  'a -- -r b',
  'a - b',
];

const SCRIPT = `
import json, sys
from pip._internal.req.req_file import break_args_options, get_line_parser, preprocess, OptionParsingError
LISTS = [("requirements", "--requirement"), ("constraints", "--constraint"), ("editables", "--editable"),
         ("find_links", "--find-links"), ("extra_index_urls", "--extra-index-url"), ("trusted_hosts", "--trusted-host")]
def read(line):
    try:
        words, options = get_line_parser(None)(line)
    except OptionParsingError:
        return None
    found = {name: getattr(options, key) for key, name in LISTS if getattr(options, key, None)}
    if options.index_url: found["--index-url"] = [options.index_url]
    if options.no_index: found["--no-index"] = [""]
    if options.prefer_binary: found["--prefer-binary"] = [""]
    if options.pre: found["--pre"] = [""]
    if options.hashes: found["--hash"] = [k + ":" + v for k, vs in options.hashes.items() for v in vs]
    return {"requirement": words.strip(), "options": found}
print(json.dumps([[[line, read(line)] for _, line in preprocess(text)] for text in json.load(sys.stdin)]))
`;

function read(line: string): unknown {
  const start = optionsStart(line);
  const { options } = readOptions(line, start);
  if (options === undefined) {
    return null;
  }
  const found: Record<string, string[]> = {};
  for (const { name, value } of options) {
    found[name] = [...(found[name] ?? []), value];
  }
  return { requirement: line.slice(0, start).trim(), options: found };
}

const python = pythonWith('from pip._internal.req.req_file import preprocess, get_line_parser');
const title = python === undefined ? ' (skipped: no python3 with pip)' : '';

describe(`requirements files as pip reads them${title}`, () => {
  it.skipIf(python === undefined)('finds the same lines, requirements and options', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mopy-pip-'));
    try {
      const expected = runPython(python ?? '', SCRIPT, TEXTS, folder) as readonly unknown[];
      const own = TEXTS.map((text) => Array.from(logicalLines(text), (line) => [line.text, read(line.text)]));
      expect(own).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('places of logical lines', () => {
  it.each(TEXTS.filter((text) => text !== ''))('%j', (text) => {
    for (const line of logicalLines(text)) {
      const characters = Array.from(line.text, (_, index) => text[line.offsetOf(index)]).join('');
      // The blank before a comment line is the only character that pip adds, and it goes with the comment.
      expect(characters).toBe(line.text);
    }
  });
});
