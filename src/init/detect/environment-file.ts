import { unique } from '../../basics/unique.js';
import type { Survey } from '../survey.js';

/** Files of variables for a program, the one that it is run with first, then the names that people give to examples of it. */
const NAMES = [
  '.env',
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  '.env-example',
  'env.example',
  'example.env',
];

/** The variables that a program is run with, which no image has: where they are written, and which they are. */
export interface EnvironmentFile {
  readonly path: string;
  readonly names: ReadonlySet<string>;
}

/**
 * The file of a project that says which variables it is run with; undefined where there is none, or nothing in it. Files that the
 * image ignores count: these mostly are.
 */
export async function findEnvironmentFile(
  survey: Survey,
  base: string,
): Promise<EnvironmentFile | undefined> {
  for (const path of unique([base, '']).flatMap((folder) => NAMES.map((name) => folder + name))) {
    const found = ((await survey.text(path)) ?? '').matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm);
    const names = [...found].flatMap(([, name]) => name ?? []);
    if (names.length > 0) {
      return { path, names: new Set(names) };
    }
  }
  return undefined;
}
