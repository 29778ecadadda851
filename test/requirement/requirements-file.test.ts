import { describe, expect, it } from 'vitest';
import {
  fileCredentialSpans,
  type RequirementsEntry,
  readRequirementsFile,
} from '../../src/requirement/requirements-file.js';

/** An entry in one line, with the text that its span holds. */
function brief(text: string, entry: RequirementsEntry): string {
  const place = text.slice(entry.span.start, entry.span.end);
  if (entry.kind !== 'requirement') {
    return `${entry.kind} ${entry.path} at ${place}`;
  }
  const { requirement } = entry;
  return `${requirement.kind} ${'path' in requirement ? requirement.path : requirement.display} at ${place}`;
}

function read(text: string): { readonly entries: readonly string[]; readonly problems: readonly string[] } {
  const { entries, problems } = readRequirementsFile(text);
  return {
    entries: entries.map((entry) => brief(text, entry)),
    problems: problems.map(({ code, span }) => `${code} at ${text.slice(span.start, span.end)}`),
  };
}

describe('what a requirements file brings along', () => {
  it.each<[string, readonly string[]]>([
    ['numpy==1.22 # fast\n', ['named numpy==1.22 at numpy==1.22']],
    ['\n# only a comment\n   \n', []],
    ['numpy==1.22 \\\n  --hash=sha256:1 \\\n  --hash=sha256:2\n', ['named numpy==1.22 at numpy==1.22']],
    ['a\\\nb\n', ['named ab at a\\\nb']],
    ['a \\\n# comment\nb\n', ['named a at a', 'named b at b']],
    ['a\r\nb\rc\fd\u2028e', ['a', 'b', 'c', 'd', 'e'].map((name) => `named ${name} at ${name}`)],
    ['git+https://host/a@b#egg=c', ['git git+https://host/a@b#egg=c at git+https://host/a@b#egg=c']],
    ['-e git+ssh://git@host/a#egg=a', ['git git+ssh://git@host/a#egg=a at git+ssh://git@host/a#egg=a']],
    ['./lib[x] ; os_name == "posix"', ['local lib at ./lib']],
    ['lib/x.whl', ['local lib/x.whl at lib/x.whl']],
    ['x.whl --hash=sha256:1', ['local x.whl at x.whl']],
    ['.', ['local . at .']],
    ['requirements.txt', ['named requirements.txt at requirements.txt']],
    ['-r dev.txt', ['file dev.txt at dev.txt']],
    ['-rdev.txt', ['file dev.txt at dev.txt']],
    ['--requirement=../dev.in', ['file ../dev.in at ../dev.in']],
    ["-r 'with blank.txt'", ["file with blank.txt at 'with blank.txt'"]],
    ['-c limits.txt', ['file limits.txt at limits.txt']],
    ['-c limits.txt -r dev.txt', ['file dev.txt at dev.txt']],
    ['-r https://host/dev.txt', []],
    ['-r $' + '{DEV}/dev.txt', []],
    ['-f wheels/', ['find-links wheels/ at wheels/']],
    ['--find-links https://host/wheels', []],
    ['numpy --hash=sha512:0 --hash=$' + '{HASH}', ['named numpy at numpy']],
    ['--index-url https://user:secret@host/simple --no-index --pre', []],
    ['numpy==$' + '{VERSION}', []],
    ['$' + '{BASE}/x.whl', []],
    ['$' + '{REQUIREMENT}', []],
    ['git+https://$' + '{URL}', []],
    ['numpy -r dev.txt', ['named numpy at numpy']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual({ entries: expected, problems: [] });
  });
});

describe('credentials in a requirements file', () => {
  it.each<[string, readonly string[]]>([
    ['--extra-index-url https://user:pw@host/simple\nx @ https://token@host/x.whl', ['user:pw', 'token']],
    ['-i=https://user:pw@host/simple -f https://a:b@host/', ['user:pw', 'a:b']],
    ['git+https://user:pw@host/a.git\n-e git+ssh://git:pw@host/a.git', ['user:pw', 'pw']],
    ['https://us\\\ner:pw@host/a.whl', ['us\\\ner:pw']],
    ['# https://user:pw@host/\nnumpy # https://user:pw@host/', []],
    ['git+https://git@host/a.git\ngit+ssh://git@host/b.git', []],
    ['-i https://$' + '{USER}:$' + '{PASSWORD}@host/simple', []],
    ['-i https://user:$' + '{PASSWORD}@host/simple', []],
  ])('%j', (text, expected) => {
    expect(fileCredentialSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

describe('problems of a requirements file', () => {
  it.each<[string, readonly string[]]>([
    ['numpy==x\nscipy 1.0\n', ['pip-syntax at ==x', 'pip-syntax at 1.0']],
    ['numpy \\\n  ==x\n', ['pip-syntax at ==x']],
    ['-e .', ['pip-editable at .']],
    ['-e ./lib[x]', ['pip-editable at ./lib[x]']],
    ['--editable numpy', ['pip-editable at numpy']],
    ['-e file:///lib', ['pip-editable at file:///lib']],
    ['-e hg+https://host/a', ['pip-unsupported-url at hg+https://host/a']],
    ['a @ file:///croot/a', ['pip-file-url at file:///croot/a']],
    ['-r file:///dev.txt', ['pip-file-url at file:///dev.txt']],
    ['--index-url file:///simple', ['pip-file-url at file:///simple']],
    ['../lib', ['pip-path-outside at ../lib']],
    ['/lib', ['pip-path-absolute at /lib']],
    ['./lib/$' + '{NAME}', ['pip-path-characters at ./lib/$' + '{NAME}']],
    ['--no-such-option x', ['requirements-option at --no-such-option']],
    ['-U', ['requirements-option at -U']],
    ['--re x', ['requirements-option at --re']],
    ['--pre=1', ['requirements-option at --pre=1']],
    ['-r', ['requirements-option at -r']],
    ['numpy --hash=foo:0', ['requirements-option at foo:0']],
    ['numpy --hash SHA256:0', ['requirements-option at SHA256:0']],
    ['--hash=md5', ['requirements-option at md5']],
    ['numpy --hash "x', ['requirements-option at --hash "x']],
  ])('%j', (text, expected) => {
    expect(read(text).problems).toEqual(expected);
    expect(read(text).entries).toEqual([]);
  });

  it.each(['--group prod', '--group=pyproject.toml:prod'])('%j says where groups are written', (text) => {
    expect(readRequirementsFile(text).problems.map(({ hint }) => hint)).toEqual([
      expect.stringContaining('`{lock: ./pyproject.toml, groups: [prod]}`'),
    ]);
  });
});
