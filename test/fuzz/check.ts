import { checkCompilation } from './checks/compile.js';
import { checkFlags } from './checks/flags.js';
import { checkGateway } from './checks/gateway.js';
import { checkIgnoreFile } from './checks/ignore.js';
import { checkSize } from './checks/size.js';
import type { FuzzInput } from './input.js';
import type { Oracle } from './oracle.js';

/**
 * Tries an input. Without an oracle, what only BuildKit knows is left out.
 *
 * @returns the first thing that is wrong, or undefined
 */
export async function check(input: FuzzInput, oracle?: Oracle): Promise<string | undefined> {
  try {
    return await findFault(input, oracle);
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function findFault(input: FuzzInput, oracle: Oracle | undefined): Promise<string | undefined> {
  switch (input.kind) {
    case 'compile':
      return checkCompilation(input, oracle);
    case 'ignore':
      return checkIgnoreFile(input, oracle);
    case 'flags':
      return checkFlags(input);
    case 'gateway':
      return checkGateway(input);
    case 'size':
      return checkSize(input);
  }
}
