import type { Platform } from '../../plan/plan.js';
import { platformName } from '../../plan/platform.js';
import { TLS_FLAGS } from '../../solve/engine.js';
import { type Argument, flag, type Invocation } from '../../solve/invocation.js';
import type { BuildArguments } from './build-arguments.js';
import type { RunRequest } from './run-request.js';

/** The definition that a build would be given: LLB for a platform, or a Dockerfile for some, perhaps none, in a file. */
export type Emission =
  | { readonly kind: 'llb'; readonly platform: Platform; readonly buildArguments: BuildArguments }
  | { readonly kind: 'dockerfile'; readonly platforms: readonly Platform[]; readonly out: Argument };

/**
 * The words that start this program once more. npx, which installs nothing that a shell would find, tells the program that it
 * starts: its name is the script of npm's variables then.
 */
export function ownWords(
  environment: Readonly<Record<string, string | undefined>>,
): readonly [program: string, ...words: string[]] {
  const { npm_lifecycle_event: event, npm_lifecycle_script: script = '' } = environment;
  return event === 'npx' && /^["']?mopy\b/.test(script) ? ['npx', 'mopy'] : ['mopy'];
}

/** The `mopy` that emits what a build would be given, for a dry run. The shell puts the values of proxies in. */
export function ownCommand(
  run: RunRequest,
  environment: Readonly<Record<string, string | undefined>>,
  emission: Emission,
): Invocation {
  const [program, ...words] = ownWords(environment);
  return {
    program,
    words: [
      ...words,
      ...(emission.kind === 'llb' ? llbWords(run, emission) : dockerfileWords(run, emission)),
      `-credentials=${run.credentials ?? 'secret'}`,
      ...flag('-build-context', baseImageValues(run, new Set(run.baseImages.keys()))),
      ...targetWords(run),
      ...inputWords(run),
    ],
  };
}

/** The words that lead another `mopy` to the same stage. */
export function targetWords({ target }: RunRequest): readonly string[] {
  return flag('-target', target === undefined ? [] : [target]);
}

/**
 * The words that lead another `mopy` to what is cached of a build: its daemon, platforms and base images, and the secrets without
 * which it does not begin. Values of other build arguments may be passwords of proxies, on which nothing cached depends.
 */
export function cacheWords(run: RunRequest): readonly string[] {
  const { address, tls, builder, secrets, ssh } = run.build;
  return [
    ...flag('-addr', address === undefined ? [] : [address]),
    ...TLS_FLAGS.flatMap((name) => flag(`-${name}`, tls[name] === undefined ? [] : [tls[name]])),
    ...flag('-builder', builder === undefined ? [] : [builder]),
    ...flag('-platform', run.platforms.map(platformName)),
    ...flag('-build-context', baseImageValues(run, run.namedBaseImages)),
    ...flag(
      '-build-arg',
      run.buildArguments
        .filter(({ name }) => name === 'SOURCE_DATE_EPOCH')
        .map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)),
    ),
    ...(run.credentials === undefined ? [] : [`-credentials=${run.credentials}`]),
    ...flag('-secret', secrets),
    ...flag('-ssh', ssh),
  ];
}

function baseImageValues({ baseImages }: RunRequest, names: ReadonlySet<string>): readonly string[] {
  return [...baseImages]
    .filter(([name]) => names.has(name))
    .map(([name, image]) => `${name}=docker-image://${image}`);
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
