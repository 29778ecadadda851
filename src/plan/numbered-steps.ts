import type { Stage, Step } from './plan.js';

const NUMBERED: ReadonlySet<Step['kind']> = new Set(['working-directory', 'write', 'copy', 'run']);

/** Whether BuildKit's progress has a number for a step: those that make a vertex have one. */
function isNumbered({ kind }: Step): boolean {
  return NUMBERED.has(kind);
}

/** The number of a stage's last step. Its base image has a number, too; a stage that it stands on has none. */
export function lastNumber({ base, steps }: Stage): number {
  return steps.filter(isNumbered).length + firstNumber(base);
}

/** The numbers up to which a stage can be built, in words: 0 is the stage that it stands on. */
export function numbersOf(stage: Stage): string {
  const first = stage.base.kind === 'stage' ? 0 : 1;
  return `they go from ${first} to ${lastNumber(stage)}`;
}

/** A stage as it is once the step of a number has run; undefined for a number that none has. */
export function upTo(stage: Stage, number: number): Stage | undefined {
  const { base, steps } = stage;
  const isEmpty = number === 0 && base.kind === 'scratch';
  if (number < firstNumber(base) || number > lastNumber(stage) || isEmpty) {
    return undefined;
  }
  const numbered = steps.filter(isNumbered);
  const next = numbered[number - firstNumber(base)];
  return next === undefined ? stage : { ...stage, steps: steps.slice(0, steps.indexOf(next)) };
}

function firstNumber({ kind }: Stage['base']): number {
  return kind === 'image' ? 1 : 0;
}
