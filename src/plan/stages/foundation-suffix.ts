import type { Foundation, Mount, Stage, Step } from '../plan.js';

/** Renames stages, and their references to each other, to `<name>-<foundation>`, so that two sets fit in one plan. */
export function suffixStages(stages: readonly Stage[], foundation: Foundation): readonly Stage[] {
  const names = new Set(stages.map(({ name }) => name));
  const rename = (name: string): string => (names.has(name) ? `${name}-${foundation}` : name);
  return stages.map((stage) => ({
    ...stage,
    name: rename(stage.name),
    base: stage.base.kind === 'stage' ? { kind: 'stage', name: rename(stage.base.name) } : stage.base,
    steps: stage.steps.map((step) => renameStep(step, rename)),
  }));
}

function renameStep(step: Step, rename: (name: string) => string): Step {
  if (step.kind === 'copy' && step.from.kind === 'stage') {
    return { ...step, from: { kind: 'stage', name: rename(step.from.name) } };
  }
  if (step.kind === 'run') {
    return { ...step, mounts: step.mounts.map((mount) => renameMount(mount, rename)) };
  }
  return step;
}

function renameMount(mount: Mount, rename: (name: string) => string): Mount {
  return mount.kind === 'bind' ? { ...mount, from: rename(mount.from) } : mount;
}
