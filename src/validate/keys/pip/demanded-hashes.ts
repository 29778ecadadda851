import { lineDiagnostic } from '../../../context/requirements/requirements-source.js';
import { type HashDemand, type HashedFile, hasOwnHash } from '../../../requirement/hashed-file.js';
import type { Diagnostic } from '../../../source/diagnostic.js';
import type { Source } from '../../../source/source.js';
import type { Requirement } from '../../mopyfile.js';

/** A requirements file of `pip`, with what is known of its hashes. */
export interface ReadFile {
  readonly source: Source;
  /** Absent for a file that is left to pip. */
  readonly file?: HashedFile | undefined;
  /** Of `--require-hashes`. */
  readonly demand?: HashDemand | undefined;
}

const REMEDY = 'take `--require-hashes` out: what has hashes in the file is asked for them without it';

/**
 * Errors for what has no hash where a requirements file has `--require-hashes`. To pip it concerns all that is installed, and
 * so it does here, where pip is called more than once.
 */
export function demandedHashes(
  requirements: readonly Requirement[],
  files: ReadonlyMap<Requirement, ReadFile>,
): readonly Diagnostic[] {
  return [...files].flatMap(([owner, { source, demand }]): readonly Diagnostic[] => {
    if (demand === undefined) {
      return [];
    }
    const own = demand.unhashed.map((span) =>
      lineDiagnostic(source, span, {
        code: 'requirements-hashes',
        message: 'this line has no hash, and the file has `--require-hashes`',
        hint: `write its \`--hash\`, or ${REMEDY}`,
      }),
    );
    const others = requirements.filter((entry) => entry !== owner && lacksHashes(entry, files.get(entry)));
    return [
      ...own,
      ...others.map(
        ({ display, location }): Diagnostic => ({
          code: 'requirements-hashes',
          severity: 'error',
          message: `\`${display}\` has no hash, and \`${owner.display}\` has \`--require-hashes\``,
          hint: `lock it with its hash, or ${REMEDY}`,
          locations: [location, { source, span: demand.span }],
        }),
      ),
    ];
  });
}

function lacksHashes(entry: Requirement, read: ReadFile | undefined): boolean {
  switch (entry.kind) {
    case 'lock':
      return entry.further.some((one) => lacksHashes(one, undefined));
    case 'requirements-file':
      return read?.file === undefined && read?.demand === undefined;
    case 'file-url':
      return !hasOwnHash(entry);
    default:
      return true;
  }
}
