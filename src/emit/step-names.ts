import { lastNumber } from '../plan/numbered-steps.js';
import type { Platform, Stage, Step } from '../plan/plan.js';
import { platformName } from '../plan/platform.js';

/**
 * Numbers the lines of a stage in the progress display as BuildKit does: each call gives the next of
 * `[linux/amd64 build 2/7] title`. The base image counts, steps without a vertex do not.
 */
export function stepNames(stage: Stage, platform: Platform | undefined): (title: string) => string {
  const total = String(lastNumber(stage));
  const place = platform ? `${platformName(platform)} ${stage.name}` : stage.name;
  let count = 0;
  return (title) => {
    count += 1;
    return `[${place} ${String(count).padStart(total.length)}/${total}] ${title}`;
  };
}

/** The name of a step in the progress display, without its number. */
export function stepTitle(step: Step): string | undefined {
  if (step.kind === 'working-directory') {
    return `WORKDIR ${step.path}`;
  }
  return 'title' in step ? step.title : undefined;
}
