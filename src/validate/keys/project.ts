import { posix } from 'node:path';
import { lookUp, type VisibleContext, wayOut } from '../../context/context.js';
import { systemErrorReason, UNREADABLE_HINT } from '../../context/system-error.js';
import type { ParsedNode, ParsedScalar } from '../../parse/parsed-document.js';
import type { Key, KeyInput } from '../key.js';
import type { Mopyfile, Project } from '../mopyfile.js';
import type { Finding, Report } from '../report.js';
import { checkCharacters, scalarOf } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';

/** The program to start. */
export const project: Key<Pick<Mopyfile, 'project'>> = {
  name: 'project',
  shape: {
    subject: '`project`',
    expected: 'a path',
    example: '`project: my-app/`',
    empty: REMOVE,
    synonyms: ['main', 'entrypoint', 'cmd'],
    accepts: { text: true },
  },
  contextPaths,
  read: async (input) => {
    const program = await readProject(input);
    return program === undefined ? {} : { project: program };
  },
};

const PROGRAM = 'main.py';

function contextPaths(value: ParsedNode): readonly string[] {
  const scalar = scalarOf(value);
  const path = scalar === undefined || misplaced(scalar) ? undefined : normalise(scalar.text);
  return path === undefined ? [] : [path, posix.join(path, PROGRAM)];
}

/** The program, when there is one and it is in order. */
async function readProject({ document, value, visible, report }: KeyInput): Promise<Project | undefined> {
  const scalar = scalarOf(value);
  if (scalar === undefined) {
    return undefined;
  }
  checkCharacters(scalar, '`project`', report);
  const problem = misplaced(scalar);
  if (problem !== undefined) {
    report(problem);
    return undefined;
  }
  const path = normalise(scalar.text) ?? '.';
  const kind = await kindOf(path, scalar, visible, report).catch((error) => {
    report({ ...unreadable(scalar.text, error), at: scalar.span });
    return undefined;
  });
  const target = path === '.' ? 'app' : (path.split('/').at(-1) ?? path);
  return (
    kind && {
      parts: [{ path: { path, kind }, target, location: { source: document.source, span: scalar.span } }],
      ...(kind === 'directory' ? { folder: target, main: 'main.py' } : { main: `/home/nonroot/${target}` }),
    }
  );
}

/** The path without `.`, `..` and needless slashes; undefined when it leaves the context. */
function normalise(path: string): string | undefined {
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

function misplaced({ text, span }: ParsedScalar): Finding | undefined {
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

async function kindOf(
  path: string,
  { text, span }: ParsedScalar,
  visible: VisibleContext,
  report: Report,
): Promise<'file' | 'directory' | undefined> {
  const entry = await lookUp(visible, path);
  if (entry === 'missing') {
    report({ ...missing(text), at: span });
    return undefined;
  }
  if (entry === 'ignored') {
    report({ ...ignored(text), at: span });
    return undefined;
  }
  const problem = entry.kind === 'file' ? whyNoProgram(text, path) : await whyNoProject(text, path, visible);
  if (problem !== undefined) {
    report({ ...problem, at: span });
    return undefined;
  }
  return entry.kind;
}

/** @throws what is no error of the operating system */
function unreadable(text: string, error: unknown): Explanation {
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

function ignored(path: string): Explanation {
  return {
    code: 'project-ignored',
    message: `the ignore rules leave \`${path}\` out of the build context`,
    hint: 'change the ignore file so that it lets the program in, for example with a line that starts with `!`',
  };
}

function whyNoProgram(text: string, path: string): Explanation | undefined {
  return path.endsWith('.py')
    ? undefined
    : {
        code: 'project-kind',
        message: `\`${text}\` is not a \`.py\` file`,
        hint: 'name a Python file, or a folder that holds `main.py`',
      };
}

async function whyNoProject(
  text: string,
  folder: string,
  visible: VisibleContext,
): Promise<Explanation | undefined> {
  const path = posix.join(folder, PROGRAM);
  const entry = await lookUp(visible, path);
  if (entry === 'ignored') {
    return ignored(path);
  }
  if (entry === 'missing' || entry.kind === 'directory') {
    return {
      code: 'project-kind',
      message: `the folder \`${text}\` holds no \`main.py\``,
      hint: 'add the file, or name the Python file to start',
    };
  }
  const end = await wayOut(visible.context, folder, entry);
  return end === undefined ? undefined : linkedAway(folder, path, end);
}

function linkedAway(folder: string, program: string, end: string): Explanation {
  return {
    code: 'project-outside',
    message: `\`${program}\` is a link to \`${end}\`, which is not in \`${folder}\``,
    hint: 'put the file itself there: the image gets the folder without what its links lead to',
  };
}
