import type { Plan } from '../../plan/plan.js';
import { hasShell } from '../../plan/target.js';
import type { BuildRequest } from '../../solve/build-request.js';
import type { Loader } from '../../solve/destination.js';
import type { ImageSize } from '../../solve/image-size.js';
import { shellWord } from '../../solve/invocation.js';
import type { LogOutcome } from '../../solve/log/plain-log.js';

/** The facts about a build that has succeeded. */
export interface BuildFacts extends Partial<LogOutcome> {
  readonly milliseconds: number;
  /** Of the image, for each platform; empty where nobody could be asked. */
  readonly sizes: readonly ImageSize[];
  /** Of the image, where one was exported. */
  readonly digest?: string;
}

/** How a build went: time, steps where its log was read, and the image's size and digest. */
export function summaryLine({ milliseconds, run, cached, sizes, digest }: BuildFacts): string {
  const parts = [
    `built in ${duration(milliseconds)}`,
    ...(run === undefined || cached === undefined
      ? []
      : [`${run} ${run === 1 ? 'step' : 'steps'} run, ${cached} cached`]),
    ...sizes.map(
      ({ platform, bytes, form, layers }) =>
        `${platform === undefined ? '' : `${platform} `}${megabytes(bytes)} ${form} in ${layers} layers`,
    ),
    ...(digest === undefined ? [] : [digest]),
  ];
  return parts.join('; ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function duration(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100);
  const seconds = Math.round(milliseconds / 1000);
  return tenths < 600 ? `${(tenths / 10).toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
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
