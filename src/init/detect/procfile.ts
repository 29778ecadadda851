import { splitCommand } from '../../validate/commands/split-command.js';
import type { SourceFile } from '../sources.js';
import { type ProposedStart, plainStart } from '../start.js';
import type { Survey } from '../survey.js';
import { GUNICORN_WORDS, healthcheckOf } from './web.js';

/** A process type of a Procfile. */
export interface ProcessType {
  readonly name: string;
  readonly command: string;
}

/** The lines of a Procfile; nothing where there is none. */
export async function readProcfile(survey: Survey, base: string): Promise<readonly ProcessType[]> {
  const text = (await survey.text(`${base}Procfile`)) ?? '';
  return text.split('\n').flatMap((line) => {
    const [, name, command] = /^([\w-]+)\s*:\s*(\S.*?)\s*$/.exec(line) ?? [];
    return name === undefined || command === undefined ? [] : [{ name, command }];
  });
}

/** The command of a Procfile's `web`, where no shell is needed for it; `$PORT` is 8000. */
export async function procfileStart(
  survey: Survey,
  base: string,
  processes: readonly ProcessType[],
): Promise<ProposedStart | undefined> {
  const web =
    processes.find(({ name }) => name === 'web') ?? (processes.length === 1 ? processes[0] : undefined);
  const split = web && splitCommand(web.command.replaceAll(/\$(PORT\b|\{PORT(:-?\d+)?\})/g, PORT));
  if (web === undefined || split === undefined || !('words' in split) || split.words[0]?.includes('=')) {
    return undefined;
  }
  const configuration = await configurationOf(survey, base, split.words);
  const file = await namedFile(
    survey,
    base,
    split.words.filter((word) => word !== configuration?.file),
  );
  const port = configuration?.port ?? portOf(split.words);
  return plainStart({
    subject: `${web.name} of Procfile`,
    command: {
      value: configuration?.port ? split.words : listening(split.words, port),
      reason: `${base}Procfile, ${web.name}`,
    },
    root: base,
    ...(file && { file }),
    ...(port !== undefined && { port: { value: port, reason: "the server's" } }),
    ...(file && port !== undefined && healthcheckOf(file, port)),
    files: ['manage.py', configuration?.file].flatMap((path) =>
      path !== undefined && survey.files.has(base + path) ? [path] : [],
    ),
  });
}

const PORT = '8000';

/** The file that a command's `-c` names, a configuration of gunicorn, and the port that it binds. */
async function configurationOf(
  survey: Survey,
  base: string,
  words: readonly string[],
): Promise<{ readonly file: string; readonly port?: string } | undefined> {
  const index = words.findIndex((word) => word === '-c' || word === '--config');
  const file = words[index + 1];
  if (!words.includes('gunicorn') || index < 0 || file === undefined) {
    return undefined;
  }
  const bound = /^bind\s*=\s*\[?\s*["'][^"'\n]*:(\d+)["']/m.exec((await survey.text(base + file)) ?? '')?.[1];
  return { file, ...(bound !== undefined && { port: bound }) };
}

/** The file that a word of a command names: `app.main:app`, `app.main` and `app/main.py` do. */
async function namedFile(
  survey: Survey,
  base: string,
  words: readonly string[],
): Promise<SourceFile | undefined> {
  const paths = words.flatMap((word) => {
    const [module = ''] = word.split(':');
    const path = base + module.replaceAll('.', '/');
    return [...(word.endsWith('.py') ? [base + word] : []), `${path}.py`, `${path}/__init__.py`];
  });
  const path = paths.find((one) => survey.files.has(one));
  const module = path === undefined ? undefined : await survey.python(path);
  return path === undefined || module === undefined ? undefined : { path, module };
}

function portOf(words: readonly string[]): string | undefined {
  const bound = words.map((word) => /^(?:.*[:=])?(\d{4,5})$/.exec(word)?.[1]);
  return bound.find((port) => port !== undefined) ?? (words[0] === 'gunicorn' ? PORT : undefined);
}

/** gunicorn listens where its variable PORT says, else inside of the container alone. */
function listening(words: readonly string[], port: string | undefined): readonly string[] {
  const isBound = words.some((word) => /^(-b|--bind)/.test(word));
  return words[0] === 'gunicorn' && !isBound && port !== undefined
    ? [...words, '--bind', `0.0.0.0:${port}`, ...GUNICORN_WORDS]
    : words;
}
