import { normalizedName } from '../basics/normalized-name.js';
import { type Table, textOf, textsOf } from '../lock/values.js';
import { requirementParts } from '../requirement/requirement-parts.js';
import { type DeclaredDependency, declaredByPoetry, poetryPython } from './poetry-dependencies.js';
import type { Literal, PythonModule } from './python/python-module.js';
import { sourceLine } from './source-line.js';
import type { Survey } from './survey.js';
import { tolerantTable, tolerantToml } from './tolerant-toml.js';

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
  readonly dependencies?: Said<readonly DeclaredDependency[]>;
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
    ...saidIn(
      'dependencies',
      withSources(declared(listOf(project['dependencies'])), tolerantTable(pyproject['tool']), base) ??
        declaredByPoetry(poetry, base),
    ),
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

function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? textsOf(value) : undefined;
}

function declared(lines: readonly string[] | undefined): readonly DeclaredDependency[] | undefined {
  return lines?.map((line) => ({ line }));
}

/** Dependencies that `[tool.uv.sources]` has from elsewhere: an index may have something else by their names. */
function withSources(
  dependencies: readonly DeclaredDependency[] | undefined,
  tool: Table,
  base: string,
): readonly DeclaredDependency[] | undefined {
  const sources = Object.entries(tolerantTable(tolerantTable(tool['uv'])['sources']));
  const byName = new Map(sources.map(([name, source]) => [normalizedName(name), tolerantTable(source)]));
  return dependencies?.map((dependency) => {
    const parts = requirementParts(dependency.line);
    const source = parts && byName.get(normalizedName(parts.name));
    const line = source && sourceLine(parts.name, { extras: parts.extras, ...source }, base);
    const marker = parts?.marker ? ` ; ${parts.marker}` : '';
    return line
      ? { line: `${line}${marker}`, reason: 'as [tool.uv.sources] has it', hasSource: true }
      : dependency;
  });
}

function scriptsOf(value: unknown): ReadonlyMap<string, string> | undefined {
  const entries = Object.entries(tolerantTable(value)).flatMap(([name, reference]) => {
    const spelled = textOf(reference) ?? textOf(tolerantTable(reference)['reference']);
    return spelled === undefined ? [] : [[name, spelled] as const];
  });
  return entries.length === 0 ? undefined : new Map(entries);
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
    ...saidIn('dependencies', declared(listOf(program.get('install_requires'))), 'setup.py'),
    ...saidIn('dependencies', declared(lines('options.install_requires')), 'setup.cfg'),
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
