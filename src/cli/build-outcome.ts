import type { BuildPlan } from '../plan/plan.js';
import type { BuildRequest } from '../solve/build-request.js';
import type { Loader } from '../solve/destination.js';
import { shellWord } from '../solve/word.js';

/** The last line of a build: where the image is, and how to run it or get at it. */
export function outcomeLine(plan: BuildPlan, request: BuildRequest, loader: Loader | undefined): string {
  const [tag = ''] = request.tags;
  const start = (program: string) =>
    `run it with: ${program} run --rm ${plan.image.command === undefined ? '-it ' : ''}${shellWord(tag)}`;
  const names = request.tags.join(', ');
  if (loader !== undefined) {
    return `loaded ${names} into ${loader}; ${start(loader)}`;
  }
  if (request.push) {
    return `pushed ${names}; ${start('docker')}`;
  }
  if (request.outputs.length > 0) {
    return `wrote ${request.outputs.join(' and ')}`;
  }
  return 'the image is in the build cache alone; get it with -load, -push or -output type=oci,dest=image.tar';
}
