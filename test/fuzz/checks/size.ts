import { isLockFile } from '../../../src/lock/read-lock.js';
import type { CompileInput, SizeInput } from '../input.js';
import { outcomeOf } from './outcome.js';
import { MAXIMUM_SECONDS, measured } from './seconds.js';

/** The limit for any input of 1 MiB. */
const MEBIBYTES = 300;

/** Leads to each kind of file that is read. */
const MOPYFILE = 'python: 3.13\npip: [./requirements.txt, numpy]\nproject: app\n';

/** The manifest beside a lock of poetry 1. */
const PYPROJECT = '[tool.poetry.dependencies]\na = "*"\na0 = "*"\n';

/** A large file takes no more than the limits. Meant for a process of its own: memory is the process's peak. */
export async function checkSize(input: SizeInput): Promise<string | undefined> {
  const text = textOf(input);
  const { seconds } = await measured(() => outcomeOf(compileInput(input.path, text)));
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  if (seconds > MAXIMUM_SECONDS || mebibytes > MEBIBYTES) {
    return `${seconds.toFixed(1)} s and ${Math.round(mebibytes)} MiB for ${text.length} characters`;
  }
  return undefined;
}

function textOf({ head, unit, tail, bytes }: SizeInput): string {
  const room = bytes - Buffer.byteLength(head + tail);
  const count = Math.max(0, Math.floor(room / Math.max(1, Buffer.byteLength(unit))));
  return head + repeated(unit, count) + tail;
}

/** In each of them `{n}` is its number, and `{n+1}` the next one. */
function repeated(unit: string, count: number): string {
  return unit.includes('{n}')
    ? Array.from({ length: count }, (_, at) =>
        unit.replaceAll('{n}', String(at)).replaceAll('{n+1}', String(at + 1)),
      ).join('')
    : unit.repeat(count);
}

function compileInput(path: string, text: string): CompileInput {
  const files = {
    'requirements.txt': 'numpy\n',
    'app/main.py': '',
    'pyproject.toml': PYPROJECT,
    [path]: text,
  };
  return {
    kind: 'compile',
    mopyfile:
      path === 'Mopyfile.yaml' ? text : isLockFile(path) ? `python: 3.13\npip: [./${path}]\n` : MOPYFILE,
    files,
    credentials: 'secret',
    platforms: [],
    labels: {},
  };
}
