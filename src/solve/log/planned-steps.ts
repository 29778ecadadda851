import { unique } from '../../basics/unique.js';
import { stepNames, stepTitle } from '../../emit/step-names.js';
import { normalizeReference } from '../../plan/image-reference.js';
import type { Plan, Stage } from '../../plan/plan.js';
import { maskedText } from '../../source/credentials.js';
import { type LineRange, lineRanges } from '../../source/position.js';
import type { Location, Source } from '../../source/source.js';

/** A step as the plan has it. */
export interface PlannedStep {
  /** As the progress of LLB has it: `[build 2/7] install six with pip`. */
  readonly name: string;
  /** The lines of the user's files that it carries out, with those around them, as BuildKit shows them. */
  readonly frame: readonly string[];
}

/**
 * The steps of an emitted Dockerfile by their places, `build 2/7`, and the lookups of base images. BuildKit names such a step after its instruction, and where it
 * fails shows lines of a Dockerfile that nobody has seen.
 */
export function plannedSteps({ stages }: Plan): ReadonlyMap<string, PlannedStep> {
  return new Map(stages.flatMap((stage) => [...lookupOf(stage), ...stepsOf(stage)]));
}

type Entry = readonly [string, PlannedStep];

function lookupOf({ base }: Stage): readonly Entry[] {
  if (base.kind !== 'image') {
    return [];
  }
  const lookup = `load metadata for ${normalizeReference(base.image.reference)}`;
  return [[lookup, { name: `[internal] ${lookup}`, frame: framesOf(base.image.locations) }]];
}

function stepsOf(stage: Stage): readonly Entry[] {
  const nextName = stepNames(stage, undefined);
  if (stage.base.kind === 'image') {
    nextName(stage.base.image.reference);
  }
  return stage.steps.flatMap((step) => {
    const title = stepTitle(step);
    if (title === undefined) {
      return [];
    }
    const name = nextName(title);
    const frame = 'locations' in step ? framesOf(step.locations) : [];
    return [[name.slice(1, name.indexOf(']')), { name, frame }] as const];
  });
}

function framesOf(locations: readonly Location[]): readonly string[] {
  return unique(locations.map(({ source }) => source)).flatMap((source) =>
    frameOf(source, lineRanges(locations.filter((place) => place.source === source))),
  );
}

/** The file with the first line, then the lines with a mark, and some on either side (BuildKit's `errdefs.Source`). */
function frameOf(source: Source, ranges: readonly LineRange[]): readonly string[] {
  const lines = maskedText(source).replace(/\n$/, '').split('\n');
  const [from, to] = [ranges[0]?.first ?? 1, ranges.at(-1)?.last ?? 1];
  const around = from === to ? 2 : 1;
  const start = Math.max(from - around, 1);
  const shown = lines.slice(start - 1, to + around).map((line, index) => {
    const number = start + index;
    const isMarked = ranges.some(({ first, last }) => first <= number && number <= last);
    return ` ${String(number).padStart(3)} | ${isMarked ? '>>>' : '   '} ${line}`.trimEnd();
  });
  return [`${source.filename}:${from}`, ...shown];
}
