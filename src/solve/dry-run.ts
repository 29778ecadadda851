import { type Argument, type Invocation, shellCommand, shellWord } from './invocation.js';
import { FOLDER_VARIABLE, type Recipe } from './recipe.js';

/**
 * The shell command that does what a build would do, ended by a newline.
 *
 * @param emitter the `mopy` that writes LLB to standard output, or a Dockerfile to the file named last
 */
export function dryRunCommand(recipe: Recipe, emitter: Invocation): string {
  const build = [recipe.command, ...(recipe.reader ? [recipe.reader] : [])].map(shellCommand).join(' | ');
  if (recipe.definition.kind === 'llb') {
    return `${shellCommand(emitter)} | ${build}\n`;
  }
  const { 'Dockerfile.dockerignore': ignore = '' } = recipe.definition.files;
  const steps = [
    `${FOLDER_VARIABLE}=$(mktemp -d)`,
    `trap 'rm -rf "$${FOLDER_VARIABLE}"' EXIT`,
    shellCommand(emitter),
    ...writeLines(lines(ignore), inFolder('/Dockerfile.dockerignore')),
    build,
  ];
  return `(${steps.join(' && ')})\n`;
}

/** A path in the folder of the emitted Dockerfile. */
export function inFolder(path: string): Argument {
  return [{ variable: FOLDER_VARIABLE }, path];
}

function writeLines(content: readonly string[], file: Argument): readonly string[] {
  if (content.length === 0) {
    return [];
  }
  return [`printf '%s\\n' ${content.map(shellWord).join(' ')} > ${shellWord(file)}`];
}

function lines(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}
