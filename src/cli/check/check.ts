import { folderContext } from '../../context/folder.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import { compileFor } from '../artefact/emit.js';
import { readBuildArguments } from '../command-line/build-arguments.js';
import type { RunRequest } from '../command-line/run-request.js';
import { usageError } from '../command-line/usage-error.js';
import { inputFiles, readInput } from '../input.js';
import type { Logger } from '../messages/logger.js';
import type { Io } from '../world/io.js';
import { refuseInputFile, writeOutput } from '../world/write-output.js';
import { formatReport, type ReportFormat } from './report.js';

/** Checks Mopyfiles and builds nothing. Says what is wrong, or writes it for a program. Returns the exit code. */
export async function checkMopyfiles(run: RunRequest, io: Io, logger: Logger): Promise<number> {
  readBuildArguments(run.buildArguments, io.environment);
  const reports: (readonly Diagnostic[])[] = [];
  const clean: string[] = [];
  for (const request of await requestsOf(run)) {
    const input = await readInput(request, io);
    refuseInputFile(io, '-out', run.out, inputFiles(input));
    const { diagnostics } = await compileFor(request, input, io);
    reports.push(diagnostics);
    clean.push(...(diagnostics.length === 0 ? [input.filename] : []));
  }
  const found = reports.flat();
  const format = reportFormat(run.format);
  if (format !== undefined) {
    await writeOutput(io, run.out, formatReport(format, found));
  } else {
    await logger.diagnostics(found);
    for (const filename of clean) {
      await logger.note(`${filename === '-' ? 'standard input' : filename}: no problems`);
    }
  }
  return found.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function reportFormat(format: string | undefined): ReportFormat | undefined {
  return format === 'json' || format === 'sarif' || format === 'github' ? format : undefined;
}

/** One for each Mopyfile, or folder that holds one. */
async function requestsOf(run: RunRequest): Promise<readonly RunRequest[]> {
  const [first, second] = run.checked;
  if (first === undefined) {
    return [run];
  }
  if (run.filename !== undefined && second === undefined) {
    return [{ ...run, context: first }];
  }
  return Promise.all(
    run.checked.map(async (path) => {
      const found = await folderContext(path).stat('.');
      if (found === undefined) {
        throw usageError(`${path} does not exist`, 'name a Mopyfile, or a folder that holds one');
      }
      return found.kind === 'directory' ? { ...run, context: path } : { ...run, filename: path };
    }),
  );
}
