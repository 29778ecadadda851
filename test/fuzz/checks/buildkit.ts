import { isDeepStrictEqual } from 'node:util';
import { imageConfig } from '../../../src/emit/image-config.js';
import { definition } from '../../../src/emit/llb/emit.js';
import type { Plan } from '../../../src/plan/plan.js';
import { asConverted, type ComparableOp, comparableOps } from '../../support/comparable-ops.js';
import { definitionJson } from '../../support/llb-json.js';
import type { ConvertedImage, Oracle } from '../oracle.js';
import { type Built, llbOptions } from './outcome.js';

/** An image without a layer is no image to build on. */
const ROOT = { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] };

/** BuildKit accepts the Dockerfile, and makes the ops and the image of it that mopy makes. */
export async function compareWithBuildkit(
  { plan, platform, dockerfile }: Pick<Built, 'plan' | 'platform' | 'dockerfile'>,
  oracle: Oracle,
): Promise<string | undefined> {
  const { os, architecture, variant } = platform;
  const answer = await oracle.convert({
    dockerfile,
    platform: [os, architecture, ...(variant === undefined ? [] : [variant])].join('/'),
    images: baseImages(plan),
  });
  if (answer.error !== undefined) {
    return `BuildKit refuses the Dockerfile: ${answer.error}`;
  }
  const ours = asConverted(definitionJson(definition(plan, llbOptions(platform))));
  return (
    unequal('ops', withoutExcludes(comparableOps(ours)), withoutExcludes(comparableOps(answer.result))) ??
    unequal('image', imageConfig(plan, platform, baseOf(plan)), comparableImage(answer.image))
  );
}

/** The configuration of every base image, as the plan takes it to be. */
function baseImages(plan: Plan): Readonly<Record<string, object>> {
  const images = plan.stages.flatMap(({ base }) => (base.kind === 'image' ? [base.image] : []));
  return Object.fromEntries(
    images.map(({ reference, environment, workingDirectory, user }) => {
      const Env = environment.map(({ name, value }) => `${name}=${value}`);
      return [
        reference,
        { os: 'linux', config: { Env, WorkingDir: workingDirectory, User: user }, rootfs: ROOT },
      ];
    }),
  );
}

/** The configuration of the image that the plan's first target stands on. */
function baseOf({ stages, targets }: Plan): object {
  const base = stages.find(({ name }) => name === targets[0]?.stage)?.base;
  if (base?.kind !== 'image') {
    return {};
  }
  return { config: { Env: base.image.environment.map(({ name, value }) => `${name}=${value}`) } };
}

/** The context has its rules from elsewhere. */
function withoutExcludes(ops: Readonly<Record<string, ComparableOp>>): unknown {
  return JSON.parse(
    JSON.stringify(ops, (key, value) => {
      if (key === 'local.excludepatterns') {
        return undefined;
      }
      return key === 'capabilities'
        ? (value as readonly string[]).filter((name) => name !== 'source.local.excludepatterns')
        : value;
    }),
  );
}

function comparableImage(image: ConvertedImage): unknown {
  const { rootfs: _rootfs, ...rest } = image as Readonly<Record<string, unknown>>;
  return rest;
}

function unequal(name: string, ours: unknown, theirs: unknown): string | undefined {
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(ours)), theirs)) {
    return undefined;
  }
  return `BuildKit makes another ${name}\nours:   ${firstDifference(ours, theirs)}\ntheirs: ${firstDifference(theirs, ours)}`;
}

/** JSON from where it differs. */
function firstDifference(own: unknown, other: unknown): string {
  const [a, b] = [JSON.stringify(own), JSON.stringify(other)];
  let index = 0;
  while (index < a.length && a[index] === b[index]) {
    index += 1;
  }
  return a.slice(Math.max(0, index - 80), index + 200);
}
