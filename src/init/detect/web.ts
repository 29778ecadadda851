import { posix } from 'node:path';
import type { PythonCall } from '../python/python-module.js';
import { importRoot, moduleName, type SourceFile } from '../sources.js';
import { type ProposedStart, plainStart } from '../start.js';
import type { Survey } from '../survey.js';

/** How an application of a framework is served. */
interface Framework {
  readonly name: string;
  readonly kind: 'asgi' | 'wsgi';
  /** The classes of which the application is an object. */
  readonly classes: readonly string[];
  /** An attribute of the object that is the application. */
  readonly attribute?: string;
}

const FRAMEWORKS: readonly Framework[] = [
  { name: 'FastAPI', kind: 'asgi', classes: ['fastapi.FastAPI', 'fastapi.applications.FastAPI'] },
  { name: 'Litestar', kind: 'asgi', classes: ['litestar.Litestar', 'litestar.app.Litestar'] },
  { name: 'Quart', kind: 'asgi', classes: ['quart.Quart'] },
  { name: 'BlackSheep', kind: 'asgi', classes: ['blacksheep.Application', 'blacksheep.server.Application'] },
  { name: 'Starlette', kind: 'asgi', classes: ['starlette.applications.Starlette'] },
  { name: 'Falcon', kind: 'asgi', classes: ['falcon.asgi.App'] },
  { name: 'Dash', kind: 'wsgi', classes: ['dash.Dash'], attribute: 'server' },
  { name: 'Flask', kind: 'wsgi', classes: ['flask.Flask', 'apiflask.APIFlask'] },
  { name: 'Bottle', kind: 'wsgi', classes: ['bottle.Bottle'] },
  { name: 'Falcon', kind: 'wsgi', classes: ['falcon.App', 'falcon.API'] },
];

/** Where gunicorn keeps the files that tell that its workers live: in memory, since the image may be read-only. */
export const GUNICORN_WORDS = ['--worker-tmp-dir', '/dev/shm'];

/** Servers of each kind, the preferred one first. */
const SERVERS = {
  asgi: ['uvicorn', 'hypercorn', 'granian', 'daphne'],
  wsgi: ['gunicorn', 'waitress', 'uwsgi'],
} as const;

/** Applications of web frameworks in the project's sources, the likeliest first. */
export function webStarts(
  survey: Survey,
  base: string,
  sources: readonly SourceFile[],
  installed: ReadonlySet<string>,
): readonly ProposedStart[] {
  return sources.flatMap((source) =>
    FRAMEWORKS.flatMap((framework) => {
      const call = applicationCall(source, framework);
      return call === undefined ? [] : [webStart(survey, base, source, sources, framework, call, installed)];
    }).slice(0, 1),
  );
}

/** The call that makes an application which a server can be given: an object of the module, or of a function without arguments. */
function applicationCall({ module }: SourceFile, { classes }: Framework): PythonCall | undefined {
  const calls = module.calls.filter(({ callee }) => classes.includes(callee));
  return (
    calls.find(({ variable, within }) => variable !== undefined && within === undefined) ??
    calls.find(({ within = '' }) => /^_?(create|make|build|get|init)\w*$|^app_factory$/.test(within))
  );
}

function webStart(
  survey: Survey,
  base: string,
  source: SourceFile,
  sources: readonly SourceFile[],
  framework: Framework,
  call: PythonCall,
  installed: ReadonlySet<string>,
): ProposedStart {
  const { file, object, isFactory } = applicationOf(source, sources, call);
  const root = importRoot(survey, base, file);
  const server = SERVERS[framework.kind].find(
    (name) => installed.has(name) || (name === 'uvicorn' && hasUvicorn(installed)),
  );
  const port = portOf(file) ?? portOf(source);
  const chosen = server ?? SERVERS[framework.kind][0];
  const attribute = framework.attribute === undefined ? '' : `.${framework.attribute}`;
  const application = `${moduleName(file.path, root)}:${object}${isFactory ? '' : attribute}`;
  return plainStart({
    subject: `${framework.name} in ${source.path}`,
    command: {
      value: serverWords(chosen, application, isFactory, port ?? '8000'),
      reason: `the ${framework.name} application of ${file.path}`,
    },
    root,
    file,
    port: { value: port ?? '8000', reason: port === undefined ? "the server's" : `from ${file.path}` },
    ...healthcheckOf(source, port ?? '8000'),
    servers: server === undefined ? [{ value: chosen, reason: `serves it; ${serverReason(framework)}` }] : [],
  });
}

/** FastAPI's extras bring it. */
function hasUvicorn(installed: ReadonlySet<string>): boolean {
  return ['fastapi-cli', 'fastapi[standard]', 'fastapi[all]'].some((name) => installed.has(name));
}

function serverReason({ name, kind }: Framework): string {
  return kind === 'wsgi' ? `${name}'s own server is for development` : 'no file asks for a server';
}

/** The application that a server is given: an object of a module, or a function that makes it. */
interface Application {
  readonly file: SourceFile;
  readonly object: string;
  readonly isFactory: boolean;
}

/** `app = create_app()`: what a module makes with a factory, its own or an imported one, is the application. */
function applicationOf(
  source: SourceFile,
  sources: readonly SourceFile[],
  { variable = 'app', within }: PythonCall,
): Application {
  if (within === undefined) {
    return { file: source, object: variable, isFactory: false };
  }
  const module = posix.basename(source.path.replace(/\/__init__\.py$/, ''), '.py');
  for (const file of sources) {
    const isFactory = (callee: string) =>
      file === source ? callee === within : callee.endsWith(`${module}.${within}`) || callee === `.${within}`;
    const made = file.module.calls.find(
      (call) => isFactory(call.callee) && call.variable !== undefined && call.within === undefined,
    );
    if (made?.variable !== undefined) {
      return { file, object: made.variable, isFactory: false };
    }
  }
  return { file: source, object: within, isFactory: true };
}

function serverWords(
  server: string,
  application: string,
  isFactory: boolean,
  port: string,
): readonly string[] {
  const called = isFactory ? `${application}()` : application;
  const factory = isFactory ? ['--factory'] : [];
  switch (server) {
    case 'gunicorn':
      return ['gunicorn', called, '--bind', `0.0.0.0:${port}`, ...GUNICORN_WORDS];
    case 'waitress':
      return ['waitress-serve', '--listen', `0.0.0.0:${port}`, ...(isFactory ? ['--call'] : []), application];
    case 'uwsgi':
      return ['uwsgi', '--http', `0.0.0.0:${port}`, '--module', called, '--master'];
    case 'hypercorn':
      return ['hypercorn', called, '--bind', `0.0.0.0:${port}`];
    case 'granian':
      return ['granian', '--interface', 'asgi', application, ...factory, '--host', '0.0.0.0', '--port', port];
    case 'daphne':
      return ['daphne', '-b', '0.0.0.0', '-p', port, application];
    default:
      return ['uvicorn', application, ...factory, '--host', '0.0.0.0', '--port', port];
  }
}

/** Calls that listen, by the end of their names. */
const LISTENING =
  /(^|\.)(run|run_app|run_server|listen|launch|serve|HTTPServer|ThreadingHTTPServer|TCPServer|create_server|start_server)$/;

/** The port that a program listens on when it is run itself. */
export function portOf({ module }: SourceFile): string | undefined {
  const calls = module.calls.filter(({ callee }) => LISTENING.test(callee));
  const values = calls.flatMap(({ keywords, positional }) => [
    keywords.get('port'),
    keywords.get('server_port'),
    ...positional.flatMap((value) => (Array.isArray(value) ? value : [value])),
  ]);
  const port = values.find((value) => typeof value === 'string' && /^\d{2,5}$/.test(value));
  const variable = [...module.variables].find(
    ([name, value]) =>
      /^_?(SERVER_|HTTP_)?PORT$/i.test(name) && typeof value === 'string' && /^\d{2,5}$/.test(value),
  );
  const found = port ?? (calls.length > 0 ? variable?.[1] : undefined);
  return typeof found === 'string' && Number(found) >= 1024 && Number(found) < 65536 ? found : undefined;
}

/** Paths that say whether a service works, by the names that people give them. */
const HEALTH =
  /^\/(api\/|v1\/|_)?(health|healthz|healthcheck|health-check|livez|live|ready|readyz|ping|status|up)\/?$/;

/** A path of the application that is there to be asked by a health check. */
export function healthcheckOf(
  { module, path }: SourceFile,
  port: string,
): Pick<ProposedStart, 'healthcheck'> {
  const routes = module.calls.filter(
    ({ isDecorator, callee }) => isDecorator || /(^|\.)(path|re_path|Route|add_url_rule)$/.test(callee),
  );
  const route = routes
    .flatMap(({ positional }) => positional)
    .find((value) => typeof value === 'string' && HEALTH.test(`/${value.replace(/^\//, '')}`));
  if (typeof route !== 'string') {
    return {};
  }
  const value = `http://localhost:${port}/${route.replace(/^\//, '')}`;
  return { healthcheck: { value, reason: `a route of ${path}` } };
}
