import type { Location } from '../../source/source.js';
import type { BindMount, CopyStep, RunStep, SecretFileMount, Stage, Step, WriteStep } from '../plan.js';
import { type ScriptName, scriptsFolder } from '../scripts.js';

/** Where build steps see the stages that they bind; nothing of it is left in a layer. */
export const MOUNT_ROOT = '/mopy';

/** Name of the stage that holds the programs of build steps. */
export const SCRIPTS_STAGE = 'scripts';

/** Writes a file that no user's file can end too early: its heredoc ends with a word that the content does not hold. */
export function write(
  path: string,
  content: string,
  title: string,
  locations: readonly Location[] = [],
): WriteStep {
  return {
    kind: 'write',
    files: [{ delimiter: delimiterFor(content), content }],
    destination: path,
    title,
    locations,
  };
}

/** Copies a folder of a stage, given by its absolute path, as a layer of its own. */
export function copyFromStage(name: string, folder: string, destination: string, title: string): CopyStep {
  return {
    kind: 'copy',
    from: { kind: 'stage', name },
    source: folder.slice(1) || '.',
    directory: true,
    destination,
    link: true,
    title,
    locations: [],
  };
}

/** Python's variables in a Mopyfile are for the image's program, not for those of the build; root would leave byte code. */
const ISOLATED = ['-E', '-B'];

/** The words before a command that make it hold what it says of each package, in a shell; the step binds `quiet.py`. */
export function quietly(python: string): string {
  return scriptCommand(python, 'quiet.py');
}

/** The words that run a program of the scripts stage in a shell; the step binds it. */
export function scriptCommand(python: string, script: ScriptName, words: readonly string[] = []): string {
  return [python, ...ISOLATED, `${MOUNT_ROOT}/scripts/${script}`, ...words].join(' ');
}

/** Runs a program of the scripts stage without a shell. */
export function runScript(
  python: string,
  script: ScriptName,
  words: readonly string[],
  rest: Omit<RunStep, 'kind' | 'command' | 'mounts'> & { readonly mounts?: RunStep['mounts'] },
): RunStep {
  const { mounts = [], ...step } = rest;
  return {
    kind: 'run',
    command: {
      kind: 'arguments',
      arguments: [python, ...ISOLATED, `${MOUNT_ROOT}/scripts/${script}`, ...words],
    },
    mounts: [scriptsMount(script), ...mounts],
    ...step,
  };
}

/**
 * The programs of a step and all that they import, in one folder, where they find each other; no others, so that only their
 * changes run the step again. Of each file that is bound by itself BuildKit leaves an empty folder behind.
 */
export function scriptsMount(...programs: readonly ScriptName[]): BindMount {
  return bind(SCRIPTS_STAGE, `/${scriptsFolder(programs)}`, 'scripts');
}

/** The mount of a path of a stage at `/mopy/<name>`. */
export function bind(from: string, source: string, name: string, writable = false): BindMount {
  return { kind: 'bind', from, source, mountPoint: `${MOUNT_ROOT}/${name}`, writable };
}

/** BuildKit leaves the file under an optional secret as it is when the secret is not given. */
export function optionalSecret(id: string, mountPoint: string): SecretFileMount {
  return { kind: 'secret-file', id, mountPoint };
}

/** A stage; its comment stands above it in an emitted Dockerfile. */
export function stage(name: string, comment: string, base: Stage['base'], steps: readonly Step[]): Stage {
  return { name, comment, base, steps };
}

/** A heredoc word that stands on no line of the text. */
export function delimiterFor(content: string): string {
  const lines = new Set(content.split('\n'));
  let word = 'EOF';
  for (let number = 1; lines.has(word); number += 1) {
    word = `EOF${number}`;
  }
  return word;
}
