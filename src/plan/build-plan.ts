import type { Diagnostic } from '../source/diagnostic.js';
import type { Mopyfile } from '../validate/mopyfile.js';
import { foundationFor } from './base-images.js';
import { contextRules } from './context-rules.js';
import { type CredentialMode, credentialSpeller } from './credentials.js';
import { imageConfiguration } from './image.js';
import type { Plan, Platform, Target } from './plan.js';
import { planStages } from './plan-stages.js';
import {
  constraintList,
  lockedList,
  projectRequirements,
  referenceList,
  remoteRequirements,
  requirementList,
} from './requirement-list.js';
import { usesSsh } from './steps/pip-step.js';
import { planWarnings } from './warnings.js';

/** Choices about a build that are not in the Mopyfile. */
export interface PlanOptions {
  /** Platforms to build for; none means whatever distroless platform the builder has. */
  readonly platforms: readonly Platform[];
  readonly credentials: CredentialMode;
  /** Base-image names, such as `python:3.12`, to the references that replace them. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** Labels of the command line: they win over all others. */
  readonly labels: ReadonlyMap<string, string>;
  readonly compilerVersion: string;
}

/** Decides the whole build. Diagnostics are warnings: a valid Mopyfile always has a plan. */
export function buildPlan(
  mopyfile: Mopyfile,
  options: PlanOptions,
): { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] } {
  const credentials = credentialSpeller(options.credentials);
  const lists = {
    locked: lockedList(mopyfile, credentials),
    list: requirementList(mopyfile, remoteRequirements(mopyfile), credentials),
    constraints: constraintList(mopyfile),
    projects: requirementList(mopyfile, projectRequirements(mopyfile), credentials),
  };
  const references = referenceList(mopyfile, credentials);
  const image = imageConfiguration(mopyfile, options.compilerVersion, options.labels);
  const targets = planTargets(mopyfile, options.platforms);
  const plan: Plan = {
    stages: planStages({
      mopyfile,
      image,
      lists,
      references,
      secrets: credentials.secrets(),
      targets,
      baseImages: options.baseImages,
    }),
    targets,
    image,
    context: contextRules(mopyfile),
    secrets: credentials.secrets(),
    ssh: usesSsh(mopyfile),
    source: mopyfile.source,
  };
  return { plan, diagnostics: planWarnings(mopyfile, plan, options.credentials) };
}

/** One target for each platform; when they stand on different foundations, stage names tell which. */
function planTargets(mopyfile: Mopyfile, platforms: readonly Platform[]): readonly Target[] {
  const wanted = platforms.length === 0 ? [undefined] : platforms;
  const foundations = wanted.map((platform) => foundationFor(mopyfile.base, platform));
  const mixed = new Set(foundations).size > 1;
  return wanted.map((platform, index) => {
    const foundation = foundations[index] ?? mopyfile.base;
    return { ...(platform && { platform }), foundation, stage: mixed ? `final-${foundation}` : 'final' };
  });
}
