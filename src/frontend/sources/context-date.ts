import { decode } from '../../protobuf/decode.js';
import type { ResolveSourceMetaResponse } from '../../protobuf/schema.generated.js';
import type { Daemon } from '../daemon/daemon.js';
import { definitionOf } from '../daemon/definitions.js';
import { FrontendError } from '../gateway/frontend-error.js';
import type { FileSource } from './sources.js';

/**
 * The date of `SOURCE_DATE_EPOCH=context` (dockerfile2llb, epoch.go): when the commit was made, or the download
 * changed last.
 *
 * @returns seconds since 1970; undefined for a folder of the client and for what other builds make, which have no date
 * @throws FrontendError when BuildKit does not tell
 */
export async function contextDate(
  { gateway, capabilities }: Daemon,
  context: FileSource,
): Promise<bigint | undefined> {
  if (context.kind === 'local') {
    return undefined;
  }
  const { def = [] } = definitionOf(context.files);
  const [source, ...others] = def.flatMap((bytes) => decode('pb.Op', bytes).source ?? []);
  if (others.length > 0 || !/^(git|https?):\/\//.test(source?.identifier ?? '')) {
    return undefined;
  }
  const date = capabilities.frontend.has('source.metaresolver')
    ? dateOf(
        await gateway('ResolveSourceMeta', {
          Source: source,
          LogName: '[internal] look up the date of the build context',
          Git: { ReturnObject: true },
        }),
      )
    : undefined;
  if (date !== undefined) {
    return date;
  }
  throw new FrontendError(
    'BuildKit does not tell the date of the build context: give SOURCE_DATE_EPOCH as seconds since 1970',
  );
}

/** A commit as git stores it has a line `committer Name <address> seconds zone`. */
function dateOf({ Git, HTTP }: ResolveSourceMetaResponse): bigint | undefined {
  const commit = new TextDecoder().decode(Git?.CommitObject);
  const [, seconds] = /^committer .* (\d+) [+-]\d{4}$/m.exec(commit) ?? [];
  return seconds === undefined ? HTTP?.LastModified?.seconds : BigInt(seconds);
}
