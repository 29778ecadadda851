import { isBaseImageName } from '../plan/base-images.js';
import type { BuildPlan } from '../plan/plan.js';
import type { CallerNote } from './caller-notes.js';
import type { RunRequest } from './run-request.js';

/**
 * What to say about each replacement that the build has no use for. `MOPY_BUILD_CONTEXTS` serves many builds: of
 * its names only those are blamed that no build could use.
 */
export function unusedBaseImages(
  { baseImages, namedBaseImages }: Pick<RunRequest, 'baseImages' | 'namedBaseImages'>,
  { stages }: BuildPlan,
): readonly CallerNote[] {
  const used = new Set(stages.flatMap(({ base }) => (base.kind === 'image' ? [base.image.name] : [])));
  const unused = [...baseImages.keys()].filter(
    (name) => !used.has(name) && (namedBaseImages.has(name) || !isBaseImageName(name)),
  );
  return unused.map((name) => {
    const origin = namedBaseImages.has(name) ? '-build-context' : 'MOPY_BUILD_CONTEXTS';
    return {
      message: `${origin}: ${name} is no base image of this build`,
      hint: `its base images are ${[...used].join(', ')}`,
    };
  });
}
