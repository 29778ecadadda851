import type { Finding } from '../finding.js';
import { folderOf, moduleName } from '../sources.js';
import { type ProposedStart, plainStart } from '../start.js';
import type { Survey } from '../survey.js';
import {
  requiredVariables,
  SETTINGS,
  type Settings,
  servedSettings,
  settingsFiles,
  settingsName,
} from './django-settings.js';
import { GUNICORN_WORDS, healthcheckOf } from './web.js';

const PORT = '8000';

/** Servers of ASGI that people choose for Django; without one of them it is gunicorn. */
const ASGI_SERVERS = ['daphne', 'uvicorn', 'hypercorn'];

/** A Django project: a `manage.py` that names its settings. */
export async function djangoStart(
  survey: Survey,
  base: string,
  installed: ReadonlySet<string>,
): Promise<ProposedStart | undefined> {
  const path = [...survey.files].find(
    (file) => file.startsWith(base) && /(^|\/)manage\.py$/.test(file) && file.split('/').length <= 3,
  );
  const module = path === undefined ? undefined : await survey.python(path);
  const managed = path === undefined ? undefined : await settingsName(survey, path);
  if (path === undefined || module === undefined || managed === undefined) {
    return undefined;
  }
  const root = folderOf(path);
  const project = `${root}${managed.split('.').slice(0, -1).join('/')}`;
  const server = serverFor(survey, project, installed);
  const file = `${project.replace(/\/settings$/, '')}/${server.kind}.py`;
  const application = moduleName(file, root);
  const settings = await servedSettings(survey, root, { module: managed, origin: path }, file);
  const files = await settingsFiles(survey, root, settings.module);
  const required = await requiredVariables(survey, files);
  return plainStart({
    subject: `Django in ${path}`,
    command: { value: serverWords(server.program, application), reason: `${file}, of ${path}` },
    root,
    file: { path, module },
    port: { value: PORT, reason: "the server's" },
    ...(await healthcheck(survey, root)),
    prepare: await prepareSteps(survey, files, required),
    envs: await settingsVariable(survey, settings, managed, [path, file]),
    required,
    servers: installed.has(server.program)
      ? []
      : [{ value: server.program, reason: "serves it; Django's own server is for development" }],
    files: djangoFiles(survey, root),
  });
}

interface Server {
  readonly kind: 'asgi' | 'wsgi';
  readonly program: string;
}

function serverFor({ files }: Survey, project: string, installed: ReadonlySet<string>): Server {
  const folder = project.replace(/\/settings$/, '');
  const program = ASGI_SERVERS.find((name) => installed.has(name));
  const [hasWsgi, hasAsgi] = ['wsgi', 'asgi'].map((kind) => files.has(`${folder}/${kind}.py`));
  const isChosen = program !== undefined && !installed.has('gunicorn');
  return hasAsgi && (isChosen || !hasWsgi)
    ? { kind: 'asgi', program: program ?? 'uvicorn' }
    : { kind: 'wsgi', program: 'gunicorn' };
}

function serverWords(program: string, module: string): readonly string[] {
  switch (program) {
    case 'gunicorn':
      return ['gunicorn', module, '--bind', `0.0.0.0:${PORT}`, ...GUNICORN_WORDS];
    case 'daphne':
      return ['daphne', '-b', '0.0.0.0', '-p', PORT, `${module}:application`];
    case 'hypercorn':
      return ['hypercorn', `${module}:application`, '--bind', `0.0.0.0:${PORT}`];
    default:
      return [program, `${module}:application`, '--host', '0.0.0.0', '--port', PORT];
  }
}

async function healthcheck(survey: Survey, root: string): Promise<Pick<ProposedStart, 'healthcheck'>> {
  for (const path of [...survey.files].filter(
    (file) => file.startsWith(root) && /(^|\/)urls\.py$/.test(file),
  )) {
    const module = await survey.python(path);
    const found = module === undefined ? {} : healthcheckOf({ path, module }, PORT);
    if (found.healthcheck !== undefined) {
      return found;
    }
  }
  return {};
}

/** Static files are collected where the settings say where to. */
async function prepareSteps(
  survey: Survey,
  files: readonly string[],
  required: readonly string[],
): Promise<readonly Finding<string>[]> {
  for (const file of files) {
    if ((await survey.python(file))?.variables.has('STATIC_ROOT')) {
      const needed = required.map((name) => `${name}=for-the-build `);
      return [
        {
          value: `${needed.join('')}python manage.py collectstatic --no-input`,
          reason: `STATIC_ROOT of ${file}`,
        },
      ];
    }
  }
  return [];
}

/** manage.py, wsgi.py and asgi.py of every new project set it themselves; where they differ, the image says which. */
async function settingsVariable(
  survey: Survey,
  { module: settings, origin }: Settings,
  managed: string,
  files: readonly [manage: string, application: string],
): Promise<ProposedStart['envs']> {
  const modules = await Promise.all(files.map((file) => survey.python(file)));
  if (settings !== managed) {
    return [[SETTINGS, { value: settings, reason: `${origin}; ${files[0]} has ${managed}` }]];
  }
  return modules.every((module) => module?.strings.has(SETTINGS))
    ? []
    : [[SETTINGS, { value: settings, reason: 'the settings, which no program sets' }]];
}

/** Applications are named in the settings: all packages beside manage.py may be. */
function djangoFiles({ files }: Survey, root: string): readonly string[] {
  const folders = [...files].flatMap((file) => {
    const [first = '', second] = file.startsWith(root) ? file.slice(root.length).split('/') : [];
    return second !== undefined && /^(__init__|apps|models|views|urls|settings)\.py$/.test(second)
      ? [`${first}/`]
      : [];
  });
  return ['manage.py', ...new Set(folders)];
}
