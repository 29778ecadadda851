import { posix } from 'node:path';
import { foldersAbove } from '../../basics/folders-above.js';
import { privateFiles } from '../../context/private-files.js';
import {
  entryValue,
  type ParsedDocument,
  type ParsedNode,
  type ParsedSequence,
} from '../../parse/parsed-document.js';
import { type CopiedPath, warnOfLosses } from '../folder-losses.js';
import type { Key, KeyInput } from '../key.js';
import type { Mopyfile, Project, ProjectPart } from '../mopyfile.js';
import type { Report } from '../report.js';
import { scalarItems, scalarOf } from '../scalars.js';
import { REMOVE } from '../shape.js';
import { command } from './command.js';
import { type FoundPath, findPath, misplaced, normalise } from './project/path.js';
import { PROGRAM, whyNoProgram, whyNothingStarts } from './project/program.js';

/** The folder of the whole context, and of a list of paths, below the home folder. */
const FOLDER = 'app';

/** The program's own files. */
export const project: Key<Pick<Mopyfile, 'project'>> = {
  name: 'project',
  shape: {
    subject: '`project`',
    expected: 'a path or a list of paths',
    example: '`project: my-app/`',
    empty: REMOVE,
    synonyms: ['main', 'src', 'sources', 'files', 'copy'],
    accepts: {
      text: true,
      list: {
        subject: 'this entry of `project`',
        expected: 'a path',
        example: '`- app/`',
        accepts: { text: true },
      },
    },
  },
  contextPaths,
  read: async (input) => {
    const { value } = input;
    const files = value?.kind === 'sequence' ? await readList(value, input) : await readSingle(input);
    await warnOfPrivateFiles(files?.parts ?? [], input);
    await warnOfLosses(copiedPaths(files), input);
    return files === undefined ? {} : { project: files };
  },
};

function contextPaths(value: ParsedNode): readonly string[] {
  const single = scalarOf(value);
  return (single === undefined ? scalarItems(value) : [single]).flatMap((scalar) => {
    const path = misplaced(scalar) ? undefined : normalise(scalar.text);
    return path === undefined ? [] : [path, posix.join(path, PROGRAM)];
  });
}

/** A list keeps places, so that links may lead from one of its paths to another. */
function copiedPaths(files: Project | undefined): readonly CopiedPath[] {
  return (files?.parts ?? []).map(({ path, location }) => ({ path, at: location.span }));
}

/** Private files that a warning names. */
const SHOWN = 4;

/** `a, b and c`. */
function inWords(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Passwords, keys and histories that an ignore file of the author's own lets in. */
async function warnOfPrivateFiles(
  parts: readonly ProjectPart[],
  { visible, ignore, report }: KeyInput,
): Promise<void> {
  for (const { path, location } of parts) {
    const found = path.kind === 'directory' ? await privateFiles(visible, ignore, path.path) : [];
    if (found.length > 0) {
      const shown = found.slice(0, SHOWN);
      const rest = found.length - shown.length;
      const names = inWords([
        ...shown.map((name) => `\`${name}\``),
        ...(rest > 0 ? [`${rest} more such ${rest === 1 ? 'file' : 'files'}`] : []),
      ]);
      report({
        code: 'project-private',
        severity: 'warning',
        message: `${names} will be in the image, for everybody who has it`,
        hint: `leave ${found.length === 1 ? 'it' : 'them'} out in the ignore file, which takes the place of mopy's own list; if that is meant, write ${inWords(shown.map((path) => `\`!${path}\``))} there`,
        at: location.span,
      });
    }
  }
}

/** One path, which lands below the home folder under its own name. */
async function readSingle({ document, value, visible, report }: KeyInput): Promise<Project | undefined> {
  const scalar = scalarOf(value);
  const found = scalar && (await findPath(scalar, visible, report));
  if (found === undefined) {
    return undefined;
  }
  const problem = hasCommand(document) ? undefined : await whyNoProgram(found, visible);
  if (problem !== undefined) {
    report({ ...problem, at: found.scalar.span });
    return undefined;
  }
  const destination = found.path === '.' ? FOLDER : posix.basename(found.path);
  return {
    parts: [partOf(found, destination, document)],
    ...(found.entry.kind === 'directory'
      ? { folder: destination, main: PROGRAM }
      : { main: `/home/nonroot/${destination}` }),
  };
}

/** Several paths, which keep their places from the context below the working directory. */
async function readList(
  node: ParsedSequence,
  { document, visible, report }: KeyInput,
): Promise<Project | undefined> {
  const all = await Promise.all(scalarItems(node).map((scalar) => findPath(scalar, visible, report)));
  const found = all.filter((path) => path !== undefined);
  reportRepeated(found, report);
  const complete = found.length === node.items.length;
  const problem = complete && !hasCommand(document) ? await whyNothingStarts(found, visible) : undefined;
  if (problem !== undefined) {
    report({ ...problem, at: node.items[0]?.span ?? node.span });
  }
  return {
    parts: found.map((path) => partOf(path, posix.join(FOLDER, path.path), document)),
    folder: FOLDER,
    main: PROGRAM,
  };
}

/** Without a command the project has to hold the program that starts. */
function hasCommand({ root }: ParsedDocument): boolean {
  return entryValue(root, command.name) !== undefined;
}

function reportRepeated(found: readonly FoundPath[], report: Report): void {
  const places = new Map<string, FoundPath>();
  for (const one of found) {
    const first = places.get(one.path);
    places.set(one.path, first ?? one);
    if (first !== undefined) {
      reportCovered(one, first, report);
    }
  }
  for (const one of found) {
    const folders = one.path === '.' ? [] : ['.', ...foldersAbove(one.path)];
    const above = folders.find((folder) => places.has(folder));
    const folder = above === undefined ? undefined : places.get(above);
    if (folder !== undefined) {
      reportCovered(one, folder, report);
    }
  }
}

function reportCovered({ scalar }: FoundPath, { scalar: other }: FoundPath, report: Report): void {
  report({
    code: 'project-repeated',
    message: `\`${scalar.text}\` comes along with \`${other.text}\` already`,
    hint: 'remove it: folders are taken whole',
    at: scalar.span,
    related: [other.span],
  });
}

function partOf(
  { scalar, path, entry }: FoundPath,
  destination: string,
  { source }: ParsedDocument,
): ProjectPart {
  return { path: { path, kind: entry.kind }, destination, location: { source, span: scalar.span } };
}
