import { emit } from './cli/artefact/emit.js';
import { type ParsedCommandLine, readCommandLine } from './cli/command-line/command-line.js';
import { isFrontendStart } from './cli/command-line/frontend-start.js';
import type { RunRequest } from './cli/command-line/run-request.js';
import { failureCode } from './cli/messages/failure.js';
import { loggerFor } from './cli/messages/logger.js';
import type { Io } from './cli/world/io.js';
import { check } from './compile.js';
import { VERSION } from './version.js';

export type { Io } from './cli/world/io.js';
export { processIo } from './cli/world/process-io.js';

/**
 * The command line.
 *
 * @param words without the interpreter and the script
 * @returns the exit code: 0 done, 1 the Mopyfile or the build failed, 2 wrong usage, 128 and its number for a signal
 */
export async function main(words: readonly string[], io: Io): Promise<number> {
  const logger = loggerFor(io);
  try {
    if (isFrontendStart(words, io.environment)) {
      return await serveBuildKit(io);
    }
    const commandLine = readCommandLine(words, io.environment);
    if (commandLine.kind === 'run') {
      return await run(commandLine.run, io);
    }
    await io.stdout.write(await answer(commandLine));
    return 0;
  } catch (error) {
    return failureCode(error, logger);
  }
}

/** BuildKit's daemon keeps what is written to standard error; its user never sees that. */
async function serveBuildKit(io: Io): Promise<number> {
  const { runFrontend } = await import('./frontend/run.js');
  return runFrontend({
    ...io.openPipes(),
    environment: io.environment,
    now: io.now,
    log: (message) => io.stderr.write(message),
  });
}

/** A build, and a new Mopyfile, need packages that an emitter does without. */
async function run(request: RunRequest, io: Io): Promise<number> {
  const logger = loggerFor(io);
  if (request.mode === 'build' || request.mode === 'dry-run') {
    const { build } = await import('./cli/build/build.js');
    return build(request, io, logger);
  }
  if (request.mode === 'init') {
    const { init } = await import('./cli/init/init.js');
    return init(request, io, logger, check);
  }
  if (request.mode === 'check') {
    const { checkMopyfiles } = await import('./cli/check/check.js');
    return checkMopyfiles(request, io, logger);
  }
  return emit(request, io, logger);
}

/** Texts about mopy itself. */
async function answer(question: Exclude<ParsedCommandLine, { readonly kind: 'run' }>): Promise<string> {
  switch (question.kind) {
    case 'version':
      return `mopy ${VERSION}\n`;
    case 'completion':
      return (await import('./cli/command-line/completion.js')).completionScript(question.shell);
    default:
      return (await import('./cli/command-line/help.js')).helpText();
  }
}
