import type { CopyStep, HealthcheckConfiguration, ImageConfiguration, Stage, Step } from '../plan/plan.js';
import { copySource } from './copy-source.js';
import { goDuration } from './go-duration.js';
import { goQuote } from './go-quote.js';

/** An entry of an OCI image's history; without `empty_layer` it stands for a layer. */
export interface HistoryEntry {
  /** RFC 3339. */
  readonly created?: string;
  /** The instruction of a Dockerfile. */
  readonly created_by?: string;
  /** The instruction that made it. */
  readonly comment?: string;
  /** The instruction changed the configuration alone. */
  readonly empty_layer?: boolean;
}

/** The history that BuildKit's Dockerfile frontend writes for the same stage (dockerfile2llb, commitToHistory). */
export function stageHistory(stage: Stage, image: ImageConfiguration): readonly HistoryEntry[] {
  return [...stage.steps.flatMap(stepHistory), ...imageHistory(image)];
}

function stepHistory(step: Step): readonly HistoryEntry[] {
  switch (step.kind) {
    case 'environment':
      return [empty(['ENV', ...step.variables.map(({ name, value }) => `${name}=${value}`)].join(' '))];
    case 'platform-arguments':
      return step.names.map((name) => empty(`ARG ${name}`));
    case 'working-directory':
      return [layer(`WORKDIR ${step.path}`)];
    case 'user':
      return [empty(`USER ${step.user}`)];
    case 'copy':
      return [layer(`${copyCommand(step)} # buildkit`)];
    case 'write':
    case 'run':
      throw new Error(`a final stage has no ${step.kind} step`);
  }
}

function copyCommand(step: CopyStep): string {
  return [
    'COPY',
    ...(step.owner ? [`--chown=${step.owner.user}:${step.owner.group}`] : []),
    ...(step.mode === undefined ? [] : [`--chmod=${step.mode.toString(8)}`]),
    copySource(step),
    step.destination,
  ].join(' ');
}

function imageHistory(image: ImageConfiguration): readonly HistoryEntry[] {
  const { entrypoint, command, labels, ports, healthcheck, volumes } = image;
  return [
    empty(`ENTRYPOINT ${goQuotedList(entrypoint)}`),
    ...(command ? [empty(`CMD ${goQuotedList(command)}`)] : []),
    ...(labels.length > 0
      ? [empty(['LABEL', ...labels.map(({ name, value }) => `${name}=${value}`)].join(' '))]
      : []),
    // BuildKit sorts them when it reads the instruction (dockerfile/instructions/parse.go, parseExpose).
    ...(ports ? [empty(`EXPOSE [${[...ports].sort().join(' ')}]`)] : []),
    ...(healthcheck ? [empty(`HEALTHCHECK ${goHealthcheck(healthcheck)}`)] : []),
    ...(volumes ? [empty(`VOLUME [${volumes.join(' ')}]`)] : []),
  ];
}

/** Go's `%+v` of Docker's structure. */
function goHealthcheck(healthcheck: HealthcheckConfiguration): string {
  const { words, interval = 0, timeout = 0, startPeriod = 0, startInterval = 0, retries = 0 } = healthcheck;
  return `{Test:[${['CMD', ...words].join(' ')}] Interval:${goDuration(interval)} Timeout:${goDuration(timeout)} StartPeriod:${goDuration(startPeriod)} StartInterval:${goDuration(startInterval)} Retries:${retries}}`;
}

/** Go's `%q` of a list: quoted words, blanks between. */
function goQuotedList(words: readonly string[]): string {
  return `[${words.map(goQuote).join(' ')}]`;
}

function layer(command: string): HistoryEntry {
  return { created_by: command, comment: 'buildkit.dockerfile.v0' };
}

function empty(command: string): HistoryEntry {
  return { ...layer(command), empty_layer: true };
}
