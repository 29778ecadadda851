import { normalizeReference } from '../../plan/image-reference.js';
import { targetFor } from '../../plan/lookup.js';
import type { BaseImage, Plan, Stage, StageBase } from '../../plan/plan.js';
import { reachableStages } from '../../plan/reachable-stages.js';
import { encode } from '../../protobuf/encode.js';
import type { Definition } from '../../protobuf/schema.generated.js';
import { stepNames } from '../step-names.js';
import { graftDefinition } from './graft.js';
import { marshal } from './marshal.js';

import type { LlbSettings } from './options.js';
import { pathsRead } from './reach.js';
import { imageSource, localSource } from './sources.js';
import { emitSteps } from './stage.js';
import { initialState, type StageState, withConfiguredOrder } from './stage-state.js';
import type { Output } from './vertex.js';

/**
 * The plan as LLB: the bytes that `buildctl build` reads. The same plan and options give the same bytes.
 * Throws on a stage or platform that the plan does not have.
 */
export function emitLlb(plan: Plan, options: LlbSettings): Uint8Array {
  return encode('pb.Definition', definition(plan, options));
}

/**
 * The plan as LLB, decoded. Ops are those that BuildKit's Dockerfile frontend makes of the Dockerfile
 * that is emitted for the same plan, so that either way of building finds the other's cache.
 */
export function definition(plan: Plan, options: LlbSettings): Definition {
  const wanted = options.stage ?? targetFor(plan, options.platform).stage;
  const stages = reachableStages(plan, wanted);
  const context = contextOutput(plan, stages, options);
  const states = new Map<string, StageState>();
  for (const stage of stages) {
    states.set(stage.name, emitStage(stage, states, context, options));
  }
  const result = states.get(wanted)?.files;
  if (!result) {
    throw new Error(`the stage ${wanted} is empty: BuildKit takes no definition without an op`);
  }
  return marshal(result, plan.source);
}

/** One source for all stages, limited to what they read. */
function contextOutput(
  { context }: Plan,
  stages: readonly Stage[],
  { contextSource }: LlbSettings,
): Output | undefined {
  if (contextSource.kind === 'definition') {
    return graftDefinition(contextSource.definition);
  }
  return localSource(contextSource, { paths: pathsRead(stages), excludes: context.excludes });
}

function emitStage(
  stage: Stage,
  states: ReadonlyMap<string, StageState>,
  context: Output | undefined,
  options: LlbSettings,
): StageState {
  const nextName = stepNames(stage, options.platformInNames ? options.platform : undefined);
  const filesOf = (name: string) => stateOf(states, name).files;
  const start = startState(stage.base, states, nextName, options);
  return emitSteps(stage, start, { options, context, filesOf, nextName });
}

function startState(
  base: StageBase,
  states: ReadonlyMap<string, StageState>,
  nextName: (title: string) => string,
  options: LlbSettings,
): StageState {
  switch (base.kind) {
    case 'scratch':
      return initialState(undefined);
    case 'image':
      return imageState(base.image, nextName, options);
    case 'stage':
      return withConfiguredOrder(stateOf(states, base.name));
  }
}

/** Files are those that a lookup found; steps stay those of the plan, whatever the image is configured to be. */
function imageState(image: BaseImage, nextName: (title: string) => string, options: LlbSettings): StageState {
  const resolved = options.resolvedImages?.get(image.name);
  if (resolved?.kind === 'definition') {
    return initialState(graftDefinition(resolved.definition), image);
  }
  const reference = resolved?.reference ?? image.reference;
  const normalized = normalizeReference(reference);
  const details = { name: nextName(`FROM ${normalized}`), locations: image.locations };
  return initialState(imageSource(normalized, options, details), image);
}

function stateOf(states: ReadonlyMap<string, StageState>, name: string): StageState {
  const state = states.get(name);
  if (!state) {
    throw new Error(`the stage ${name} is used before it is made`);
  }
  return state;
}
