import type { Platform } from '../../plan/plan.js';
import { platformName } from '../../plan/platform.js';
import { type Argument, flag, type Invocation } from '../../solve/invocation.js';
import type { BuildArguments } from './build-arguments.js';
import type { RunRequest } from './run-request.js';

/** The definition that a build would be given: LLB for a platform, or a Dockerfile for some, perhaps none, in a file. */
export type Emission =
  | { readonly kind: 'llb'; readonly platform: Platform; readonly buildArguments: BuildArguments }
  | { readonly kind: 'dockerfile'; readonly platforms: readonly Platform[]; readonly out: Argument };

/** The `mopy` that emits what a build would be given, for a dry run. The shell puts the values of proxies in. */
export function ownCommand(run: RunRequest, emission: Emission): Invocation {
  return {
    program: 'mopy',
    words: [
      ...(emission.kind === 'llb' ? llbWords(run, emission) : dockerfileWords(run, emission)),
      `-credentials=${run.credentials ?? 'secret'}`,
      ...flag(
        '-build-context',
        [...run.baseImages].map(([name, image]) => `${name}=docker-image://${image}`),
      ),
      ...targetWords(run),
      ...inputWords(run),
    ],
  };
}

/** The words that lead another `mopy` to the same stage. */
export function targetWords({ target }: RunRequest): readonly string[] {
  return flag('-target', target === undefined ? [] : [target]);
}

/** The words that lead another `mopy` to the same Mopyfile and context: the last ones of a command line. */
export function inputWords({ filename, context }: RunRequest): readonly string[] {
  return [
    ...flag('-filename', filename === undefined ? [] : [filename]),
    ...(context === undefined ? [] : [context]),
  ];
}

function llbWords(
  run: RunRequest,
  { platform, buildArguments }: Extract<Emission, { kind: 'llb' }>,
): readonly Argument[] {
  const { proxies, sourceDateEpoch } = buildArguments;
  return [
    '-llb',
    '-platform',
    platformName(platform),
    ...[...proxies.keys()].flatMap((name): Argument[] => ['-build-arg', [`${name}=`, { variable: name }]]),
    ...flag('-build-arg', sourceDateEpoch === undefined ? [] : [`SOURCE_DATE_EPOCH=${sourceDateEpoch}`]),
    ...(run.build.pull ? ['-pull'] : []),
  ];
}

function dockerfileWords(
  run: RunRequest,
  { platforms, out }: Extract<Emission, { kind: 'dockerfile' }>,
): readonly Argument[] {
  return [
    '-dockerfile',
    '-out',
    out,
    ...flag('-platform', platforms.map(platformName)),
    ...flag(
      '-label',
      [...run.labels].map(([name, value]) => `${name}=${value}`),
    ),
  ];
}
