import { isLockFile } from '../../../src/lock/read-lock.js';
import type { CompileInput, SizeInput } from '../input.js';
import { outcomeOf } from './outcome.js';
import { isTooLong, measured } from './seconds.js';

/** The limit for any input of 1 MiB. */
const MEBIBYTES = 300;

/** Leads to each kind of file that is read. */
const MOPYFILE = 'python: 3.13\npip: [./requirements.txt, numpy]\nproject: app\n';

/** A lock of poetry 1, and the project that it is read with. */
const POETRY_LOCK = '[metadata]\nlock-version = "2.0"\npython-versions = "*"\ncontent-hash = "00"\n';
const PYPROJECT = '[tool.poetry.dependencies]\na = "*"\na0 = "*"\n';

/** A large file takes no more than the limits. Meant for a process of its own: memory is the process's peak. */
export async function checkSize(input: SizeInput): Promise<string | undefined> {
  const text = textOf(input);
  const { seconds } = await measured(() => outcomeOf(compileInput(input.path, text)));
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  if ((await isTooLong(seconds)) || mebibytes > MEBIBYTES) {
    return `${seconds.toFixed(1)} s and ${Math.round(mebibytes)} MiB for ${text.length} characters`;
  }
  return undefined;
}

function textOf({ head, unit, tail, bytes }: SizeInput): string {
  const room = bytes - Buffer.byteLength(head + tail);
  return head + (unit.includes('{n}') ? counted(unit, room) : repeated(unit, room)) + tail;
}

function repeated(unit: string, room: number): string {
  return unit.repeat(Math.max(0, Math.floor(room / Math.max(1, Buffer.byteLength(unit)))));
}

/** In each of them `{n}` is its number, and `{n+1}` the next one. */
function counted(unit: string, room: number): string {
  let text = '';
  for (let number = 0; text.length < room; number += 1) {
    text += unit.replaceAll('{n}', String(number)).replaceAll('{n+1}', String(number + 1));
  }
  return text;
}

function compileInput(path: string, text: string): CompileInput {
  const files = {
    'requirements.txt': 'numpy\n',
    'app/main.py': '',
    'pyproject.toml': PYPROJECT,
    'poetry.lock': POETRY_LOCK,
    [path]: text,
  };
  return {
    kind: 'compile',
    mopyfile: path === 'Mopyfile.yaml' ? text : mopyfileFor(path, text),
    files,
    credentials: 'secret',
    platforms: [],
    labels: {},
  };
}

/** Leads to a file of the context. */
function mopyfileFor(path: string, text: string): string {
  if (path.startsWith('project/')) {
    return 'python: 3.13\npip: [./project]\n';
  }
  const entry = text.startsWith('[tool.poetry') ? 'poetry.lock' : path;
  return isLockFile(entry) ? `python: 3.13\npip: [./${entry}]\n` : MOPYFILE;
}
