import { emitDockerfile } from '../emit/dockerfile/dockerfile.js';
import { targetImageConfig } from '../emit/stage-image.js';
import type { Plan, Platform } from '../plan/plan.js';
import type { BuildRequest } from './build-request.js';
import { buildctlCommand } from './buildctl-command.js';
import { type Loader, outputsOf, withImageConfig, withRewrittenTimes } from './destination.js';
import { dockerCommand } from './docker-command.js';
import type { Engine } from './engine.js';
import type { Invocation } from './invocation.js';

/** The shell variable, and the run's own, that holds the folder of an emitted Dockerfile. */
export const FOLDER_VARIABLE = 'mopy_folder';

/** The commands of a build, with their input: the same for a build and for a dry run. */
export interface Recipe {
  /** The input of the build: LLB for one platform on standard input, or files in a private folder. */
  readonly definition:
    | { readonly kind: 'llb'; readonly platform: Platform }
    | { readonly kind: 'files'; readonly files: Readonly<Record<string, string>> };
  readonly command: Invocation;
  /** Reads the image from the command's standard output. */
  readonly reader?: Invocation;
}

/** All that decides how an engine is called. */
export interface RecipeInput {
  readonly plan: Plan;
  readonly request: BuildRequest;
  readonly engine: Engine;
  /** The program that the image is loaded into; absent when it is not to be loaded. */
  readonly loader?: Loader;
}

/**
 * Decides how a plan is built. LLB on standard input holds one platform; several, and Docker, take the way
 * of an emitted Dockerfile. So does an image with a date: of LLB, BuildKit would tell the history from what its cache
 * remembers, and give the layers of the base image another digest.
 */
export function recipeFor(input: RecipeInput): Recipe {
  const { plan, request, engine, loader } = input;
  const folder = [{ variable: FOLDER_VARIABLE }];
  if (engine.kind === 'docker') {
    const { builder } = engine;
    const load = loader !== undefined;
    const command = dockerCommand({
      plan,
      request,
      load,
      dockerfileFolder: folder,
      ...(builder && { builder }),
    });
    return { definition: dockerfileFiles(plan), command };
  }
  const undated = outputsOf({ ...request, ...(loader && { loader }) });
  const destinations = request.sourceDateEpoch === undefined ? undated : undated.map(withRewrittenTimes);
  const reader: Pick<Recipe, 'reader'> = loader ? { reader: { program: loader, words: ['load'] } } : {};
  const common = { plan, request, connection: engine.connection };
  const platform = onlyPlatform(plan);
  if (platform === undefined || request.sourceDateEpoch !== undefined) {
    const command = buildctlCommand({ ...common, outputs: destinations, dockerfileFolder: folder });
    return { definition: dockerfileFiles(plan), command, ...reader };
  }
  const config = targetImageConfig(plan, platform);
  const outputs = destinations.map((output) => withImageConfig(output, config));
  return {
    definition: { kind: 'llb', platform },
    command: buildctlCommand({ ...common, outputs }),
    ...reader,
  };
}

function onlyPlatform({ targets }: Plan): Platform | undefined {
  return targets.length === 1 ? targets[0]?.platform : undefined;
}

/** Nothing of the context's own ignore files counts where these lie. */
function dockerfileFiles(plan: Plan): Recipe['definition'] {
  return {
    kind: 'files',
    files: {
      Dockerfile: emitDockerfile(plan),
      'Dockerfile.dockerignore': plan.context.excludes.map((pattern) => `${pattern}\n`).join(''),
    },
  };
}
