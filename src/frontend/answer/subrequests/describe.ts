import type { Result } from '../../../protobuf/schema.generated.js';
import { type Subrequest, subrequest, subrequestResult, textTable } from './request.js';

/** The list of the subrequests that this frontend answers (BuildKit's frontend/subrequests). */
export const DESCRIBE = subrequest('frontend.subrequests.describe', 'List available subrequest types');

/** The questions that have an answer. */
export function describe(known: readonly Subrequest[]): Result {
  const rows = known.map(({ name, version, description }) => [
    name.replace(/^frontend\./, ''),
    version,
    description,
  ]);
  return subrequestResult(DESCRIBE, known, textTable([['NAME', 'VERSION', 'DESCRIPTION'], ...rows], 1));
}
