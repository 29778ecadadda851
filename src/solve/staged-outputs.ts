import { randomBytes } from 'node:crypto';
import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { chmod, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { csvField, csvFields, csvValue } from '../basics/csv.js';
import { systemErrorCode } from '../basics/system-error.js';
import { isFileOutput } from './destination.js';

/** A file that an exporter writes under another name until the build is done. */
interface StagedFile {
  readonly temporary: string;
  readonly destination: string;
  /** Of the file that is replaced. */
  readonly mode?: number;
}

/** Outputs of a build whose files keep what they were until it has succeeded. */
export interface StagedOutputs {
  readonly outputs: readonly string[];
  /** Gives the files their names. */
  keep(): Promise<void>;
  /** Removes what was not kept. */
  discard(): Promise<void>;
}

/**
 * Has the exporters write to new files beside those that were named, which buildctl and docker would empty before the build
 * begins.
 *
 * @param outputs values of `--output`
 * @param workingFolder the folder from which their paths count
 */
export function stageOutputs(outputs: readonly string[], workingFolder: string): StagedOutputs {
  const staged = outputs.map((output) => ({ output, file: stagedFile(output, workingFolder) }));
  const files = staged.flatMap(({ file }) => file ?? []);
  return {
    outputs: staged.map(({ output, file }) => (file ? withDestination(output, file.temporary) : output)),
    keep: async () => {
      for (const { temporary, destination, mode } of files) {
        // Words for the engine may have made it write nothing.
        if (look(() => statSync(temporary)) === undefined) {
          continue;
        }
        if (mode !== undefined) {
          await chmod(temporary, mode);
        }
        await rename(temporary, destination);
      }
    },
    discard: async () => {
      for (const { temporary } of files) {
        await rm(temporary, { force: true });
      }
    },
  };
}

/** Undefined for outputs that are no plain file: folders, pipes, and what goes to standard output. */
function stagedFile(output: string, workingFolder: string): StagedFile | undefined {
  const written = csvValue(output, 'dest') ?? '';
  if (!isFileOutput(output) || written === '' || written === '-') {
    return undefined;
  }
  const path = resolve(workingFolder, written);
  const existing = look(() => statSync(path));
  const isNew =
    look(() => lstatSync(path)) === undefined && look(() => statSync(dirname(path))) !== undefined;
  if (!isNew && !existing?.isFile()) {
    return undefined;
  }
  const destination = isNew ? path : realpathSync(path);
  const temporary = join(dirname(destination), `.${randomBytes(6).toString('hex')}.tmp`);
  return { temporary, destination, ...(existing && { mode: existing.mode & 0o777 }) };
}

function look(at: () => Stats): Stats | undefined {
  try {
    return at();
  } catch (error) {
    if (systemErrorCode(error) === undefined) {
      throw error;
    }
    return undefined;
  }
}

function withDestination(output: string, destination: string): string {
  const fields = csvFields(output) ?? [];
  const isDestination = (field: string): boolean => /^\s*dest\s*=/i.test(field);
  return fields.map((field) => csvField(isDestination(field) ? `dest=${destination}` : field)).join(',');
}
