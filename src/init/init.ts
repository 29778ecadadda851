import { normalizedName } from '../basics/normalized-name.js';
import { unique } from '../basics/unique.js';
import type { BuildContext } from '../context/context.js';
import { type Dependencies, detectDependencies } from './detect/dependencies.js';
import { findEnvironmentFile } from './detect/environment-file.js';
import { type Imported, importedDistributions, type MisspeltImport } from './detect/imported.js';
import { findProjects } from './detect/projects.js';
import { detectPython } from './detect/python-version.js';
import { detectStart } from './detect/start.js';
import { detectSystemPackages } from './detect/system-packages.js';
import type { Alternative, Finding } from './finding.js';
import type { Findings } from './findings.js';
import { neededFiles } from './needed-files.js';
import { type Manifest, readManifest } from './read-manifest.js';
import { type SourceFile, sourceFiles } from './sources.js';
import type { ProposedStart, ProposedStarts } from './start.js';
import { type Survey, survey } from './survey.js';
import { writeMopyfile } from './write-mopyfile.js';

/** A Mopyfile that fits a folder. */
export interface Proposal extends Findings {
  readonly text: string;
}

/** Looks at a folder, and writes a Mopyfile for it. Runs and imports nothing of the folder. */
export async function proposeMopyfile(context: BuildContext): Promise<Proposal> {
  const findings = await findAll(await survey(context));
  return { ...findings, text: writeMopyfile(findings) };
}

async function findAll(found: Survey): Promise<Findings> {
  const projects = await findProjects(found);
  const [base = ''] = projects;
  if (projects.length > 1) {
    return severalProjects(found, projects);
  }
  const manifest = await readManifest(found, base);
  const python = await detectPython(found, base, manifest);
  const dependencies = await detectDependencies(found, base, manifest, python.value);
  const sources = await sourceFiles(found, base, dependencies.file === undefined ? 'all' : 'starting');
  const starts = await detectStart(found, base, manifest, sources, dependencies.names);
  const installs = installsProject(starts.chosen, base, manifest, dependencies);
  const project = await projectOf(found, starts.chosen, installs, manifest, dependencies);
  const roots = unique(['', base, starts.chosen?.root ?? '']);
  const imported = importedDistributions(found, roots, dependencies.file === undefined ? sources : []);
  const pip = pipEntries(base, imported, starts, dependencies, installs);
  const nothing = starts.chosen === undefined ? whyNothing(found) : undefined;
  const names = new Set([...dependencies.names, ...pip.map(({ value }) => normalizedName(value))]);
  const environment = await findEnvironmentFile(found, base);
  return {
    python,
    ...detectSystemPackages(names),
    envs: starts.chosen?.envs ?? [],
    pip,
    ...(project && { project }),
    ...(starts.chosen && { command: starts.chosen.command, subject: starts.chosen.subject }),
    prepare: starts.chosen?.prepare ?? [],
    ...(starts.chosen?.port && { port: starts.chosen.port }),
    ...(starts.chosen?.healthcheck && { healthcheck: starts.chosen.healthcheck }),
    required: (starts.chosen?.required ?? []).filter((name) => environment?.names.has(name) !== true),
    ...(environment && { environmentFile: environment.path }),
    alternatives: [...alternativesOf(starts, nothing), ...imported.misspelt.map(misspeltLine)],
    ...(nothing !== undefined && { nothing }),
    misspelt: imported.misspelt,
    broken: await brokenFiles(found, sources),
    projects,
  };
}

async function severalProjects(found: Survey, projects: readonly string[]): Promise<Findings> {
  return {
    python: await detectPython(found, '', await readManifest(found, '')),
    buildDeps: [],
    runtimeDeps: [],
    envs: [],
    pip: [],
    prepare: [],
    required: [],
    alternatives: projects.map((folder) => ({
      line: `project: ${folder}`,
      reason: `has a project of its own: mopy -init ${folder.slice(0, -1)}`,
    })),
    misspelt: [],
    broken: [],
    projects,
  };
}

/** Files that no version of Python can read, as far as this parser knows. */
async function brokenFiles(found: Survey, sources: readonly SourceFile[]): Promise<readonly string[]> {
  const broken = sources.filter(({ module }) => module.brokenAt !== undefined);
  return Promise.all(
    broken.map(async ({ path, module }) => {
      const before = ((await found.text(path)) ?? '').slice(0, module.brokenAt);
      return `${path}:${before.split('\n').length}`;
    }),
  );
}

/** Whether pip installs the project: what starts is a script of it, or lies in its `src`. */
function installsProject(
  start: ProposedStart | undefined,
  base: string,
  { packagePath }: Manifest,
  dependencies: Dependencies,
): boolean {
  if (dependencies.installsProject || start?.needsInstall === true) {
    return true;
  }
  return packagePath?.startsWith('src/') === true && start?.root === `${base}src/`;
}

async function projectOf(
  found: Survey,
  start: ProposedStart | undefined,
  installs: boolean,
  { packagePath }: Manifest,
  { file }: Dependencies,
): Promise<Findings['project']> {
  if (start === undefined || start.needsInstall) {
    return undefined;
  }
  const isInstalled =
    installs &&
    packagePath !== undefined &&
    packagePath !== '' &&
    (start.file === undefined || start.file.path.includes(`${packagePath}`));
  if (isInstalled) {
    return undefined;
  }
  if (start.root !== '') {
    return { value: start.root, reason: 'where it starts' };
  }
  const needed =
    start.file === undefined ? [] : await neededFiles(found, start.root, start.file, start.files);
  const all = unique([...start.files, ...needed]);
  return all.length === 0 || file === '.'
    ? undefined
    : { value: all, reason: all.length === 1 ? 'what starts' : 'what starts, and what it uses' };
}

function pipEntries(
  base: string,
  imported: Imported,
  { chosen }: ProposedStarts,
  { entries, names, file, installsProject: hasProject }: Dependencies,
  installs: boolean,
): readonly Finding<string>[] {
  const listed = file === undefined ? imported.distributions : entries;
  const own = base === '' ? '.' : `./${base}`;
  const known = new Set([...names, ...listed.map(({ value }) => normalizedName(value))]);
  return [
    ...listed,
    ...(chosen?.servers ?? []).filter(({ value }) => !known.has(normalizedName(value))),
    ...(installs && !hasProject ? [{ value: own, reason: 'the project itself, which starts' }] : []),
  ];
}

function whyNothing({ files, packages }: Survey): string {
  if ([...files].some((path) => path.endsWith('.ipynb'))) {
    return 'notebooks start nothing by themselves';
  }
  const hasPython = packages.size > 0 || [...files].some((path) => path.endsWith('.py'));
  return hasPython ? 'nothing was found that starts' : 'no Python file was found';
}

function misspeltLine({ file, name, meant }: MisspeltImport): Alternative {
  return { line: `pip: [${name}]`, reason: `imported by ${file}: is ${meant} meant? Then correct it there` };
}

/** Lines that are left to the user. */
function alternativesOf(
  { chosen, alternatives }: ProposedStarts,
  nothing: string | undefined,
): readonly Alternative[] {
  if (nothing !== undefined && alternatives.length === 0) {
    return [
      { line: 'project: main.py', reason: 'a Python file, or a list of files and folders' },
      { line: 'command: python -m package', reason: nothing },
    ];
  }
  const health = chosen?.port !== undefined && chosen.healthcheck === undefined;
  return [
    ...alternatives,
    ...(health
      ? [
          {
            line: `healthcheck: http://localhost:${chosen.port?.value}/`,
            reason: 'no path was found that is meant for it',
          },
        ]
      : []),
  ];
}
