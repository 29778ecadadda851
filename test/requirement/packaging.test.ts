import { describe, expect, it } from 'vitest';
import { readDependencySpecifier } from '../../src/requirement/pep508.js';
import { pythonWith, runPython } from './python.js';

const NAMES = ['a', 'A1', 'a-b_c.d', 'a.', '-a', 'a b', '_a', 'a_', '1a', 'é', ''];
const EXTRAS = ['', '[x]', '[x,y-z]', '[ x , y ]', '[]', '[x y]', '[x,]', '[,]', '[x', '[x][y]', ' [x]'];
const SPECIFIERS = [
  '',
  '==1',
  '== 1.0',
  '==1.*',
  '!=1.2.*',
  '==1.*.*',
  '==1.2.x',
  '==1+local.1',
  '==1+local_1-2',
  '>=1+local',
  '>=1.*',
  '~=1',
  '~=1.0',
  '~=1.0.*',
  '<2,>=1',
  '<2 , >=1',
  '<2 >=1',
  '>=1,',
  ',>=1',
  '===anything at+all',
  '===any+thing',
  '==v1.0',
  '==1!2.0a1.post2.dev3',
  '==1.0-1',
  '==1.0.post',
  '==1.0RC1',
  '==1.0c',
  '==1.0.alpha_1',
  '=1',
  '=>1',
  '^1',
  '1.0',
  ' (>=1,<2)',
  '(>=1',
  ' ()',
  '>=1)',
  '>',
  '==',
  '== ;',
];
const MARKERS = [
  '',
  ';python_version<"3"',
  ' ; python_version < "3" and os_name == \'nt\'',
  '; (os.name == "nt" or sys.platform != "linux") and extra == "x"',
  '; "3" <= python_full_version',
  '; "linux" in sys_platform',
  '; "linux" not  in sys_platform',
  '; notin == "3"',
  '; python_version not "3"',
  '; python_version',
  '; python_version < 3',
  '; python_version = "3"',
  '; unknown == "3"',
  '; python_version < "3" or',
  '; (python_version < "3"',
  '; python_version < "3")',
  '; python_version < "3" os_name == "nt"',
  '; python_version ~= "3.1"',
  '; implementation_name === "cpython"',
  '; platform.python_implementation == "CPython"',
  ';',
  '; "a" == "b"',
  '; python_version < "3',
];
const REFERENCES = [
  ' @ https://host/a.whl',
  '@https://host/a.whl',
  ' @ https://host/a.whl ; os_name == "nt"',
  ' @ https://host/a.whl;os_name == "nt"',
  ' @ https://host/a.whl os_name',
  '[x] @ git+https://host/a@b#egg=c',
  ' @',
  ' @ ',
];

const CASES = [
  ...NAMES.map((name) => `${name}==1`),
  ...EXTRAS.map((extras) => `a${extras}>=1`),
  ...SPECIFIERS.map((specifier) => `a${specifier}`),
  ...SPECIFIERS.map((specifier) => `a${specifier}; os_name == "nt"`),
  ...MARKERS.map((marker) => `a${marker}`),
  ...MARKERS.map((marker) => `a>=1${marker}`),
  ...REFERENCES.map((reference) => `a${reference}`),
];

// Before release 22 the package let any text pass as version: that is where its `_tokenizer` comes from.
const IMPORTS = `
import json, sys
try:
    import pip._vendor.packaging._tokenizer
    from pip._vendor.packaging.requirements import Requirement
except ImportError:
    import packaging._tokenizer
    from packaging.requirements import Requirement
`;
const SCRIPT = `${IMPORTS}
def accepts(text):
    try:
        Requirement(text)
    except ValueError:
        return False
    return True
print(json.dumps([accepts(text) for text in json.load(sys.stdin)]))
`;

const python = pythonWith(IMPORTS);
const title = python === undefined ? ' (skipped: no python3 with packaging 22 or newer)' : '';

describe(`dependency specifiers as pip reads them${title}`, () => {
  it.skipIf(python === undefined)('accepts and refuses the same texts', () => {
    const accepted = runPython(python ?? '', SCRIPT, CASES) as readonly boolean[];
    const own = CASES.map((text) => readDependencySpecifier({ text, at: 0 }).problems.length === 0);
    const verdicts = (list: readonly boolean[]) => CASES.map((text, index) => `${text}: ${list[index]}`);
    const differing = verdicts(own).filter((verdict, index) => verdict !== verdicts(accepted)[index]);
    expect(differing).toEqual([]);
  });
});
