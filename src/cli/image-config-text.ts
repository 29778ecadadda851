import { imageConfig } from '../emit/image-config.js';
import type { BuildPlan, Platform } from '../plan/plan.js';
import { imageConfigAttribute } from '../solve/destination.js';

/** What `-image-config` prints: one line, for `--output` of buildctl or as plain JSON. */
export function imageConfigText(plan: BuildPlan, platform: Platform, plainJson: boolean): string {
  const config = imageConfig(plan, platform);
  return `${plainJson ? JSON.stringify(config) : imageConfigAttribute(config)}\n`;
}
