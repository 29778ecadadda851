import type fc from 'fast-check';
import type { SizeInput } from '../input.js';
import { type SizePlace, sizesOf } from './size.js';

const HASH = `sha256:${'0'.repeat(64)}`;

/** Values of TOML, and what tears them. */
const TOML_UNITS = [
  ...[
    'a',
    '"',
    "'",
    '"""',
    "'''",
    '\n',
    '#',
    '=',
    '[',
    ']',
    '{',
    '}',
    ',',
    '\\',
    '.',
    '1',
    '1.',
    '-',
    '\t',
    ' ',
  ],
  ...[
    'a = 1\n',
    'a{n} = 1\n',
    '[a]\n',
    '[[a]]\n',
    '[a{n}]\n',
    '[[package]]\n',
    '[[packages]]\n',
    'a.',
    '{a=',
    '[[',
    '漢',
  ],
  ...['# [[package]]\n', '"""\n[[package]]\n"""\n', '1979-05-27 07:32:00\n', '\\u0041', '\r\n', '\u0000'],
];

const TOML_TAILS = ['', '\n', '"', ']', '}', '"]\n'];

/** Markers that are one long text. */
const MARKERS = [
  ...[
    '(',
    "os_name == 'x' and ",
    "platform_release == '{n}' or ",
    "(platform_release == '{n}' or platform_version == '{n}') and ",
  ],
  ...[
    "python_full_version != '3.13.{n}' and ",
    "extra == 'a{n}' or ",
    'a ',
    ' ',
    '~',
    '|',
    '^1 || ',
    '>=1,',
    '3.',
  ],
];

const UV = 'version = 1\nrequires-python = ">=3.9"\n';
const UV_ROOT = `${UV}[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [\n`;
const UV_START = `${UV_ROOT}{ name = "a0" },\n{ name = "a" }]\n`;
const UV_PACKAGE = 'version = "1"\nsource = { registry = "https://pypi.org/simple" }\n';

const POETRY_2 = '[metadata]\nlock-version = "2.1"\npython-versions = "*"\ncontent-hash = "00"\n';
const POETRY_1 = POETRY_2.replace('2.1', '2.0');
const POETRY_PACKAGE =
  'version = "1.{n}"\noptional = false\npython-versions = "*"\nfiles = []\ngroups = ["main"]\n';

const PYLOCK = 'lock-version = "1.0"\ncreated-by = "a"\n';
const PDM = '[metadata]\nlock_version = "4.5.0"\nstrategy = ["inherit_metadata"]\ngroups = ["default"]\n';
const PIPFILE = '{"_meta": {"pipfile-spec": 6, "requires": {}, "sources": []}, "default": {';

const PROJECT: SizePlace = {
  heads: [
    '[project]\nname = "a"\ndependencies = [',
    '[project]\ndependencies = ["',
    '',
    '[dependency-groups]\n',
    '[tool.poetry.dependencies]\n',
  ],
  units: [
    ...TOML_UNITS,
    ...MARKERS,
    '"a{n}",\n',
    '"a",\n',
    `"a ; platform_release == '{n}'",\n`,
    'g{n} = [{include-group = "g{n+1}"}]\n',
    'a{n} = "*"\n',
    'a{n} = {version = "^1", markers = "os_name == \'nt\'"}\n',
    '"\\u0061{n}",\n',
  ],
  tails: TOML_TAILS,
};

const PLACES: Readonly<Record<string, SizePlace>> = {
  'uv.lock': {
    heads: [
      UV,
      UV_ROOT,
      UV_START,
      '',
      `${UV_START}[[package]]\nname = "a"\n${UV_PACKAGE}dependencies = [`,
      `${UV_START}[[package]]\nname = "a"\n${UV_PACKAGE}wheels = [`,
      `${UV_ROOT}{ name = "a", marker = "`,
    ],
    units: [
      ...TOML_UNITS,
      ...MARKERS,
      '{ name = "a{n}" },\n',
      `{ name = "a", marker = "platform_release == '{n}'" },\n`,
      `{ url = "https://example.org/a-1-py3-none-any.whl", hash = "${HASH}" },\n`,
      `[[package]]\nname = "a"\n${UV_PACKAGE}`,
      `[[package]]\nname = "a{n}"\n${UV_PACKAGE}dependencies = [{ name = "a{n+1}" }]\n`,
      `[[package]]\nname = "a{n}"\n${UV_PACKAGE}dependencies = [{ name = "a{n+1}", marker = "platform_release == '{n}'" }, { name = "a0" }]\n`,
      `[[package]]\nname = "a{n}"\nsource = { editable = "a{n}" }\n[package.metadata]\nrequires-dist = [{ name = "b" }]\n`,
    ],
    tails: [...TOML_TAILS, '" }]\n'],
  },
  'poetry.lock': {
    heads: [
      POETRY_1,
      POETRY_2,
      '',
      `${POETRY_1}[extras]\n`,
      `${POETRY_1}[[package]]\nname = "a"\nversion = "`,
      `${POETRY_2}[[package]]\nname = "a"\nversion = "1"\ngroups = ["main"]\nmarkers = "`,
    ],
    units: [
      ...TOML_UNITS,
      ...MARKERS,
      `[[package]]\nname = "a"\n${POETRY_PACKAGE}`,
      `[[package]]\nname = "a{n}"\n${POETRY_PACKAGE}[package.dependencies]\na{n+1} = "*"\n`,
      `[[package]]\nname = "a{n}"\n${POETRY_PACKAGE}[package.dependencies]\na{n+1} = {version = "*", markers = "platform_release == '{n}'"}\na0 = "^1"\n`,
      `[[package]]\nname = "a"\n${POETRY_PACKAGE}markers = "platform_release == '{n}'"\n`,
      `[[package]]\nname = "a"\n${POETRY_PACKAGE}[package.extras]\nx{n} = ["b"]\n`,
    ],
    tails: TOML_TAILS,
  },
  'pylock.toml': {
    heads: [
      PYLOCK,
      '',
      `${PYLOCK}environments = ["`,
      `${PYLOCK}[[packages]]\nname = "a"\nversion = "1"\nwheels = [`,
      `${PYLOCK}[[packages]]\nname = "a"\nmarker = "`,
    ],
    units: [
      ...TOML_UNITS,
      ...MARKERS,
      '[[packages]]\nname = "a"\nversion = "1"\nsdist = {url = "https://h/a-1.zip", hashes = {sha256 = "00"}}\n',
      '[[packages]]\nname = "a{n}"\nversion = "1"\nsdist = {url = "https://h/a-1.zip", hashes = {sha256 = "00"}}\n',
      `[[packages]]\nname = "a"\nversion = "1"\nmarker = "platform_release == '{n}'"\nsdist = {url = "https://h/a-1.zip", hashes = {sha256 = "00"}}\n`,
      '[[packages]]\nname = "a"\ndirectory = {path = "./b"}\n',
    ],
    tails: TOML_TAILS,
  },
  'pdm.lock': {
    heads: [
      PDM,
      '',
      `${PDM}[[metadata.targets]]\nrequires_python = "`,
      `${PDM}[[package]]\nname = "a"\ngroups = ["default"]\nmarker = "`,
    ],
    units: [
      ...TOML_UNITS,
      ...MARKERS,
      '[[metadata.targets]]\nrequires_python = ">=3.{n}"\n',
      `[[package]]\nname = "a"\nversion = "1.{n}"\ngroups = ["default"]\nmarker = "platform_release == '{n}'"\nfiles = [{file = "a-1.zip", hash = "${HASH}"}]\n`,
      `[[package]]\nname = "a{n}"\nversion = "1"\ngroups = ["default"]\nfiles = [{file = "a-1.zip", hash = "${HASH}"}]\n`,
    ],
    tails: TOML_TAILS,
  },
  'Pipfile.lock': {
    heads: [PIPFILE, '', '[', '{"a":', `${PIPFILE}"a": {"markers": "`],
    units: [
      ...[
        '[',
        ']',
        '{',
        '}',
        '"',
        ',',
        ':',
        '\\',
        '"a":',
        '{"a":',
        '[[',
        '1',
        '\n',
        ' ',
        '漢',
        '\u0000',
        '\\u0041',
      ],
      ...MARKERS,
      '"a{n}": {"version": "==1", "hashes": ["sha256:00"]},\n',
      `"a{n}": {"version": "==1", "markers": "platform_release == '{n}'"},\n`,
      '"a": {"version": "==1"},',
      '"a{n}": {"git": "https://u:p@h/a.git", "ref": "00"},',
    ],
    tails: ['', '}', '}}', '"a": {"version": "==1"}}}', '"}}}', '"'],
  },
  'pyproject.toml': PROJECT,
  'project/pyproject.toml': PROJECT,
};

/** Lock files of 1 MiB. */
export const lockSizes: fc.Arbitrary<SizeInput> = sizesOf(PLACES, Object.keys(PLACES));
