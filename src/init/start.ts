import type { Alternative, Finding } from './finding.js';
import type { SourceFile } from './sources.js';

/** The program that a container runs, and what that brings along. */
export interface ProposedStart {
  /** Its kind and place, for the summary: `FastAPI in app/main.py`. */
  readonly subject: string;
  readonly command: Finding<readonly string[]>;
  /** The folder that its imports count from, with a slash at its end; nothing for the context. */
  readonly root: string;
  /** The file that starts; absent for a program of an installed package. */
  readonly file?: SourceFile;
  /** The project has to be installed for it. */
  readonly needsInstall: boolean;
  readonly port?: Finding<string>;
  readonly healthcheck?: Finding<string>;
  readonly prepare: readonly Finding<string>[];
  readonly envs: readonly (readonly [string, Finding<string>])[];
  /** Names of variables without which it does not start, and that nobody but its user has. */
  readonly required: readonly string[];
  /** Distributions that it needs, by their names, with the reason. */
  readonly servers: readonly Finding<string>[];
  /** Files that it needs whatever it imports, from `root`. */
  readonly files: readonly string[];
}

/** The program that starts, and others that might. */
export interface ProposedStarts {
  readonly chosen?: ProposedStart;
  readonly alternatives: readonly Alternative[];
}

/** A start with nothing beside it. */
export function plainStart(
  start: Pick<ProposedStart, 'subject' | 'command' | 'root'> & Partial<ProposedStart>,
): ProposedStart {
  return { needsInstall: false, prepare: [], envs: [], required: [], servers: [], files: [], ...start };
}

/** The command of an alternative, as it would stand in the Mopyfile. */
export function asAlternative({ command, subject }: ProposedStart): Alternative {
  return { line: `command: ${command.value.join(' ')}`, reason: subject };
}
