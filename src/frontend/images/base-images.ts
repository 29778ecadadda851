import type { BaseImageConfig } from '../../emit/image-config.js';
import type { ImageOrigin } from '../../emit/llb/options.js';
import type { BaseImage, Plan } from '../../plan/plan.js';
import { reachableStages } from '../../plan/reachable-stages.js';
import { withLocation } from '../answer/diagnostics.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { namedContext } from '../sources/named-context.js';
import { type ImageRequest, type KnownImage, resolveImage } from './image-lookup.js';

/** Base images of today, by the names that the plan gives them. */
export interface ResolvedBaseImages {
  /** Images to build on. Steps stay those of the plan, whatever these images set. */
  readonly sources: ReadonlyMap<string, ImageOrigin>;
  /** Their configurations; the final image's starts from its own base's. */
  readonly configs: ReadonlyMap<string, BaseImageConfig>;
  /** Those that want something done in builds upon them (`ONBUILD`), which a Mopyfile's build does not do. */
  readonly withTriggers: readonly BaseImage[];
}

/** Looks up, all at once, every base image that a stage needs, or what the client wants in its place. */
export async function lookUpBaseImages(
  plan: Plan,
  stage: string,
  request: ImageRequest,
): Promise<ResolvedBaseImages> {
  const used = reachableStages(plan, stage).flatMap(({ base }) =>
    base.kind === 'image' ? [base.image] : [],
  );
  const images = new Map(used.map((image): [string, BaseImage] => [image.name, image]));
  const found = await Promise.all(
    [...images].map(async ([name, image]) => [name, await resolveBase(image, request)] as const),
  );
  const triggers = new Map(found.map(([name, { config }]) => [name, config?.config?.OnBuild ?? []]));
  return {
    withTriggers: [...images.values()].filter(({ name }) => triggers.get(name)?.length),
    sources: new Map(found.map(([name, { source }]) => [name, source])),
    configs: new Map(found.flatMap(([name, { config }]) => (config ? [[name, config] as const] : []))),
  };
}

/** An image that is not there is blamed on the line that asks for it. */
async function resolveBase(
  { name, reference, locations }: BaseImage,
  request: ImageRequest,
): Promise<KnownImage> {
  try {
    return (await namedContext(name, request)) ?? (await resolveImage(reference, request));
  } catch (error) {
    throw error instanceof GatewayError ? locations.reduce(withLocation, error) : error;
  }
}
