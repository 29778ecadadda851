import type { Plan } from '../plan/plan.js';
import { type BuildRequest, secretValues, sshValues } from './build-request.js';
import { type Argument, flag, type Invocation } from './invocation.js';

/** All that the words of `docker buildx build` are made from. */
export interface DockerInput {
  readonly plan: Plan;
  readonly request: BuildRequest;
  readonly load: boolean;
  /** Absent for the current builder. */
  readonly builder?: string;
  /** Folder of the emitted Dockerfile and its ignore file. */
  readonly dockerfileFolder: readonly Exclude<Argument, string>[number][];
}

/** The `docker buildx build` that carries out a build from an emitted Dockerfile. */
export function dockerCommand({ plan, request, load, builder, dockerfileFolder }: DockerInput): Invocation {
  return {
    program: 'docker',
    words: [
      'buildx',
      'build',
      ...flag('--builder', builder === undefined ? [] : [builder]),
      '--file',
      [...dockerfileFolder, '/Dockerfile'],
      ...flag('--tag', request.tags),
      ...flag('--platform', request.platforms.length === 0 ? [] : [request.platforms.join(',')]),
      ...(load ? ['--load'] : []),
      ...(request.push ? ['--push'] : []),
      ...flag('--output', request.outputs),
      ...flag('--ssh', sshValues(plan, request.ssh)),
      ...flag('--secret', secretValues(plan, request.secrets)),
      // Without a value docker takes it from its environment.
      ...flag('--build-arg', request.proxies),
      ...flag(
        '--build-arg',
        request.sourceDateEpoch === undefined ? [] : [`SOURCE_DATE_EPOCH=${request.sourceDateEpoch}`],
      ),
      ...flag('--cache-from', request.cacheFrom),
      ...flag('--cache-to', request.cacheTo),
      ...flag('--metadata-file', request.metadataFile === undefined ? [] : [request.metadataFile]),
      ...flag('--progress', request.progress === undefined ? [] : [request.progress]),
      ...(request.noCache ? ['--no-cache'] : []),
      ...(request.pull ? ['--pull'] : []),
      ...request.words,
      request.context,
    ],
  };
}
