import { LockError } from '../lock/lock.js';
import { readToml, type Table, tableOf, textOf, textsOf } from '../lock/values.js';
import type { Literal, PythonModule } from './python/python-module.js';
import { sourceLine } from './source-line.js';
import type { Survey } from './survey.js';

/** A value with the file that says it. */
export interface Said<T> {
  readonly value: T;
  readonly file: string;
}

/** A project's own description in pyproject.toml, setup.cfg and setup.py; pyproject.toml wins. */
export interface Manifest {
  readonly pyproject: Table;
  readonly name?: string;
  readonly requiresPython?: Said<string>;
  /** As pip takes them. */
  readonly dependencies?: Said<readonly string[]>;
  /** Console scripts: names to `module:function`. */
  readonly scripts?: Said<ReadonlyMap<string, string>>;
  /** The package that pip would install, as the folder or module of its sources; absent where pip could not. */
  readonly packagePath?: string;
}

/** @param base the folder of the project, with a slash at its end, or nothing */
export async function readManifest(survey: Survey, base: string): Promise<Manifest> {
  const pyproject = tolerantToml(await survey.text(`${base}pyproject.toml`));
  const setup = await readSetup(survey, base);
  const project = tolerantTable(pyproject['project']);
  const poetry = tolerantTable(tolerantTable(pyproject['tool'])['poetry']);
  const fromToml = {
    ...said('name', textOf(project['name']) ?? textOf(poetry['name'])),
    ...saidIn('requiresPython', textOf(project['requires-python']) ?? poetryPython(poetry)),
    ...saidIn('dependencies', listOf(project['dependencies']) ?? poetryDependencies(poetry, base)),
    ...saidIn('scripts', scriptsOf(project['scripts']) ?? scriptsOf(poetry['scripts'])),
  };
  const manifest = { ...setup, ...fromToml, pyproject };
  const packagePath = findPackage(survey, base, manifest);
  return { ...manifest, ...(packagePath !== undefined && { packagePath }) };
}

const PYPROJECT = 'pyproject.toml';

function said<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function saidIn<K extends string, V>(
  key: K,
  value: V | undefined,
  file: string = PYPROJECT,
): { readonly [P in K]?: Said<V> } {
  return said(key, value === undefined ? undefined : { value, file });
}

/** The root of a TOML file. An unreadable file says nothing: the tools of the project complain about it. */
export function tolerantToml(text: string | undefined): Table {
  try {
    return text === undefined ? {} : readToml(text);
  } catch (error) {
    if (error instanceof LockError) {
      return {};
    }
    throw error;
  }
}

/** A table, empty for what is none. */
export function tolerantTable(value: unknown): Table {
  return tableOf(value) ?? {};
}

function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? textsOf(value) : undefined;
}

function scriptsOf(value: unknown): ReadonlyMap<string, string> | undefined {
  const entries = Object.entries(tolerantTable(value)).flatMap(([name, reference]) => {
    const spelled = textOf(reference) ?? textOf(tolerantTable(reference)['reference']);
    return spelled === undefined ? [] : [[name, spelled] as const];
  });
  return entries.length === 0 ? undefined : new Map(entries);
}

function poetryPython(poetry: Table): string | undefined {
  return textOf(tolerantTable(poetry['dependencies'])['python']);
}

/** Dependencies of poetry's own table in pip's notation; of those from git or a folder, the name. */
function poetryDependencies(poetry: Table, base: string): readonly string[] | undefined {
  const dependencies = poetry['dependencies'];
  if (dependencies === undefined) {
    return undefined;
  }
  return Object.entries(tolerantTable(dependencies)).flatMap(([name, value]) => {
    const table = tolerantTable(value);
    const written = textOf(value) ?? textOf(table['version']) ?? '*';
    const chosen = listOf(table['extras'])?.join(',');
    return name === 'python' || table['optional'] === true
      ? []
      : [sourceLine(name, table, base) ?? `${name}${chosen ? `[${chosen}]` : ''}${poetrySpecifier(written)}`];
  });
}

/** `^1.2` is `>=1.2,<2`, `~1.2` is `~=1.2.0`, `1.2` is `==1.2`. */
function poetrySpecifier(text: string): string {
  return text
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => {
      const [, sign = '', version = ''] = /^(\^|~(?!=)|)\s*(\d[\w.]*)$/.exec(part) ?? [];
      if (version === '') {
        return part === '*' ? [] : [part.replaceAll(' ', '')];
      }
      if (sign === '') {
        return [`==${version}`];
      }
      return sign === '^' ? [`>=${version}`, `<${caretEnd(version)}`] : [`~=${tildeStart(version)}`];
    })
    .join(',');
}

function caretEnd(version: string): string {
  const parts = version.split('.').map(Number);
  const significant = parts.findIndex((part) => part > 0);
  const index = significant < 0 ? parts.length - 1 : significant;
  return [...parts.slice(0, index), (parts[index] ?? 0) + 1].join('.');
}

function tildeStart(version: string): string {
  return version.split('.').length < 3 ? `${version}.0` : version;
}

async function readSetup(survey: Survey, base: string): Promise<Omit<Manifest, 'pyproject' | 'packagePath'>> {
  const configuration = readIni((await survey.text(`${base}setup.cfg`)) ?? '');
  const program = setupCall(await survey.python(`${base}setup.py`));
  const name = textOf(program.get('name')) ?? configuration.get('metadata.name');
  const lines = (key: string) =>
    configuration
      .get(key)
      ?.split('\n')
      .filter((line) => line.trim() !== '');
  return {
    ...said('name', name),
    ...saidIn('requiresPython', textOf(program.get('python_requires')), 'setup.py'),
    ...saidIn('requiresPython', configuration.get('options.python_requires'), 'setup.cfg'),
    ...saidIn('dependencies', listOf(program.get('install_requires')), 'setup.py'),
    ...saidIn('dependencies', lines('options.install_requires'), 'setup.cfg'),
    ...saidIn('scripts', setupScripts(program.get('entry_points')), 'setup.py'),
    ...saidIn('scripts', scriptLines(lines('options.entry_points.console_scripts')), 'setup.cfg'),
  };
}

function setupCall(module: PythonModule | undefined): ReadonlyMap<string, Literal | undefined> {
  const call = module?.calls.find(({ callee }) => /(^|\.)setup$/.test(callee));
  return call?.keywords ?? new Map();
}

function setupScripts(value: Literal | undefined): ReadonlyMap<string, string> | undefined {
  if (typeof value !== 'object' || !('entries' in value) || typeof value.entries === 'function') {
    return undefined;
  }
  return scriptLines(listOf(value.entries.get('console_scripts')));
}

/** Lines `name = module:function`. */
function scriptLines(lines: readonly string[] | undefined): ReadonlyMap<string, string> | undefined {
  const entries = (lines ?? []).flatMap((line) => {
    const [, name, reference] = /^\s*([\w.-]+)\s*=\s*([\w.]+:[\w.]+)/.exec(line) ?? [];
    return name === undefined || reference === undefined ? [] : [[name, reference] as const];
  });
  return entries.length === 0 ? undefined : new Map(entries);
}

/** Values of an INI file by `section.key`, lines of a value joined with newlines. */
function readIni(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let [section, key] = ['', ''];
  for (const line of text.split('\n').filter((one) => !/^\s*[#;]/.test(one))) {
    const header = /^\[(.+)\]\s*$/.exec(line);
    const [, name, value = ''] = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (header !== null) {
      section = header[1] ?? '';
    } else if (name !== undefined) {
      key = `${section}.${name}`;
      values.set(key, value.trim());
    } else if (/^\s+\S/.test(line) && values.has(key)) {
      values.set(key, `${values.get(key)}\n${line.trim()}`.trim());
    }
  }
  return values;
}

/** Tables of build back ends that say where the packages are. */
const PACKAGE_TABLES: readonly (readonly string[])[] = [
  ['setuptools', 'packages'],
  ['setuptools', 'py-modules'],
  ['poetry', 'packages'],
  ['hatch', 'build'],
  ['flit', 'module'],
  ['pdm', 'build'],
  ['uv', 'build-backend'],
];

/** Where the sources of an installable project are: what build back ends look for when nothing tells them. */
function findPackage(survey: Survey, base: string, { pyproject, name }: Manifest): string | undefined {
  const tool = tolerantTable(pyproject['tool']);
  const isDeclared = survey.files.has(`${base}setup.py`) || pyproject['build-system'] !== undefined;
  if (
    !isDeclared ||
    tolerantTable(tool['poetry'])['package-mode'] === false ||
    tolerantTable(tool['uv'])['package'] === false
  ) {
    return undefined;
  }
  const module = (name ?? '').replaceAll(/[-.]+/g, '_');
  const candidates = [`src/${module}`, module, `src/${module.toLowerCase()}`, module.toLowerCase()];
  const found = candidates.find(
    (path) => module !== '' && (survey.folders.has(base + path) || survey.files.has(`${base}${path}.py`)),
  );
  const inSource = [...survey.folders].find(
    (folder) => folder.startsWith(`${base}src/`) && survey.files.has(`${folder}/__init__.py`),
  );
  const isTold = PACKAGE_TABLES.some(
    ([owner = '', key = '']) => tolerantTable(tool[owner])[key] !== undefined,
  );
  const isSetup = survey.files.has(`${base}setup.py`);
  return found ?? inSource?.slice(base.length) ?? (isTold || isSetup ? '' : undefined);
}
