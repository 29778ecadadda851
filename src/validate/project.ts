import type { VisibleContext } from '../context/context.js';
import { entryValue, type ParsedDocument, type ParsedScalar } from '../parse/parsed-document.js';
import type { Project } from './mopyfile.js';
import type { Finding, Report } from './report.js';
import { checkCharacters, scalarOf } from './scalars.js';

/** The program to start, when there is one and it is in order. */
export async function readProject(
  document: ParsedDocument,
  visible: VisibleContext,
  report: Report,
): Promise<Project | undefined> {
  const scalar = scalarOf(entryValue(document.root, 'project'));
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
  const kind = await kindOf(path, scalar, visible, report);
  const name = path === '.' ? 'app' : (path.split('/').at(-1) ?? path);
  return kind && { path: { path, kind }, name, location: { source: document.source, span: scalar.span } };
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
  { context, isIgnored }: VisibleContext,
  report: Report,
): Promise<'file' | 'directory' | undefined> {
  const entry = await context.stat(path);
  if (entry === undefined) {
    const hint = text.includes('\\')
      ? 'write `/` between folders'
      : 'check the spelling; paths are relative to the build context';
    report({
      code: 'project-missing',
      message: `\`${text}\` does not exist in the build context`,
      hint,
      at: span,
    });
    return undefined;
  }
  const program = entry.kind === 'file' ? path : path === '.' ? 'main.py' : `${path}/main.py`;
  if (isIgnored(path) || isIgnored(program)) {
    const hint =
      'change the ignore file so that it lets the program in, for example with a line that starts with `!`';
    const message = `the ignore rules leave \`${isIgnored(path) ? text : program}\` out of the build context`;
    report({ code: 'project-ignored', message, hint, at: span });
    return undefined;
  }
  const problem = await whyNoProgram(entry.kind, program, text, context);
  if (problem !== undefined) {
    report({ code: 'project-kind', ...problem, at: span });
    return undefined;
  }
  return entry.kind;
}

async function whyNoProgram(
  kind: 'file' | 'directory',
  program: string,
  text: string,
  context: VisibleContext['context'],
): Promise<{ readonly message: string; readonly hint: string } | undefined> {
  if (kind === 'file') {
    return program.endsWith('.py')
      ? undefined
      : {
          message: `\`${text}\` is no \`.py\` file`,
          hint: 'name a Python file, or a folder that holds `main.py`',
        };
  }
  return (await context.stat(program))?.kind === 'file'
    ? undefined
    : {
        message: `the folder \`${text}\` holds no \`main.py\``,
        hint: 'add the file, or name the Python file to start',
      };
}
