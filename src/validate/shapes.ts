import type { NodePath } from '../parse/parsed-document.js';

/** What a value is called, what it must be, and how it is written. */
export interface Shape {
  readonly subject: string;
  readonly expected: string;
  readonly example: string;
  /** What to do when there is no value. */
  readonly empty?: string;
}

const REMOVE = 'remove the key or give it a value';
const EMPTY_TEXT = 'write `""` for an empty value';

/** By path, `*` for any key or index. The keys are the format's, in the order of its documentation. */
const SHAPES: Readonly<Record<string, Shape>> = {
  '': { subject: 'a Mopyfile', expected: 'a mapping', example: '`python: 3.13`' },
  apiVersion: { subject: '`apiVersion`', expected: 'a string', example: '`apiVersion: v1`', empty: REMOVE },
  python: { subject: '`python`', expected: 'a version', example: '`python: 3.13`', empty: REMOVE },
  base: { subject: '`base`', expected: '`distroless` or `slim`', example: '`base: slim`', empty: REMOVE },
  'build-deps': {
    subject: '`build-deps`',
    expected: 'a list of package names',
    example: 'build-deps:\n  - gfortran',
    empty: REMOVE,
  },
  'build-deps/*': {
    subject: 'this entry of `build-deps`',
    expected: 'a package name',
    example: '`- gfortran`',
  },
  envs: {
    subject: '`envs`',
    expected: 'a mapping of names to values',
    example: 'envs:\n  NAME: value',
    empty: REMOVE,
  },
  'envs/*': {
    subject: 'this environment variable',
    expected: 'a single value',
    example: '`NAME: value`',
    empty: EMPTY_TEXT,
  },
  indices: {
    subject: '`indices`',
    expected: 'a list of indices',
    example: 'indices:\n  - url: https://pypi.example.org/simple',
    empty: REMOVE,
  },
  'indices/*': {
    subject: 'an index',
    expected: 'a mapping with the key `url`',
    example: '`- url: https://pypi.example.org/simple`',
  },
  'indices/*/url': {
    subject: '`url`',
    expected: 'a string',
    example: '`url: https://pypi.example.org/simple`',
  },
  'indices/*/username': {
    subject: '`username`',
    expected: 'a single value',
    example: '`username: user`',
    empty: REMOVE,
  },
  'indices/*/password': {
    subject: '`password`',
    expected: 'a single value',
    example: '`password: secret`',
    empty: REMOVE,
  },
  'indices/*/trust': {
    subject: '`trust`',
    expected: '`true` or `false`',
    example: '`trust: true`',
    empty: REMOVE,
  },
  'indices/*/default': {
    subject: '`default`',
    expected: '`true` or `false`',
    example: '`default: true`',
    empty: REMOVE,
  },
  pip: {
    subject: '`pip`',
    expected: 'a list of requirements',
    example: 'pip:\n  - numpy==2.1.0',
    empty: REMOVE,
  },
  'pip/*': { subject: 'this entry of `pip`', expected: 'a requirement', example: '`- numpy==2.1.0`' },
  sbom: { subject: '`sbom`', expected: '`true` or `false`', example: '`sbom: false`', empty: REMOVE },
  labels: {
    subject: '`labels`',
    expected: 'a mapping of names to values',
    example: 'labels:\n  name: value',
    empty: REMOVE,
  },
  'labels/*': {
    subject: 'this label',
    expected: 'a single value',
    example: '`name: value`',
    empty: EMPTY_TEXT,
  },
  project: { subject: '`project`', expected: 'a path', example: '`project: my-app/`', empty: REMOVE },
};

const INDEX = 'indices/*/';

/** Keys at the top of a Mopyfile and in an index. */
export const TOP_LEVEL_KEYS = Object.keys(SHAPES).filter((path) => path !== '' && !path.includes('/'));
export const INDEX_KEYS = Object.keys(SHAPES)
  .filter((path) => path.startsWith(INDEX))
  .map((path) => path.slice(INDEX.length));

/** What the format wants at a path. */
export function shapeOf(path: NodePath): Shape {
  const general = path.map((segment, depth) => (depth === 1 ? '*' : segment)).join('/');
  return SHAPES[general] ?? { subject: 'this value', expected: 'something else', example: '`key: value`' };
}
