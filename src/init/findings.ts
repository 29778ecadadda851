import type { MisspeltImport } from './detect/imported.js';
import type { Alternative, Finding } from './finding.js';
import type { ProposedStart } from './start.js';

/** Everything that was decided for a Mopyfile. */
export interface Findings {
  readonly python: Finding<string>;
  readonly buildDeps: readonly Finding<string>[];
  readonly runtimeDeps: readonly Finding<string>[];
  readonly envs: ProposedStart['envs'];
  readonly pip: readonly Finding<string>[];
  /** Entries of `project`; one that ends with a slash and stands alone is the working directory. */
  readonly project?: Finding<readonly string[] | string>;
  readonly command?: Finding<readonly string[]>;
  readonly prepare: readonly Finding<string>[];
  readonly port?: Finding<string>;
  readonly healthcheck?: Finding<string>;
  /** Names of variables without which the program does not start, that no file for `docker run` has. */
  readonly required: readonly string[];
  /** The file with variables for `docker run`: `.env`, or an example of one. Images have none of them. */
  readonly environmentFile?: string;
  /** Lines for the user to choose from, by the key that they belong to. */
  readonly alternatives: readonly Alternative[];
  /** The program that starts, in a few words; absent where nothing does. */
  readonly subject?: string;
  /** Why nothing starts; absent where something does. */
  readonly nothing?: string;
  /** Imports that look like slips, of which `pip` has nothing. */
  readonly misspelt: readonly MisspeltImport[];
  /** Files with syntax errors, as `file:line`. */
  readonly broken: readonly string[];
  /** Folders with projects of their own, where there are several. */
  readonly projects: readonly string[];
}
