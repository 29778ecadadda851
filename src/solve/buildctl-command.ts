import type { Plan } from '../plan/plan.js';
import { type BuildRequest, cacheValue, secretValues, sshValues } from './build-request.js';
import { type Connection, connectionWords } from './engine.js';
import { type Argument, flag, type Invocation } from './invocation.js';

/** All that the words of `buildctl build` are made from. */
export interface BuildctlInput {
  readonly plan: Plan;
  readonly request: BuildRequest;
  readonly connection: Connection;
  /** Values of `--output`, complete. */
  readonly outputs: readonly string[];
  /** Folder of an emitted Dockerfile; absent when LLB comes on standard input. */
  readonly dockerfileFolder?: Argument;
}

/** The `buildctl build` that carries out a build. */
export function buildctlCommand(input: BuildctlInput): Invocation {
  const { plan, request, connection } = input;
  return {
    program: 'buildctl',
    words: [
      ...connectionWords(connection),
      'build',
      ...frontendWords(input),
      ...flag('--local', [`context=${request.context}`]),
      ...epochWords(request),
      ...flag('--output', input.outputs),
      ...flag('--ssh', sshValues(plan, request.ssh)),
      ...flag('--secret', secretValues(plan, request.secrets)),
      ...flag('--import-cache', request.cacheFrom.map(cacheValue)),
      ...flag('--export-cache', request.cacheTo.map(cacheValue)),
      ...flag('--metadata-file', present(request.metadataFile)),
      ...flag('--progress', present(request.progress)),
      ...(request.noCache ? ['--no-cache'] : []),
      ...request.words,
    ],
  };
}

/** LLB already holds the platform, the proxies and how base images are looked up. */
function frontendWords({ request, dockerfileFolder }: BuildctlInput): readonly Argument[] {
  if (dockerfileFolder === undefined) {
    return [];
  }
  const folder = typeof dockerfileFolder === 'string' ? [dockerfileFolder] : dockerfileFolder;
  return [
    ...flag('--frontend', ['dockerfile.v0']),
    '--local',
    ['dockerfile=', ...folder],
    ...flag('--opt', request.platforms.length === 0 ? [] : [`platform=${request.platforms.join(',')}`]),
    ...flag('--opt', request.pull ? ['image-resolve-mode=pull'] : []),
    ...request.proxies.flatMap((name): Argument[] => ['--opt', [`build-arg:${name}=`, { variable: name }]]),
  ];
}

function epochWords({ sourceDateEpoch }: BuildRequest): readonly Argument[] {
  return flag(
    '--opt',
    sourceDateEpoch === undefined ? [] : [`build-arg:SOURCE_DATE_EPOCH=${sourceDateEpoch}`],
  );
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
