import { posix } from 'node:path';

/** Python code that a command starts with. */
export type EntryPoint =
  /** A program on `PATH`, or its path: a console script, or none of Python at all. */
  | { readonly kind: 'program'; readonly name: string }
  /** A file that is run as a script; relative to the working directory, or absolute. */
  | { readonly kind: 'script'; readonly name: string }
  /** A module that Python runs after `-m`. */
  | { readonly kind: 'run'; readonly name: string }
  /** A module that a server imports from the working directory. */
  | { readonly kind: 'module'; readonly name: string };

/** A module, and an attribute of it that a server is to call. */
const APPLICATION = /^((?:[A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*):[A-Za-z_][\w.]*(?:\(.*\))?$/;
const MODULE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Options of servers whose values look like applications and are none. */
const OTHER_VALUES: ReadonlySet<string> = new Set([
  '-c',
  '--config',
  '-k',
  '--worker-class',
  '--logger-class',
]);

/** Options of Python that take the next word. */
const PYTHON_VALUES: ReadonlySet<string> = new Set(['-X', '-W', '--check-hash-based-pycs']);

/**
 * The code that a command starts with, as far as its words tell: the file or module that Python is given, or the program
 * itself, and the application of the servers and workers that are known.
 *
 * @param words a program and its arguments
 */
export function entryPoints([program = '', ...words]: readonly string[]): readonly EntryPoint[] {
  const name = posix.basename(program);
  return /^python(3(\.\d+)?)?$/.test(name)
    ? startedByPython(words)
    : [{ kind: 'program', name: program }, ...startedBy(name, words)];
}

function startedByPython(words: readonly string[]): readonly EntryPoint[] {
  const [word, ...rest] = words;
  if (word === undefined || word === '-' || word.startsWith('-c')) {
    return [];
  }
  if (PYTHON_VALUES.has(word)) {
    return startedByPython(rest.slice(1));
  }
  if (word === '-m') {
    const [module = '', ...others] = rest;
    return MODULE.test(module) ? [{ kind: 'run', name: module }, ...startedBy(module, others)] : [];
  }
  return word.startsWith('-') ? startedByPython(rest) : [{ kind: 'script', name: word }];
}

function startedBy(program: string, words: readonly string[]): readonly EntryPoint[] {
  switch (program) {
    case 'gunicorn':
      return [...applications(words), ...plainApplication(words)];
    case 'uvicorn':
    case 'hypercorn':
    case 'daphne':
    case 'granian':
      return applications(words);
    case 'celery':
      return modules(optionValue(words, ['-A', '--app']));
    case 'flask':
      return modules(optionValue(words, ['-A', '--app']));
    case 'streamlit':
      return words[0] === 'run' && words[1]?.endsWith('.py') ? [{ kind: 'script', name: words[1] }] : [];
    default:
      return [];
  }
}

function applications(words: readonly string[]): readonly EntryPoint[] {
  return words.flatMap((word, index): readonly EntryPoint[] => {
    const name = OTHER_VALUES.has(words[index - 1] ?? '') ? undefined : APPLICATION.exec(word)?.[1];
    return name === undefined ? [] : [{ kind: 'module', name }];
  });
}

/** gunicorn takes a module alone, whose `application` it calls. A word behind an option may be the option's value. */
function plainApplication(words: readonly string[]): readonly EntryPoint[] {
  const name = words.find((word, index) => MODULE.test(word) && !(words[index - 1] ?? '').startsWith('-'));
  return name === undefined ? [] : [{ kind: 'module', name }];
}

function optionValue(words: readonly string[], options: readonly string[]): string | undefined {
  const index = words.findIndex((word) => options.includes(word.split('=', 1)[0] ?? ''));
  const word = words[index];
  if (word === undefined) {
    return undefined;
  }
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[index + 1];
}

/** `module` or `module:attribute`. */
function modules(value = ''): readonly EntryPoint[] {
  const [name = ''] = value.split(':', 1);
  return MODULE.test(name) ? [{ kind: 'module', name }] : [];
}
