import type { FlagValue } from './command.js';
import type { Mode } from './flag.js';
import { FLAGS, WORKS } from './flags.js';
import { refuseClashingOutputs } from './output-rules.js';
import type { FlagValues } from './parse-flags.js';
import type { RunRequest } from './run-request.js';
import { usageError } from './usage-error.js';

/** One work is done; without one it is a build, unless that was turned off. */
export function chooseMode(values: FlagValues): Mode {
  const work = WORKS.find((name) => Boolean(values[name]));
  const build = values['buildkit'] !== false;
  if (work === 'dry-run' && !build) {
    throw usageError('-dry-run shows a build, which -buildkit=false turns off');
  }
  return work ?? (build ? 'build' : 'silent-check');
}

/** A flag that has no meaning for what runs is an error: it would be silently dropped otherwise. */
export function refuseForeignFlags(values: FlagValues, mode: Mode): void {
  const foreign = FLAGS.find(
    ({ name, modes }) => modes !== undefined && !modes.includes(mode) && isGiven(values[name]),
  );
  if (foreign === undefined) {
    return;
  }
  throw usageError(`-${foreign.name} means nothing ${MODE_NAMES[mode]}`, foreignHint(foreign.name, mode));
}

/** `-load=false` asks for nothing. */
function isGiven(value: FlagValue): boolean {
  return value !== undefined && value !== false;
}

const MODE_NAMES: Readonly<Record<Mode, string>> = {
  llb: 'with -llb',
  dockerfile: 'with -dockerfile',
  'image-config': 'with -image-config',
  'dry-run': 'with -dry-run',
  build: 'for a build',
  'silent-check': 'when nothing is built',
  graph: 'with -graph',
  check: 'with -check',
  init: 'with -init',
};

function foreignHint(name: string, mode: Mode): string | undefined {
  if (name === 'label' && mode === 'llb') {
    return 'labels are part of the image config: give it to -image-config';
  }
  if (name === 'out' && mode === 'build') {
    return 'use -output type=oci,dest=image.tar';
  }
  if (name === 'filename' && mode === 'init') {
    return 'use -out to name the file that is written';
  }
  if (mode === 'llb') {
    return 'give it to the buildctl that reads the LLB';
  }
  return mode === 'dockerfile' ? 'give it to the docker build that reads the Dockerfile' : undefined;
}

/** Words after `--` are arguments of buildctl or docker: an error where neither runs. */
export function refuseForeignWords(engine: readonly string[], mode: Mode): void {
  if (engine.length > 0 && mode !== 'build' && mode !== 'dry-run') {
    throw usageError(`words after -- mean nothing ${MODE_NAMES[mode]}: they are for the engine of a build`);
  }
}

/** Contradictions between values of flags. */
export function refuseContradictions({ mode, platforms, target, labels, build }: RunRequest): void {
  const several = platforms.length > 1;
  if (several && (mode === 'llb' || mode === 'image-config')) {
    throw usageError(`-${mode} is for one platform`, 'a build and -dockerfile take several');
  }
  if (several && build.load) {
    throw usageError('-load takes one platform', 'use -push, or -output type=oci,dest=image.tar');
  }
  refuseClashingOutputs(build, several);
  if (target !== undefined && labels.size > 0) {
    throw usageError('-label is for the image, and -target makes another stage', 'leave one of them out');
  }
  if (build.push && build.tags.length === 0) {
    throw usageError(
      '-push needs a -tag that names the registry',
      'for example -tag registry.example.org/app:1',
    );
  }
}
