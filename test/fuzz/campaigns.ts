import type fc from 'fast-check';
import { damagedLines, damagedText, requirements, values } from './generators/compile.js';
import { flagsInput } from './generators/flags.js';
import { gatewayInput } from './generators/gateway.js';
import { ignoreInput } from './generators/ignore.js';
import { sizeInput } from './generators/size.js';
import type { FuzzInput } from './input.js';

/** Kinds of input by name; each gets the same share of the time. */
export const campaigns: Readonly<Record<string, fc.Arbitrary<FuzzInput>>> = {
  values,
  requirements,
  'damaged-lines': damagedLines,
  'damaged-text': damagedText,
  ignore: ignoreInput,
  flags: flagsInput,
  gateway: gatewayInput,
  size: sizeInput,
};
