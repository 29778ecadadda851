import { posix } from 'node:path';
import { joinedPath } from '../../basics/joined-path.js';
import { normalizedName } from '../../basics/normalized-name.js';
import { textOf } from '../../lock/values.js';
import { readHashedFile } from '../../requirement/hashed-file.js';
import { logicalLines } from '../../requirement/logical-lines.js';
import { optionsStart, readOptions } from '../../requirement/options.js';
import { parseRequirement, parseRequirementLine } from '../../requirement/parse-requirement.js';
import { requirementParts } from '../../requirement/requirement-parts.js';
import { fileCredentialSpans } from '../../requirement/requirements-file.js';
import type { Finding } from '../finding.js';
import type { DeclaredDependency } from '../poetry-dependencies.js';
import type { Manifest } from '../read-manifest.js';
import { sourceLine } from '../source-line.js';
import type { Survey } from '../survey.js';
import { tolerantTable, tolerantToml } from '../tolerant-toml.js';
import { LOCKS, REQUIREMENTS, requirementLines } from './dependency-files.js';
import { readLockOf } from './lock-files.js';

/** The dependencies of a project. */
export interface Dependencies {
  /** Entries of `pip`. */
  readonly entries: readonly Finding<string>[];
  /** Normalised names of the distributions that they are known to install, also with each extra: `fastapi[standard]`. */
  readonly names: ReadonlySet<string>;
  /** Where they were found; absent where no file has any. */
  readonly file?: string;
  /** The entries install the project itself. */
  readonly installsProject: boolean;
}

/** @param python the version that is installed for: locks can be for others */
export async function detectDependencies(
  survey: Survey,
  base: string,
  manifest: Manifest,
  python: string,
): Promise<Dependencies> {
  return (
    (await fromLock(survey, base, manifest, python)) ??
    (await fromWorkspace(survey, base, manifest, python)) ??
    (await fromRequirements(survey, base)) ??
    (await fromPipfile(survey, base)) ??
    fromManifest(base, manifest) ?? { entries: [], names: new Set(), installsProject: false }
  );
}

async function fromLock(
  survey: Survey,
  base: string,
  manifest: Manifest,
  python: string,
): Promise<Dependencies | undefined> {
  for (const name of LOCKS) {
    const lock = await readLockOf(survey, base, name, python);
    if (lock !== undefined && lock.problems.length === 0) {
      const names = new Set(lock.packages.map((locked) => normalizedName(locked.name)));
      const reason = `${name}: ${count(names.size, 'package')}, exact versions${withoutExtras(manifest)}`;
      return { entries: [{ value: `./${base}${name}`, reason }], names, file: name, installsProject: false };
    }
  }
  return undefined;
}

/** The lock of a workspace of uv lies above its members, and has the packages of all of them. */
async function fromWorkspace(
  survey: Survey,
  base: string,
  manifest: Manifest,
  python: string,
): Promise<Dependencies | undefined> {
  const isWorkspace = tolerantTable(
    tolerantTable(tolerantTable(tolerantToml(await survey.text('pyproject.toml'))['tool'])['uv'])[
      'workspace'
    ],
  )['members'];
  const lock =
    base === '' || isWorkspace === undefined ? undefined : await fromLock(survey, '', manifest, python);
  return (
    lock && {
      ...lock,
      entries: [...lock.entries, ...(fromManifest(base, manifest)?.entries ?? [])],
      installsProject: manifest.packagePath !== undefined,
    }
  );
}

/** Extras are left to the user: which of them an image needs, no file says. */
function withoutExtras({ pyproject }: Manifest): string {
  const extras = Object.keys(tolerantTable(tolerantTable(pyproject['project'])['optional-dependencies']));
  return extras.length === 0 ? '' : `; \`extras\` would add ${extras.join(', ')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

async function fromRequirements(survey: Survey, base: string): Promise<Dependencies | undefined> {
  const name = REQUIREMENTS.find((path) => survey.files.has(base + path));
  if (name === undefined) {
    return undefined;
  }
  const file = base + name;
  const names = namesOf(await requirementLines(survey, file));
  const others = REQUIREMENTS.filter((path) => path !== name && survey.files.has(base + path));
  const reason =
    others.length === 0 ? 'what the project keeps its dependencies in' : `rather than ${others.join(', ')}`;
  const text = (await survey.text(file)) ?? '';
  const copied = await copiedLines(survey, file);
  return {
    entries: copied ?? [{ value: `./${file}`, reason }],
    names,
    file: name,
    installsProject:
      copied?.some(({ value }) => value === '.') ??
      readHashedFile(text)?.requirements.some(
        ({ requirement }) => requirement.kind === 'local' && requirement.path === '.',
      ) ??
      false,
  };
}

/**
 * The lines of a file with an `-e` that an image cannot take, one by one, with those of the files that it includes. Undefined
 * where the file can be named, and where it says more than entries of `pip` can: the check of the Mopyfile tells then which
 * line has to be changed.
 */
async function copiedLines(
  survey: Survey,
  file: string,
  chain: readonly string[] = [],
): Promise<readonly Finding<string>[] | undefined> {
  const text = (await survey.text(file)) ?? '';
  if (fileCredentialSpans(text).length > 0 || readHashedFile(text) !== undefined || chain.includes(file)) {
    return undefined;
  }
  const copied: Finding<string>[] = [];
  let hasEditable = false;
  for (const { text: line } of logicalLines(text)) {
    const start = optionsStart(line);
    const { options = [] } = readOptions(line, start);
    const written = line.slice(0, start).trimEnd();
    const [option] = options;
    if (written !== '' && option === undefined) {
      copied.push({ value: written, reason: '' });
    } else if (written === '' && option?.name === '--editable') {
      hasEditable = true;
      copied.push({ value: option.value, reason: `\`${line}\` of ${file}, which an image cannot take` });
    } else if (written === '' && option?.name === '--requirement') {
      const path = joinedPath(posix.dirname(file), option.value);
      const below = await copiedLines(survey, path, [...chain, file]);
      hasEditable ||= below !== undefined;
      copied.push(...(below ?? [{ value: `./${path}`, reason: '' }]));
    } else {
      return undefined;
    }
  }
  const isRight = copied.every(({ value }) => parseRequirement(value).problems.length === 0);
  return hasEditable && isRight ? copied : undefined;
}

/** The packages of a Pipfile without a lock. */
async function fromPipfile(survey: Survey, base: string): Promise<Dependencies | undefined> {
  const packages = tolerantTable(tolerantToml(await survey.text(`${base}Pipfile`))['packages']);
  const lines = Object.entries(packages).map(([name, value]): DeclaredDependency => {
    const version = textOf(value) ?? textOf(tolerantTable(value)['version']) ?? '*';
    const line = version === '*' ? name : `${name}${/^\d/.test(version) ? '==' : ''}${version}`;
    return { line: sourceLine(name, tolerantTable(value), base) ?? line };
  });
  return lines.length === 0 ? undefined : copied(lines, 'Pipfile', 'Pipfile, which has no lock');
}

/** The project itself where pip can install it, else its dependencies, one by one. */
function fromManifest(base: string, { dependencies, packagePath }: Manifest): Dependencies | undefined {
  if (packagePath === undefined) {
    return dependencies && copied(dependencies.value, dependencies.file, dependencies.file);
  }
  const file = dependencies?.file ?? 'setup.py';
  const names = namesOf((dependencies?.value ?? []).map(({ line }) => line));
  const value = base === '' ? '.' : `./${base}`;
  // pip reads no table of uv's: what it is given beside the project it does not look for.
  const own = (dependencies?.value ?? []).filter(({ hasSource }) => hasSource === true);
  return {
    entries: [
      ...own.map(({ line, reason = '' }) => ({ value: line, reason })),
      { value, reason: 'the project, with its dependencies' },
    ],
    names,
    file,
    installsProject: true,
  };
}

function copied(lines: readonly DeclaredDependency[], file: string, origin: string): Dependencies {
  // A path that leaves the folder is kept: the check of the Mopyfile tells what it takes.
  const taken = lines.filter(({ line }) =>
    parseRequirement(line).problems.every(({ code }) => code === 'pip-path-outside'),
  );
  return {
    entries: taken.map(({ line, reason }, index) => {
      const reasons = [index === 0 ? `from ${origin}` : undefined, reason];
      return { value: line, reason: reasons.filter((one) => one !== undefined).join('; ') };
    }),
    names: namesOf(taken.map(({ line }) => line)),
    file,
    installsProject: false,
  };
}

function namesOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) => {
      const { requirement } = parseRequirementLine(line);
      if (requirement?.kind !== 'named') {
        return [];
      }
      const name = normalizedName(requirement.name);
      const extras = requirementParts(line)?.extras ?? [];
      return [name, ...extras.map((extra) => `${name}[${normalizedName(extra)}]`)];
    }),
  );
}
