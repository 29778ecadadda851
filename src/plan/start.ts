import { posix } from 'node:path';
import type { Location } from '../source/source.js';
import type { Mopyfile } from '../validate/mopyfile.js';
import { type EntryPoint, entryPoints } from './entry-points.js';

/** Python code that runs as soon as the container starts. */
export interface Start {
  readonly entryPoints: readonly EntryPoint[];
  readonly locations: readonly Location[];
}

/** The code that the image starts with, as far as it can be told; undefined where it cannot. */
export function startOf({ command, project, requirements }: Mopyfile): Start | undefined {
  if (command === undefined) {
    return (
      project && {
        entryPoints: [{ kind: 'script', name: project.main }],
        locations: project.parts.map(({ location }) => location),
      }
    );
  }
  // Without packages there are no console scripts.
  const found = entryPoints(command.words).filter(
    ({ kind }) => kind !== 'program' || requirements.length > 0,
  );
  return found.length === 0 ? undefined : { entryPoints: found, locations: [command.location] };
}

/** Path in the build context of what lies in the working directory. */
export function contextPrefix({ project }: Mopyfile): string {
  const [first, ...rest] = project?.parts ?? [];
  if (first === undefined || rest.length > 0) {
    return '.';
  }
  const { path, kind } = first.path;
  return kind === 'directory' && first.destination === project?.folder ? path : posix.dirname(path);
}
