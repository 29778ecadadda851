import type { Plan } from '../../plan/plan.js';
import { hasShell } from '../../plan/target.js';
import type { BuildRequest } from '../../solve/build-request.js';
import type { Loader } from '../../solve/destination.js';
import type { ImageSize } from '../../solve/image-size.js';
import { shellWord } from '../../solve/invocation.js';
import type { LogOutcome } from '../../solve/log/plain-log.js';

/** How a build went: steps, time, and the image's size and digest where the engine said it. */
export function summaryLine(
  outcome: LogOutcome | undefined,
  size: ImageSize | undefined,
  milliseconds: number,
): string {
  const steps = outcome === undefined ? [] : [`${outcome.run} steps run, ${outcome.cached} cached`];
  const weight = size === undefined ? [] : [`${megabytes(size.bytes)} compressed in ${size.layers} layers`];
  const digest = outcome?.digest === undefined ? [] : [outcome.digest];
  return `built in ${duration(milliseconds)}${[...steps, ...weight, ...digest].map((part) => `; ${part}`).join('')}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The last line of a build: where the image is, and how to run it or get at it. */
export function outcomeLine(plan: Plan, request: BuildRequest, loader: Loader | undefined): string {
  const [tag = ''] = request.tags;
  const start = (program: string) => startHint(plan, program, shellWord(tag));
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

/** The command that starts what was built, or that opens it where it is no image of its own. */
function startHint(plan: Plan, program: string, image: string): string {
  const intermediate = plan.targets.find((target) => target.intermediate);
  if (intermediate === undefined) {
    const terminal = plan.image.command === undefined ? '-it ' : '';
    return `run it with: ${program} run --rm ${terminal}${publishedPorts(plan)}${image}`;
  }
  return hasShell(plan, intermediate)
    ? `open a shell in it with: ${program} run --rm -it ${image} sh`
    : 'it has no shell; -output type=tar,dest=stage.tar writes its files';
}

/** `-p 8000:8000 ` for each port of the file; Docker's own protocol is TCP. */
function publishedPorts({ image: { ports = [] } }: Plan): string {
  return ports
    .map((port) => port.replace(/\/tcp$/, ''))
    .map((port) => `-p ${port.split('/')[0]}:${port} `)
    .join('');
}
