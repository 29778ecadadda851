import { posix } from 'node:path';
import { lookUp, type VisibleContext, wayOut } from '../../../context/context.js';
import type { Explanation } from '../../shape.js';
import { type FoundPath, ignored, unreadableProject } from './path.js';

/** The file of a folder that starts where nothing else is said. */
export const PROGRAM = 'main.py';

/** The reason why a project of one path is nothing that Python can start. */
export async function whyNoProgram(
  { scalar: { text }, path, entry }: FoundPath,
  visible: VisibleContext,
): Promise<Explanation | undefined> {
  return entry.kind === 'directory'
    ? whyNoFolder(text, path, visible).catch((error) => unreadableProject(text, error))
    : whyNoFile(text, path);
}

function whyNoFile(text: string, path: string): Explanation | undefined {
  return path.endsWith('.py')
    ? undefined
    : {
        code: 'project-kind',
        message: `\`${text}\` is not a \`.py\` file`,
        hint: 'name a Python file, or a folder that holds `main.py`; or say with `command` what starts',
      };
}

async function whyNoFolder(
  text: string,
  folder: string,
  visible: VisibleContext,
): Promise<Explanation | undefined> {
  const path = posix.join(folder, PROGRAM);
  const entry = await lookUp(visible, path);
  if (entry === 'ignored') {
    return ignored(path);
  }
  if (typeof entry === 'string' || entry.kind === 'directory') {
    return {
      code: 'project-kind',
      message: `the folder \`${text}\` holds no \`main.py\``,
      hint: 'add the file, name the Python file to start, or say with `command` what starts',
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

/** The reason why a list of paths starts nothing: Python looks for the program in the working directory. */
export async function whyNothingStarts(
  paths: readonly FoundPath[],
  visible: VisibleContext,
): Promise<Explanation | undefined> {
  const whole = paths.find(({ path }) => path === '.');
  if (whole !== undefined) {
    return whyNoProgram(whole, visible);
  }
  return paths.some(({ path, entry }) => path === PROGRAM && entry.kind === 'file')
    ? undefined
    : {
        code: 'project-kind',
        message: 'nothing of `project` starts: it has no `main.py` at its top',
        hint: 'add `main.py`, or say with `command` what starts, for example `command: uvicorn app.main:app`',
      };
}
