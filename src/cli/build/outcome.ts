import type { BuildPlan } from '../../plan/plan.js';
import type { BuildRequest } from '../../solve/build-request.js';
import type { Loader } from '../../solve/destination.js';
import { shellWord } from '../../solve/invocation.js';
import type { LogOutcome } from '../../solve/log/plain-log.js';

/** How a build went: steps, time, and the image's digest where the engine said it. */
export function summaryLine(outcome: LogOutcome | undefined, milliseconds: number): string {
  const steps = outcome === undefined ? [] : [`${outcome.run} steps run, ${outcome.cached} cached`];
  const digest = outcome?.digest === undefined ? [] : [outcome.digest];
  return `built in ${duration(milliseconds)}${[...steps, ...digest].map((part) => `; ${part}`).join('')}`;
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The last line of a build: where the image is, and how to run it or get at it. */
export function outcomeLine(plan: BuildPlan, request: BuildRequest, loader: Loader | undefined): string {
  const [tag = ''] = request.tags;
  const start = (program: string) =>
    `run it with: ${program} run --rm ${plan.image.command === undefined ? '-it ' : ''}${publishedPorts(plan)}${shellWord(tag)}`;
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

/** `-p 8000:8000 ` for each port of the file; Docker's own protocol is TCP. */
function publishedPorts({ image: { ports = [] } }: BuildPlan): string {
  return ports
    .map((port) => port.replace(/\/tcp$/, ''))
    .map((port) => `-p ${port.split('/')[0]}:${port} `)
    .join('');
}
