import type { HealthcheckConfiguration, ImageConfiguration, Plan, Stage, Target } from '../../plan/plan.js';
import { baseName } from '../base-name.js';
import { goDuration } from '../go-duration.js';
import { spellStep } from './instructions.js';
import { comment, instruction, PLATFORM_VARIABLES, quote, words } from './spelling.js';

/**
 * Parser directive: BuildKit's linter takes the name `GPG_KEY`, which python images set to the fingerprint
 * of a release key, for a secret.
 */
const DIRECTIVE = '# check=skip=SecretsUsedInArgOrEnv\n';

/** The Dockerfile that makes the same operations as the plan's LLB. Needs BuildKit 0.11 or Docker 23. */
export function emitDockerfile(plan: Plan): string {
  const finals = new Set(plan.targets.flatMap(({ stage, intermediate }) => (intermediate ? [] : [stage])));
  const stages = plan.stages.map((stage) =>
    spellStage(stage, finals.has(stage.name) ? plan.image : undefined),
  );
  const heading = DIRECTIVE + header(plan);
  return [
    heading + stageList(plan.stages, stages, heading),
    ...stages,
    ...platformAliases(plan.targets),
  ].join('\n');
}

/**
 * A list of the stages with the lines at which they start, since the programs of the build take most of the file. The
 * heading, the list and each stage are joined with an empty line.
 */
function stageList(stages: readonly Stage[], texts: readonly string[], heading: string): string {
  const title = comment('Stages, and the lines at which they start:');
  let line = linesIn(heading) + linesIn(title) + stages.length + 2;
  const entries = stages.map(({ name }, index) => {
    const start = line;
    line += linesIn(texts[index] ?? '') + 1;
    return `# ${String(start).padStart(6)}  ${name}\n`;
  });
  return title + entries.join('');
}

/** Counted without copies of the lines: they are most of what mopy writes. */
function linesIn(text: string): number {
  let count = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    count += 1;
  }
  return count;
}

function header({ source, context }: Plan): string {
  const origin = source.filename === '-' ? 'a Mopyfile' : source.filename.split('/').at(-1);
  return [
    comment(`Made by mopy from ${origin}. It can be built as it stands, with the same build context.`),
    ...(context.missingIgnoreFile ? ignoreFile(context.missingIgnoreFile) : []),
  ].join('');
}

function ignoreFile(patterns: readonly string[]): readonly string[] {
  const content = patterns.length === 0 ? 'be empty.' : 'hold these lines:';
  return [
    comment(`For the same image a .dockerignore file beside this Dockerfile has to ${content}`),
    ...patterns.map((pattern) => `#     ${pattern}\n`),
  ];
}

function spellStage(stage: Stage, image: ImageConfiguration | undefined): string {
  return [
    comment(stage.comment),
    `FROM ${baseName(stage.base)} AS ${stage.name}\n`,
    ...stage.steps.map(spellStep),
    ...(image ? [spellImage(image)] : []),
  ].reduce((all, part) => all + part);
}

/** Instructions for the part of the final configuration that no step has set yet. */
function spellImage(image: ImageConfiguration): string {
  const { entrypoint, command, labels, ports, healthcheck, volumes } = image;
  return [
    `ENTRYPOINT ${words(entrypoint)}\n`,
    ...(command ? [`CMD ${words(command)}\n`] : []),
    ...(labels.length > 0
      ? [
          instruction(
            'LABEL',
            labels.map(({ name, value }) => `${quote(name)}=${quote(value)}`),
          ),
        ]
      : []),
    ...(ports ? [`EXPOSE ${ports.join(' ')}\n`] : []),
    ...(healthcheck ? [spellHealthcheck(healthcheck)] : []),
    ...(volumes ? [`VOLUME ${words(volumes)}\n`] : []),
  ].join('');
}

function spellHealthcheck(healthcheck: HealthcheckConfiguration): string {
  const durations = [
    ['interval', healthcheck.interval],
    ['timeout', healthcheck.timeout],
    ['start-period', healthcheck.startPeriod],
    ['start-interval', healthcheck.startInterval],
  ] as const;
  return instruction('HEALTHCHECK', [
    ...durations.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${goDuration(value)}`])),
    ...(healthcheck.retries === undefined ? [] : [`--retries=${healthcheck.retries}`]),
    `CMD ${words(healthcheck.words)}`,
  ]);
}

/** With several platforms the one being built chooses its final stage by name. */
function platformAliases(targets: readonly Target[]): readonly string[] {
  if (targets.length < 2) {
    return [];
  }
  const aliases = targets.map(
    ({ platform, stage }) =>
      `FROM ${stage} AS final-${platform?.architecture ?? ''}${platform?.variant ?? ''}\n`,
  );
  return [
    comment('Each platform has its own final stage; the one being built is chosen by name.') +
      aliases.join(''),
    `FROM final-${PLATFORM_VARIABLES}\n`,
  ];
}
