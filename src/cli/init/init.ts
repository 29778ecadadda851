import { basename, join, resolve } from 'node:path';
import { systemErrorCode } from '../../basics/system-error.js';
import type { check as checkMopyfile } from '../../compile.js';
import { folderContext } from '../../context/folder.js';
import { type Proposal, proposeMopyfile } from '../../init/init.js';
import { defaultTag } from '../../solve/destination.js';
import { shellWord } from '../../solve/invocation.js';
import { OperationalError } from '../../source/operational-error.js';
import { ownWords } from '../command-line/own-command.js';
import type { RunRequest } from '../command-line/run-request.js';
import { usageError } from '../command-line/usage-error.js';
import type { Logger } from '../messages/logger.js';
import type { Io } from '../world/io.js';
import { writeOutput } from '../world/write-output.js';

const MOPYFILE = 'Mopyfile.yaml';

/** More syntax errors are no news. */
const MAXIMUM_BROKEN = 3;

/**
 * Writes a Mopyfile for a folder, and says what was found and what to type next. Returns the exit code.
 *
 * @param check the check of a Mopyfile, which the caller has loaded already
 * @throws OperationalError when the folder is none, or the file is there already
 */
export async function init(
  { context: given, out }: RunRequest,
  io: Io,
  logger: Logger,
  check: typeof checkMopyfile,
): Promise<number> {
  const folder = given ?? '.';
  const path = out ?? join(folder, MOPYFILE);
  const context = folderContext(folder);
  if ((await context.stat('.'))?.kind !== 'directory') {
    throw usageError(`${JSON.stringify(folder)} is no folder`, 'name the folder of the project');
  }
  if (path !== '-' && (await isThere(path, io))) {
    throw new OperationalError(
      `${path} is there already`,
      'it is kept: use -out to name another file, or -out - to see what would be written',
    );
  }
  const proposal = await proposeMopyfile(context);
  await writeOutput(io, path === '-' ? undefined : path, proposal.text);
  const { diagnostics } = await check({ bytes: Buffer.from(proposal.text), filename: path }, context, {
    now: io.now,
    contextPath: MOPYFILE,
  });
  await logger.diagnostics(diagnostics);
  for (const line of summaryLines(proposal, path)) {
    await logger.note(line);
  }
  await logger.note(nextLine(proposal, path, given, io));
  return 0;
}

/** Whether a path is taken, by whatever it may be. Where it cannot be at all, writing says why. */
async function isThere(path: string, io: Io): Promise<boolean> {
  try {
    return (await io.readFile(path, 0)) !== undefined;
  } catch (error) {
    return !['ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(systemErrorCode(error) ?? '');
  }
}

function summaryLines(
  {
    python,
    pip,
    subject,
    command,
    nothing,
    buildDeps,
    runtimeDeps,
    environmentFile,
    misspelt,
    broken,
    projects,
  }: Proposal,
  path: string,
): readonly string[] {
  const several = projects.length > 1;
  const apt = [...buildDeps, ...runtimeDeps];
  const [first] = pip;
  const others = pip.length > 1 ? ` and ${pip.length - 1} more` : '';
  return [
    ...(path === '-' ? [] : [`wrote ${path}`]),
    `  python   ${python.value}: ${python.reason}`,
    ...(first === undefined
      ? []
      : [`  pip      ${first.value}${others}${first.reason === '' ? '' : `: ${first.reason}`}`]),
    ...(apt.length === 0 ? [] : [`  apt      ${apt.map(({ value }) => value).join(', ')}`]),
    ...(command === undefined ? [] : [`  command  ${command.value[0]}: ${subject}`]),
    ...(nothing === undefined ? [] : [`  command  none: ${nothing}`]),
    ...misspelt.map(
      ({ file, name, meant }) => `  ${file} imports ${name}: is ${meant} meant? It is not in pip`,
    ),
    ...(environmentFile === undefined ? [] : [environmentLine(environmentFile)]),
    ...broken.slice(0, MAXIMUM_BROKEN).map((place) => `  ${place} has a syntax error`),
    ...(several ? [`  ${projects.length} folders have projects of their own`] : []),
  ];
}

function environmentLine(path: string): string {
  return basename(path) === '.env'
    ? `  envs     ${path} stays out of the image: the container is given it`
    : `  envs     ${path}: copy it to .env and fill it in; the container is given that`;
}

function nextLine(
  { command, port, required, environmentFile, projects }: Proposal,
  path: string,
  given: string | undefined,
  io: Io,
): string {
  const [first = ''] = projects;
  const own = ownWords(io.environment).join(' ');
  if (projects.length > 1) {
    return `next: ${own} -init ${shellWord(join(given ?? '.', first))}, for one of them`;
  }
  if (command === undefined) {
    return 'next: say in the file what starts; the lines at its end show how';
  }
  const tag = defaultTag(basename(resolve(io.workingFolder, given ?? '.')));
  const ports = port === undefined ? '' : `-p ${port.value}:${port.value} `;
  const file = environmentFile?.replace(/[^/]*$/, '.env');
  const variables = [
    ...(file === undefined ? [] : [`--env-file ${shellWord(join(given ?? '', file))} `]),
    ...required.map((name) => `-e ${name}=… `),
  ].join('');
  const named = path === '-' || basename(path) === MOPYFILE ? '' : ` -filename ${shellWord(path)}`;
  const where = given === undefined || named !== '' ? '' : ` ${shellWord(given)}`;
  return `next: ${own}${named}${where}, then docker run --rm ${ports}${variables}${shellWord(tag)}`;
}
