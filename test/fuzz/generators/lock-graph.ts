import fc from 'fast-check';
import type { CompileInput } from '../input.js';
import { lockInput } from './lock.js';

/** A package that others may depend on. */
interface Node {
  readonly name: string;
  readonly version: string;
  readonly edges: readonly Edge[];
}

interface Edge {
  readonly to: string;
  readonly constraint: string;
  readonly marker: string;
  readonly extra: string;
}

/** The lists of nodes have sizes of these orders: a lock of a large project has some hundreds of packages. */
const SIZES = [3, 10, 60, 300];

const MARKERS = [
  ...['', '', '', "python_version < '3.12'", "python_full_version >= '3.13.1'", "sys_platform == 'win32'"],
  ...["platform_machine == 'x86_64'", "platform_machine != 'aarch64'", "extra == 'x'", "os_name == 'posix'"],
];

const CONSTRAINTS = ['*', '*', '^1', '>=1,<3', '1.0', '!=2.0', '^1 || ^2', '>5'];

/** Markers that have nothing to do with each other entangle. */
const marker = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...MARKERS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('platform_release', 'platform_version'),
        fc.nat(200),
        fc.constantFrom('==', '!=', '<'),
      )
      .map(([variable, number, operator]) => `${variable} ${operator} '${number}'`),
  },
);

const nodes = fc.constantFrom(...SIZES).chain((size) => {
  const name = fc.nat(size).map((number) => `p${number}`);
  const edge = fc.record({
    to: name,
    constraint: fc.constantFrom(...CONSTRAINTS),
    marker,
    extra: fc.constantFrom('', '', '', 'x'),
  });
  const node = fc.record({
    name,
    version: fc.constantFrom('1.0', '1.5', '2.0', '3.0'),
    edges: fc.array(edge, { maxLength: 5, size: 'max' }),
  });
  return fc.uniqueArray(node, {
    minLength: 1,
    maxLength: size,
    size: 'max',
    selector: (one) => `${one.name} ${one.version}`,
  });
});

/** Locks whose packages depend on each other at random, in circles too. */
export const lockGraphs: fc.Arbitrary<CompileInput> = fc
  .tuple(nodes, fc.constantFrom('uv.lock' as const, 'poetry.lock' as const))
  .chain(([all, lock]) => {
    const text = lock === 'uv.lock' ? asUvLock(all) : asPoetryLock(all);
    const files = { 'pyproject.toml': PYPROJECT };
    return lockInput({ lock, text, files, extras: ['x'], groups: ['dev'] }, fc.constant({ [lock]: text }));
  });

const PYPROJECT = `[tool.poetry]
name = "app"
[tool.poetry.dependencies]
python = "^3.9"
p0 = "*"
p1 = { version = "*", extras = ["x"] }
p2 = { version = "^1", optional = true }
[tool.poetry.group.dev.dependencies]
p3 = "^1 || ^2"
[tool.poetry.extras]
x = ["p2"]
`;

function asUvLock(all: readonly Node[]): string {
  const dependency = ({ to, marker: written, extra }: Edge): string =>
    `    { name = "${to}"${extra && `, extra = ["${extra}"]`}${written && `, marker = "${written}"`} },\n`;
  const list = (name: string, edges: readonly Edge[]) => `${name} = [\n${edges.map(dependency).join('')}]\n`;
  const root = ['p0', 'p1'].map((to): Edge => ({ to, constraint: '*', marker: '', extra: '' }));
  const packages = all.map(
    ({ name, version, edges }) =>
      `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { registry = "https://pypi.org/simple" }\n${list('dependencies', edges)}sdist = { url = "https://example.org/${name}-${version}.tar.gz", hash = "sha256:00" }\n\n[package.optional-dependencies]\n${list('x', edges.slice(0, 2))}\n`,
  );
  return `version = 1\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nsource = { virtual = "." }\n${list('dependencies', root)}\n[package.optional-dependencies]\n${list('x', root)}\n[package.dev-dependencies]\n${list('dev', root)}\n${packages.join('')}`;
}

function asPoetryLock(all: readonly Node[]): string {
  const dependencies = (edges: readonly Edge[]): string =>
    [...new Map(edges.map((edge) => [edge.to, edge])).values()]
      .map(
        ({ to, constraint, marker: written, extra }) =>
          `${to} = { version = "${constraint}"${extra && `, extras = ["${extra}"], optional = true`}${written && `, markers = "${written}"`} }\n`,
      )
      .join('');
  const extras = (edges: readonly Edge[]): string =>
    `x = [${edges.flatMap(({ to, extra }) => (extra ? [`"${to}"`] : [])).join(', ')}]\n`;
  const packages = all.map(
    ({ name, version, edges }) =>
      `[[package]]\nname = "${name}"\nversion = "${version}"\noptional = false\npython-versions = ">=3.8"\nfiles = [{file = "${name}-${version}.tar.gz", hash = "sha256:00"}]\n\n[package.dependencies]\n${dependencies(edges)}\n[package.extras]\n${extras(edges)}\n`,
  );
  return `${packages.join('')}[extras]\nx = ["p2"]\n\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.9"\ncontent-hash = "00"\n`;
}
