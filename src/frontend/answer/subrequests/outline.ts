import { unique } from '../../../basics/unique.js';
import type { Mount, Plan } from '../../../plan/plan.js';
import { reachableStages } from '../../../plan/reachable-stages.js';
import type { Result } from '../../../protobuf/schema.generated.js';
import { maskedText } from '../../../source/credentials.js';
import { requestedStage } from '../target.js';
import { subrequest, subrequestResult, textTable } from './request.js';

/**
 * `docker build --call=outline`: secrets and SSH agents that the image needs (BuildKit's frontend/subrequests/outline).
 */
export const OUTLINE = subrequest('frontend.outline', 'List all parameters current build target supports', {
  opts: [{ name: 'target', description: 'Target build stage' }],
});

/** Parameters that a build can be given: secrets, the SSH agent, caches. */
export function outline(whole: Plan, target: string | undefined): Result {
  const platform = whole.targets[0]?.platform ?? { os: 'linux', architecture: 'amd64' };
  const { plan, stage: name } = requestedStage(whole, target, platform);
  const stages = reachableStages(plan, name);
  const mounts = stages.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'run' ? step.mounts : [])),
  );
  const value = {
    name,
    description: stages.at(-1)?.comment,
    secrets: secretsOf(mounts),
    ssh: mounts.some(({ kind }) => kind === 'ssh') ? [{ name: 'default', required: true }] : [],
    cache: unique(mounts.flatMap((mount) => (mount.kind === 'cache' ? [mount.id] : []))).map((ID) => ({
      ID,
    })),
    sources: [Buffer.from(maskedText(plan.source)).toString('base64')],
  };
  return subrequestResult(OUTLINE, value, outlineText(value));
}

interface Parameter {
  readonly name: string;
  readonly required: boolean;
}

function secretsOf(mounts: readonly Mount[]): readonly Parameter[] {
  const secrets = mounts.flatMap((mount): [string, boolean][] => {
    if (mount.kind === 'secret-file') {
      return [[mount.id, false]];
    }
    return mount.kind === 'secret-variable' ? [[mount.id, true]] : [];
  });
  return [...new Map(secrets)].map(([name, required]) => ({ name, required }));
}

function outlineText(value: {
  readonly name: string;
  readonly description: string | undefined;
  readonly secrets: readonly Parameter[];
  readonly ssh: readonly Parameter[];
}): string {
  const heading = [
    ['TARGET:', value.name],
    ...(value.description ? [['DESCRIPTION:', value.description]] : []),
  ];
  const tables = [
    textTable(heading, 1),
    ...parameterTable('SECRET', value.secrets),
    ...parameterTable('SSH', value.ssh),
  ];
  return tables.map((table) => `${table}\n`).join('');
}

function parameterTable(title: string, parameters: readonly Parameter[]): readonly string[] {
  if (parameters.length === 0) {
    return [];
  }
  const rows = parameters.map(({ name, required }) => [name, required ? 'true' : '']);
  return [textTable([[title, 'REQUIRED'], ...rows], 3)];
}
