import { isBaseImageName } from '../../plan/base-images.js';
import { unusedArgument } from '../../plan/build-arguments.js';
import type { Plan } from '../../plan/plan.js';
import { platformName } from '../../plan/platform.js';
import { secretValues, sshValues } from '../../solve/build-request.js';
import type { Engine } from '../../solve/engine.js';
import { shellCommand, shellWord } from '../../solve/invocation.js';
import type { Recipe } from '../../solve/recipe.js';
import { addressCredentialSpans } from '../../source/credentials.js';
import { positionAt } from '../../source/position.js';
import type { Location } from '../../source/source.js';
import type { BuildArguments } from '../command-line/build-arguments.js';
import { inputWords, targetWords } from '../command-line/own-command.js';
import type { RunRequest } from '../command-line/run-request.js';

/** A note to the builder of an artefact: it has to be given something, or ignores something. */
export interface CallerNote {
  readonly message: string;
  readonly hint?: string;
}

/** Notes about everything that an artefact cannot hold and its builder has to be given. */
export function callerNotes(
  run: RunRequest,
  plan: Plan,
  folder: string,
  buildArguments: BuildArguments,
): readonly CallerNote[] {
  return [
    ...unusedArguments(run, buildArguments).map((name) => ({ message: unusedArgument(name) })),
    ...unusedBaseImages(run, plan),
    ...(run.mode === 'llb'
      ? [llbNote(run, plan, folder, buildArguments), ...llbProxyNotes(buildArguments)]
      : []),
    ...(run.mode === 'dockerfile' ? dockerfileNotes(run, plan) : []),
    ...(run.mode === 'llb' || run.mode === 'dockerfile' ? secretNotes(plan) : []),
  ];
}

/** A warning where buildctl can be given a proxy's password by its arguments alone, which others on the machine see. */
export function proxyWarning(
  { definition }: Recipe,
  { kind }: Engine,
  buildArguments: BuildArguments,
): CallerNote | undefined {
  const names = definition.kind === 'files' && kind === 'buildctl' ? proxiesWithPassword(buildArguments) : [];
  return names.length === 0
    ? undefined
    : {
        message: `buildctl is given the password of ${names.join(', ')} on its command line, and provenance can hold it`,
        hint: 'build one platform at a time, or give the build a proxy without a password',
      };
}

/** LLB has a place for proxies, and none for secrets in them. */
function llbProxyNotes(buildArguments: BuildArguments): readonly CallerNote[] {
  return proxiesWithPassword(buildArguments).map((name) => ({
    message: `the LLB holds the password of ${name}`,
    hint: 'keep the LLB to yourself, or give the build a proxy without a password',
  }));
}

function proxiesWithPassword({ proxies }: BuildArguments): readonly string[] {
  return [...proxies].flatMap(([name, value]) => (addressCredentialSpans(value).length > 0 ? [name] : []));
}

/** A Dockerfile holds no values of build arguments: whoever builds gives them. */
function unusedArguments(
  { mode }: RunRequest,
  { unused, proxies, sourceDateEpoch }: BuildArguments,
): readonly string[] {
  if (mode !== 'dockerfile') {
    return unused;
  }
  return [...unused, ...proxies.keys(), ...(sourceDateEpoch === undefined ? [] : ['SOURCE_DATE_EPOCH'])];
}

function llbNote(
  run: RunRequest,
  plan: Plan,
  folder: string,
  { sourceDateEpoch }: BuildArguments,
): CallerNote {
  const flags = [
    '--local',
    shellWord(`context=${folder}`),
    // LLB dates what its steps make; what the exporter writes is dated by the option.
    ...(sourceDateEpoch === undefined ? [] : ['--opt', `build-arg:SOURCE_DATE_EPOCH=${sourceDateEpoch}`]),
    ...builderFlags(plan),
  ].join(' ');
  const rewritten = sourceDateEpoch === undefined ? '' : 'rewrite-timestamp=true,';
  const platforms = run.platforms.flatMap((platform) => ['-platform', platformName(platform)]);
  const config = shellCommand({
    program: 'mopy',
    words: ['-image-config', ...platforms, ...targetWords(run), ...inputWords(run)],
  });
  return {
    message: 'LLB holds no image config: without it the image has no command, no user and no environment',
    hint: `buildctl build ${flags} --output "type=docker,name=NAME,${rewritten}$(${config})"`,
  };
}

function dockerfileNotes({ out }: RunRequest, plan: Plan): readonly CallerNote[] {
  const flags = builderFlags(plan);
  const { missingIgnoreFile } = plan.context;
  return [
    ...(flags.length === 0 ? [] : [{ message: `docker build needs ${flags.join(' ')}` }]),
    ...(missingIgnoreFile ? [ignoreFileNote(missingIgnoreFile, `${out ?? 'Dockerfile'}.dockerignore`)] : []),
  ];
}

function ignoreFileNote(patterns: readonly string[], file: string): CallerNote {
  return {
    message: 'the build would not see the same files of the context as mopy',
    hint:
      patterns.length === 0
        ? `let ${file} be an empty file`
        : `write the lines that the Dockerfile begins with to ${file}`,
  };
}

/** A note about the secret variables that the flags of a builder name: their places and their form. */
function secretNotes({ secrets }: Plan): readonly CallerNote[] {
  const note = (message: string, hint: string, noted: readonly string[]): readonly CallerNote[] =>
    noted.length === 0 ? [] : [{ message: `${message}: ${noted.join(', ')}`, hint }];
  const own = secrets.filter(({ value }) => value !== undefined);
  const named = secrets.filter(({ value }) => value === undefined);
  return [
    ...note(
      'the builder finds credentials in its environment',
      'each holds what a URL has before its `@`: `user:password`, both percent-encoded',
      own.map(({ variable, location }) => `${variable} for line ${lineOf(location)}`),
    ),
    ...note(
      'the builder has to be given secrets',
      'each holds `user:password` or a token as it is, not percent-encoded: `--secret id=NAME,src=FILE`',
      named.map(({ id, location }) => `${id} for ${location.source.filename}:${lineOf(location)}`),
    ),
  ];
}

function lineOf({ source, span }: Location): number {
  return positionAt(source, span.start).line;
}

function builderFlags(plan: Plan): readonly string[] {
  return [
    ...sshValues(plan, []).flatMap((value) => ['--ssh', value]),
    ...secretValues(plan, []).flatMap((value) => ['--secret', value]),
    ...plan.secrets.flatMap(({ id, value }) => (value === undefined ? ['--secret', `id=${id}`] : [])),
  ];
}

/**
 * A note about each replacement that the build has no use for. `MOPY_BUILD_CONTEXTS` serves many builds: of its
 * names only those are blamed that no build could use.
 */
export function unusedBaseImages(
  { baseImages, namedBaseImages }: Pick<RunRequest, 'baseImages' | 'namedBaseImages'>,
  { stages }: Plan,
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
