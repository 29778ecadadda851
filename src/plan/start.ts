import { posix } from 'node:path';
import type { Location } from '../source/source.js';
import type { Mopyfile } from '../validate/mopyfile.js';

/** Python code that runs as soon as the container starts. */
export interface Start {
  /** `script`: a file, as Python is given it; `run`: a module after `-m`; `module`: what a server imports from the working directory. */
  readonly kind: 'script' | 'run' | 'module';
  readonly name: string;
  readonly locations: readonly Location[];
}

/** What starts the image, as far as it can be told; undefined when it is nothing of the project. */
export function startOf({ command, project }: Mopyfile): Start | undefined {
  if (command !== undefined || project === undefined) {
    return undefined;
  }
  const locations = project.parts.map(({ location }) => location);
  return { kind: 'script', name: project.main, locations };
}

/** Path in the build context of what lies in the working directory. */
export function contextPrefix({ project }: Mopyfile): string {
  const [first, ...rest] = project?.parts ?? [];
  if (first === undefined || rest.length > 0) {
    return '.';
  }
  const { path, kind } = first.path;
  return kind === 'directory' && first.target === project?.folder ? path : posix.dirname(path);
}
