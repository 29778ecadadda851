import type { Plan } from '../plan/plan.js';
import { OperationalError } from '../source/operational-error.js';
import type { Children, Ending, Started } from './children.js';
import { argumentText, type Invocation } from './invocation.js';
import type { PlainLog } from './log/plain-log.js';
import { withPrivateFolder } from './private-folder.js';
import { FOLDER_VARIABLE, type Recipe } from './recipe.js';

/** A recipe with what it takes to carry it out. */
export interface BuildInput {
  readonly recipe: Recipe;
  /** LLB for the recipe's platform; called only when the recipe needs it. */
  readonly emitLlb: () => Promise<Uint8Array>;
  /** Beside the environment: secrets and proxies that travel there and not among the arguments. */
  readonly environment: Readonly<Record<string, string>>;
  /** The artefact goes to standard output, of which the reader may go away. */
  readonly writesToStandardOutput: boolean;
  /** Reads what the program that builds says; absent where it speaks to the user itself. */
  readonly log?: PlainLog;
}

/**
 * Runs a build to its end.
 *
 * @throws OperationalError when it failed; what failed has told the user by itself
 */
export async function runBuild(children: Children, input: BuildInput): Promise<void> {
  const { definition } = input.recipe;
  if (definition.kind === 'llb') {
    return runRecipe(children, input, {}, await input.emitLlb());
  }
  return withPrivateFolder(definition.files, (folder) =>
    runRecipe(children, input, { [FOLDER_VARIABLE]: folder }),
  );
}

/** Variables of a build's child processes: the values of the plan's secrets. */
export function secretEnvironment({ secrets }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    secrets.flatMap(({ variable, value }) => (value === undefined ? [] : [[variable, value]])),
  );
}

/** The reader of what a build wrote to standard output has gone: no failure. */
class ClosedOutputError extends Error {
  override readonly name = 'ClosedOutputError';
  readonly code = 'EPIPE';
}

async function runRecipe(
  children: Children,
  { recipe, environment, writesToStandardOutput, log }: BuildInput,
  folder: Readonly<Record<string, string>>,
  definition?: Uint8Array,
): Promise<void> {
  const started = ({ program, words }: Invocation): Started => ({
    program,
    words: words.map((word) => argumentText(word, { ...environment, ...folder })),
    environment,
  });
  const command = { ...started(recipe.command), ...(definition && { input: definition }) };
  const reader = recipe.reader && started({ ...recipe.reader });
  const endings = await children.run(command, reader && { ...reader, environment: {} }, log);
  const failed = culpritOf(endings);
  if (failed?.signal === 'SIGPIPE' && writesToStandardOutput) {
    throw new ClosedOutputError();
  }
  if (failed !== undefined) {
    throw new OperationalError(failure(failed));
  }
}

/** The program that failed first, if any did. Where SIGPIPE ended one, its reader had failed before. */
function culpritOf(endings: readonly Ending[]): Ending | undefined {
  const failed = endings.filter(({ code, missing }) => missing || code !== 0);
  return failed.find(({ signal }) => signal !== 'SIGPIPE') ?? failed[0];
}

function failure({ program, missing, refused, code, signal }: Ending): string {
  if (missing) {
    return `${program} is not on PATH`;
  }
  if (refused !== undefined) {
    return `${program} cannot be started (${refused})`;
  }
  return signal === undefined
    ? `${program} failed with exit code ${code}`
    : `${program} was ended by ${signal}`;
}
