import type fc from 'fast-check';
import { damagedLines, damagedText, requirements, values } from './generators/compile.js';
import { flagsInput } from './generators/flags.js';
import { gatewayInput } from './generators/gateway.js';
import { ignoreInput } from './generators/ignore.js';
import { changedLocks, damagedLocks } from './generators/lock.js';
import { lockGraphs } from './generators/lock-graph.js';
import { lockSizes } from './generators/lock-size.js';
import { sizeInput } from './generators/size.js';
import type { FuzzInput } from './input.js';
import type { LockFolder } from './lock-folders.js';

/**
 * Kinds of input by name; each gets the same share of the time.
 *
 * @param locks that inputs are made from
 */
export function campaigns(locks: readonly LockFolder[]): Readonly<Record<string, fc.Arbitrary<FuzzInput>>> {
  return {
    values,
    requirements,
    'damaged-lines': damagedLines,
    'damaged-text': damagedText,
    locks: changedLocks(locks),
    'damaged-locks': damagedLocks(locks),
    'lock-graphs': lockGraphs,
    ignore: ignoreInput,
    flags: flagsInput,
    gateway: gatewayInput,
    size: sizeInput,
    'lock-size': lockSizes,
  };
}
