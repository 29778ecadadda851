import { unique } from '../../basics/unique.js';
import { folderOf, moduleName } from '../sources.js';
import type { Survey } from '../survey.js';

/** The variable that names the settings of a Django project. */
export const SETTINGS = 'DJANGO_SETTINGS_MODULE';

/** The settings module that manage.py names, else the one module of that name beside it. */
export async function settingsName(survey: Survey, path: string): Promise<string | undefined> {
  const named = await namedSettings(survey, path);
  if (named !== undefined) {
    return named;
  }
  const root = folderOf(path);
  const found = [...survey.files].filter(
    (file) => file.startsWith(root) && /^[^/]+\/settings\.py$/.test(file.slice(root.length)),
  );
  const [only = ''] = found;
  return found.length === 1 ? moduleName(only, root) : undefined;
}

/** A settings module, and the file that says so. */
export interface Settings {
  readonly module: string;
  readonly origin: string;
}

/** The settings that the server's application names, which need not be those of manage.py; of development none where others are there. */
export async function servedSettings(
  survey: Survey,
  root: string,
  managed: Settings,
  application: string,
): Promise<Settings> {
  const named = await namedSettings(survey, application);
  const served = named === undefined ? managed : { module: named, origin: application };
  const [, folder, name = ''] = /^(.*\.)?(\w+)$/.exec(served.module) ?? [];
  const production = PRODUCTION.map((other) => `${folder ?? ''}${other}`).find((other) =>
    survey.files.has(moduleFile(root, other)),
  );
  return DEVELOPMENT.test(name) && production !== undefined
    ? { module: production, origin: moduleFile(root, production) }
    : served;
}

const DEVELOPMENT = /^(settings_)?(dev|develop|development|local)$/;
const PRODUCTION = ['production', 'prod', 'settings_production', 'settings_prod'];

async function namedSettings(survey: Survey, path: string): Promise<string | undefined> {
  const calls = (await survey.python(path))?.calls ?? [];
  const value = calls.find(({ positional }) => positional[0] === SETTINGS)?.positional[1];
  return typeof value === 'string' ? value : undefined;
}

function moduleFile(root: string, module: string): string {
  return `${root}${module.replaceAll('.', '/')}.py`;
}

/** The files of the settings, their own first: what they import of the project, and the package of that name. */
export async function settingsFiles(
  survey: Survey,
  root: string,
  settings: string,
): Promise<readonly string[]> {
  const own = moduleFile(root, settings);
  const open = survey.files.has(own) ? [own] : [`${own.slice(0, -'.py'.length)}/__init__.py`];
  for (const file of open) {
    const module = await survey.python(file);
    for (const { module: imported, name } of module?.imports ?? []) {
      const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(imported) ?? [];
      const from = dots === '' ? root : parentFolder(file, dots.length - 1);
      const names = [rest, [rest, name].filter((part) => part).join('.')].filter((part) => part);
      const found = names.map((part) => moduleFile(from, part)).filter((path) => survey.files.has(path));
      open.push(...found.filter((path) => /settings|conf/i.test(path) && !open.includes(path)));
    }
  }
  return open;
}

/** The folder of a file, or one above it. */
function parentFolder(file: string, levels: number): string {
  const folder = folderOf(file);
  return levels === 0 ? folder : parentFolder(folder.slice(0, -1), levels - 1);
}

/** Variables without which settings are not read; where they are secrets, no build has them. */
export async function requiredVariables(
  survey: Survey,
  files: readonly string[],
): Promise<readonly string[]> {
  const texts = await Promise.all(files.map((file) => survey.text(file)));
  const found = texts
    .join('\n')
    .matchAll(/\bos\.environ\[\s*["'](\w+)["']\s*\]|\b(?:config|env)\(\s*["'](\w*SECRET\w*)["']\s*\)/g);
  return unique([...found].flatMap(([, name, secret]) => name ?? secret ?? []));
}
