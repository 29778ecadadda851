import { COMMON_MODULES } from '../tables/common-modules.js';

/** A shorter word has neighbours that mean something else. */
const MINIMUM_LENGTH = 5;

/** The common module that an imported name is one slip away from; undefined where there is none. */
export function misspeltModule(name: string): string | undefined {
  return name.length < MINIMUM_LENGTH || COMMON_MODULES.includes(name)
    ? undefined
    : COMMON_MODULES.find((common) => isOneSlip(name, common));
}

/** A letter too much, too few or another one, or two that are swapped; `boto` is no slip of `boto3`, nor `aredis` of `redis`. */
function isOneSlip(word: string, meant: string): boolean {
  const start = sharedLength([...word], [...meant]);
  const [wordRest, meantRest] = [word.slice(start), meant.slice(start)];
  const end = sharedLength([...wordRest].reverse(), [...meantRest].reverse());
  const wrong = wordRest.slice(0, wordRest.length - end);
  const right = meantRest.slice(0, meantRest.length - end);
  if (/\d/.test(wrong + right) || start === 0) {
    return false;
  }
  const isSwap = wrong.length === 2 && wrong === [...right].reverse().join('');
  return isSwap || (wrong.length <= 1 && right.length <= 1);
}

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((letter, index) => letter !== other[index]);
  return end < 0 ? one.length : end;
}
