import { systemErrorReason, UNREADABLE_HINT } from '../../../basics/system-error.js';
import { type FoundEntry, lookUp, type VisibleContext } from '../../../context/context.js';
import type { ParsedScalar } from '../../../parse/parsed-document.js';
import type { Report, Violation } from '../../report.js';
import { checkCharacters } from '../../scalars.js';
import type { Explanation } from '../../shape.js';

/** A path of a project that is there. */
export interface FoundPath {
  readonly scalar: ParsedScalar;
  /** Normalised; `.` is the context itself. */
  readonly path: string;
  readonly entry: FoundEntry;
}

/** The path without `.`, `..` and needless slashes; undefined when it leaves the context. */
export function normalise(path: string): string | undefined {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.pop() === undefined) {
      return undefined;
    }
    if (segment !== '' && segment !== '.' && segment !== '..') {
      segments.push(segment);
    }
  }
  return segments.join('/') || '.';
}

/** Explanations for what `lookUp` says of paths that cannot be had. */
const WHY_NOT = { missing, ignored, other: neither };

/** The file or folder at a path of a project; undefined, and reported, where it cannot be had. */
export async function findPath(
  scalar: ParsedScalar,
  visible: VisibleContext,
  report: Report,
): Promise<FoundPath | undefined> {
  const { text, span } = scalar;
  if (!checkCharacters(scalar, '`project`', report)) {
    return undefined;
  }
  const problem = misplaced(scalar);
  if (problem !== undefined) {
    report(problem);
    return undefined;
  }
  const path = normalise(text) ?? '.';
  try {
    const entry = await lookUp(visible, path);
    if (typeof entry === 'object') {
      return { scalar, path, entry };
    }
    report({ ...WHY_NOT[entry](text), at: span });
  } catch (error) {
    report({ ...unreadableProject(text, error), at: span });
  }
  return undefined;
}

/** The reason why a text cannot be a path of the build context. */
export function misplaced({ text, span }: ParsedScalar): Violation | undefined {
  if (text.trim() === '') {
    return {
      code: 'empty-value',
      message: '`project` is empty',
      hint: 'remove the key, or write `.` for the whole context',
      at: span,
    };
  }
  if (text.startsWith('/') || /^[a-z]:[\\/]/i.test(text) || text.startsWith('~/')) {
    return {
      code: 'project-absolute',
      message: `\`${text}\` is not relative to the build context`,
      hint: 'write the path as seen from the build context, for example `my-app/`',
      at: span,
    };
  }
  if (normalise(text) === undefined) {
    return {
      code: 'project-outside',
      message: `\`${text}\` leaves the build context`,
      hint: 'move the program into the context, or give a folder further up as context',
      at: span,
    };
  }
  return undefined;
}

/** @throws what is no error of the operating system */
export function unreadableProject(text: string, error: unknown): Explanation {
  return {
    code: 'project-unreadable',
    message: `\`${text}\` cannot be read: ${systemErrorReason(error)}`,
    hint: UNREADABLE_HINT,
  };
}

function missing(text: string): Explanation {
  const hint = text.includes('\\')
    ? 'write `/` between folders'
    : 'check the spelling; paths are relative to the build context';
  return { code: 'project-missing', message: `\`${text}\` does not exist in the build context`, hint };
}

function neither(text: string): Explanation {
  return {
    code: 'project-kind',
    message: `\`${text}\` is a pipe, a socket or a device`,
    hint: 'name a file or a folder',
  };
}

/** The explanation of a path that ignore rules leave out. */
export function ignored(path: string): Explanation {
  return {
    code: 'project-ignored',
    message: `the ignore rules leave \`${path}\` out of the build context`,
    hint: 'change the ignore file so that it lets the program in, for example with a line that starts with `!`',
  };
}
