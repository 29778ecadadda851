import type { PythonCall } from '../python/python-module.js';
import type { Manifest } from '../read-manifest.js';
import { folderOf, importRoot, moduleName, type SourceFile } from '../sources.js';
import { type ProposedStart, plainStart } from '../start.js';
import type { Survey } from '../survey.js';
import { portOf } from './web.js';

/** Programs that show a page made of a script: streamlit, gradio, chainlit. */
export function pageStarts(
  survey: Survey,
  base: string,
  sources: readonly SourceFile[],
): readonly ProposedStart[] {
  return sources.flatMap((source) => {
    const imported = new Set(source.module.imports.map(({ module }) => module.split('.')[0]));
    const root = importRoot(survey, base, source);
    const path = source.path.slice(root.length);
    if (imported.has('streamlit') && isPage(source, survey)) {
      return [streamlitStart(source, root, path)];
    }
    if (imported.has('chainlit')) {
      const words = ['chainlit', 'run', path, '--headless', '--host', '0.0.0.0', '--port', '8000'];
      return [pageStart('Chainlit', source, root, words, '8000')];
    }
    if (imported.has('gradio') && source.module.calls.some(({ callee }) => /\.launch$/.test(callee))) {
      return [gradioStart(source, root, path)];
    }
    return [];
  });
}

/** Streamlit runs pages of the folder `pages` itself; modules that help a page import it too. */
function isPage({ path, module }: SourceFile, { files }: Survey): boolean {
  const name = moduleName(path, folderOf(path));
  const isHelper = [...files].length > 1 && /(^|\/)(pages|components|utils|helpers)\//.test(path);
  return (
    !isHelper &&
    name !== '__init__' &&
    module.calls.some(({ within }) => within === undefined || module.hasMainGuard)
  );
}

function streamlitStart(source: SourceFile, root: string, path: string): ProposedStart {
  const words = ['--server.address', '0.0.0.0', '--server.port', '8501', '--server.headless', 'true'];
  return {
    ...pageStart('Streamlit', source, root, ['streamlit', 'run', path, ...words], '8501'),
    envs: [
      ['STREAMLIT_BROWSER_GATHER_USAGE_STATS', { value: 'false', reason: 'no statistics about its use' }],
    ],
    healthcheck: { value: 'http://localhost:8501/_stcore/health', reason: "Streamlit's own" },
  };
}

function gradioStart(source: SourceFile, root: string, path: string): ProposedStart {
  const port = portOf(source) ?? '7860';
  return {
    ...pageStart('Gradio', source, root, ['python', path], port),
    envs: [
      ['GRADIO_SERVER_NAME', { value: '0.0.0.0', reason: 'listen on all addresses' }],
      ['GRADIO_ANALYTICS_ENABLED', { value: 'false', reason: 'no statistics about its use' }],
    ],
  };
}

function pageStart(
  name: string,
  file: SourceFile,
  root: string,
  words: readonly string[],
  port: string,
): ProposedStart {
  return plainStart({
    subject: `${name} in ${file.path}`,
    command: { value: words, reason: `the ${name} program of ${file.path}` },
    root,
    file,
    port: { value: port, reason: "the server's" },
  });
}

/** Workers of celery. */
export function celeryStarts(
  survey: Survey,
  base: string,
  sources: readonly SourceFile[],
): readonly ProposedStart[] {
  return sources.flatMap((file) => {
    const call = file.module.calls.find(isCelery);
    if (call === undefined) {
      return [];
    }
    const root = importRoot(survey, base, file);
    const module = moduleName(file.path, root);
    const application = ['app', 'celery'].includes(call.variable ?? '')
      ? module
      : `${module}:${call.variable}`;
    return [
      plainStart({
        subject: `Celery in ${file.path}`,
        command: {
          value: ['celery', '--app', application, 'worker', '--loglevel', 'INFO'],
          reason: `the Celery worker of ${file.path}`,
        },
        root,
        file,
      }),
    ];
  });
}

function isCelery({ callee, variable, within }: PythonCall): boolean {
  return /^celery\.(app\.)?(base\.)?Celery$/.test(callee) && variable !== undefined && within === undefined;
}

/** Console scripts that the project itself has. */
export function scriptStarts({ scripts, name, packagePath }: Manifest): readonly ProposedStart[] {
  if (scripts === undefined || packagePath === undefined) {
    return [];
  }
  const names = [...scripts.value.keys()];
  const own = names.filter((script) => script === name);
  return [...own, ...names.filter((script) => script !== name)].map((script) =>
    plainStart({
      subject: `the command ${script}`,
      command: { value: [script], reason: `a console script of ${scripts.file}` },
      root: '',
      needsInstall: true,
    }),
  );
}

/** Names of files that start something. */
const STARTING = /(^|\/)(main|app|bot|run|server|job|worker)\.py$/;

/** Packages that are run with `-m`, and files that are programs. */
export function fileStarts(
  survey: Survey,
  base: string,
  sources: readonly SourceFile[],
): readonly ProposedStart[] {
  const packages = sources.filter(({ path }) => /[^/]\/__main__\.py$/.test(path));
  const programs = sources.filter(({ path, module }) => module.hasMainGuard || STARTING.test(path));
  const alone = sources.filter(({ path }) => folderOf(path) === base);
  const files = (programs.length === 0 && alone.length === 1 ? alone : programs).filter(
    ({ path }) => !/(^|\/)__(main|init)__\.py$/.test(path),
  );
  const top = files.filter(({ path }) => folderOf(path) === base);
  return [
    ...top.filter(({ path }) => /(^|\/)main\.py$/.test(path)).map((file) => programStart(survey, base, file)),
    ...packages.map((file) => packageStart(survey, base, file)),
    ...[...top, ...files.filter((file) => !top.includes(file))]
      .filter((file) => !(top.includes(file) && /(^|\/)main\.py$/.test(file.path)))
      .map((file) => programStart(survey, base, file)),
  ];
}

function packageStart(survey: Survey, base: string, file: SourceFile): ProposedStart {
  const folder = folderOf(file.path).slice(0, -1);
  const root = importRoot(survey, base, { ...file, path: `${folder}/__init__.py` });
  const outer = root === `${folder}/` ? folderOf(folder) : root;
  const name = moduleName(`${folder}/__init__.py`, outer);
  return plainStart({
    subject: `the package ${name}`,
    command: { value: ['python', '-m', name], reason: `${folder} has a __main__.py` },
    root: outer,
    file,
  });
}

function programReason({ path, module }: SourceFile): string {
  if (module.hasMainGuard) {
    return `${path} is a program`;
  }
  return STARTING.test(path) ? `${path}, by its name` : `${path}, the only file of its folder`;
}

/** A file with relative imports can only run as a module. */
function programStart(survey: Survey, base: string, file: SourceFile): ProposedStart {
  const root = importRoot(survey, base, file);
  const path = file.path.slice(root.length);
  const isModule = file.module.imports.some(({ module }) => module.startsWith('.')) || path.includes('/');
  const port = portOf(file);
  return plainStart({
    subject: `the program ${file.path}`,
    command: {
      value: isModule ? ['python', '-m', moduleName(file.path, root)] : ['python', path],
      reason: programReason(file),
    },
    root,
    file,
    ...(port !== undefined && { port: { value: port, reason: `from ${file.path}` } }),
  });
}
