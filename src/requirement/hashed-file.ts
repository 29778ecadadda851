import type { Span } from '../source/source.js';
import { type LogicalLine, logicalLines } from './logical-lines.js';
import { type Option, optionsStart, readOptions } from './options.js';
import { parseRequirementLine } from './parse-requirement.js';
import type { ParsedRequirement } from './requirement.js';
import { fileCredentialSpans } from './requirements-file.js';

/** A requirement of a file, with the offset at which its line starts. */
export interface HashedRequirement {
  readonly requirement: ParsedRequirement;
  /** Of its archives; none of a repository and of a path. */
  readonly hashes: readonly string[];
  readonly span: Span;
}

/** A requirements file whose archives all have hashes. */
export interface HashedFile {
  /** Lines of options that hold for all requirements. */
  readonly options: readonly string[];
  readonly requirements: readonly HashedRequirement[];
}

/**
 * Takes a requirements file with hashes apart, such as `uv export`, `pip-compile --generate-hashes`, `poetry export` and `pipenv
 * requirements --hash` write it; undefined for any other file. Repositories and projects, which cannot have hashes, may be
 * among them, and a project may be editable, as uv writes it.
 */
export function readHashedFile(text: string): HashedFile | undefined {
  if (!text.includes('--hash') || fileCredentialSpans(text).length > 0) {
    return undefined;
  }
  const options: string[] = [];
  const requirements: HashedRequirement[] = [];
  for (const line of logicalLines(text)) {
    const read = readLine(line);
    if (read === undefined) {
      return undefined;
    }
    options.push(...read.options);
    requirements.push(...read.requirements);
  }
  return requirements.some(({ hashes }) => hashes.length > 0) ? { options, requirements } : undefined;
}

function readLine(line: LogicalLine): HashedFile | undefined {
  const start = optionsStart(line.text);
  const { options } = readOptions(line.text, start);
  const written = line.text.slice(0, start).trimEnd();
  if (options === undefined) {
    return undefined;
  }
  if (written !== '') {
    const hashes = options.flatMap(({ name, value }) => (name === '--hash' ? [value] : []));
    return hashes.length === options.length ? readRequirement(written, hashes, line) : undefined;
  }
  const [option] = options;
  if (options.length === 1 && option?.name === '--editable') {
    const read = readRequirement(option.value, [], line);
    return read?.requirements.every(({ requirement }) => requirement.kind === 'local') ? read : undefined;
  }
  return options.every(isShared)
    ? {
        options: options.some(({ name }) => name === '--require-hashes') ? [] : [line.text],
        requirements: [],
      }
    : undefined;
}

/** Lines that name a file: they count from the file's own folder, which the list that pip gets has not. */
function isShared({ name, value }: Option, _: number, all: readonly Option[]): boolean {
  const isFile = ['--editable', '--requirement', '--constraint', '--find-links', '--hash'].includes(name);
  return !isFile && !/^file:/i.test(value) && (name !== '--require-hashes' || all.length === 1);
}

function readRequirement(
  written: string,
  hashes: readonly string[],
  line: LogicalLine,
): HashedFile | undefined {
  const { requirement, problems } = parseRequirementLine(written);
  if (requirement === undefined || problems.length > 0) {
    return undefined;
  }
  const isFetchedByHash = requirement.kind === 'named' || requirement.kind === 'file-url';
  const span = { start: line.offsetOf(0), end: line.offsetOf(written.length - 1) + 1 };
  return isFetchedByHash === hashes.length > 0
    ? { options: [], requirements: [{ requirement, hashes, span }] }
    : undefined;
}

/** The option `--require-hashes` of a requirements file, and the lines that it is about. */
export interface HashDemand {
  /** The option's own place. */
  readonly span: Span;
  /** Places of the requirements without a hash; those under a marker may concern no image. */
  readonly unhashed: readonly Span[];
}

/** An archive whose URL has its hash. */
const HASH_IN_URL = /#(?:[^\s#]*&)?sha(?:256|384|512)=/;

/** Whether a requirement has the hash of its archive in its own text. */
export function hasOwnHash({ text }: { readonly text: readonly { readonly text: string }[] }): boolean {
  return HASH_IN_URL.test(text.map((part) => part.text).join(''));
}

/**
 * The demand of a file that asks hashes of everything; undefined for one that does not, and for one that names other files,
 * whose hashes may be there.
 */
export function hashDemand(text: string): HashDemand | undefined {
  let span: Span | undefined;
  const unhashed: Span[] = [];
  for (const line of text.includes('--require-hashes') ? logicalLines(text) : []) {
    const start = optionsStart(line.text);
    const { options = [] } = readOptions(line.text, start);
    const names = options.map(({ name }) => name);
    const written = line.text.slice(0, start).trimEnd();
    const place = { start: line.offsetOf(0), end: line.offsetOf(line.text.trimEnd().length - 1) + 1 };
    if (names.includes('--requirement') || names.includes('--constraint')) {
      return undefined;
    }
    const lacksHash =
      written === ''
        ? names.includes('--editable')
        : !(names.includes('--hash') || HASH_IN_URL.test(written) || written.includes(';'));
    if (lacksHash) {
      unhashed.push(place);
    } else if (names.includes('--require-hashes')) {
      span ??= place;
    }
  }
  return span && { span, unhashed };
}
