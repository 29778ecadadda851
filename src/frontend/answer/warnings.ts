import { sourceInfo } from '../../emit/llb/source-map.js';
import { unusedArgument } from '../../plan/build-arguments.js';
import type { BaseImage } from '../../plan/plan.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Daemon } from '../daemon/daemon.js';
import type { FoundMopyfile } from '../sources/mopyfile.js';
import { lineRange } from './diagnostics.js';

/** Shows warnings under the progress line that reads the Mopyfile. A daemon that knows no warnings shows none. */
export async function showWarnings(
  { gateway, capabilities }: Daemon,
  { files }: FoundMopyfile,
  warnings: readonly Warning[],
): Promise<void> {
  if (!capabilities.frontend.has('gateway.warnings')) {
    return;
  }
  const more = warnings.length - MAXIMUM_WARNINGS;
  const shown =
    more > 0 ? [...warnings.slice(0, MAXIMUM_WARNINGS), { short: `and ${more} more warnings` }] : warnings;
  for (const { short, detail, location } of shown) {
    await gateway('Warn', {
      digest: files.vertex.digest,
      level: 1n,
      short: Buffer.from(short),
      detail: detail === undefined ? [] : [Buffer.from(detail)],
      ...(location &&
        isShown(location) && { info: sourceInfo(location.source), ranges: [lineRange(location)] }),
    });
  }
}

/** Nobody reads more of them, and each carries its whole file. */
const MAXIMUM_WARNINGS = 100;

/** Length of a file that goes along with each of its warnings; BuildKit takes 16 MiB in one message. */
const MAXIMUM_SOURCE = 256 * 1024;

function isShown({ source }: Diagnostic['locations'][number]): boolean {
  return source.text.length <= MAXIMUM_SOURCE;
}

/** One line, with what to do about it and where. */
export interface Warning {
  readonly short: string;
  readonly detail?: string | undefined;
  readonly location?: Diagnostic['locations'][number] | undefined;
}

/** A finding of the compiler as BuildKit's own linter words its findings. */
export function diagnosticWarning({ code, message, locations: [location], hint }: Diagnostic): Warning {
  const line = location ? ` (line ${lineRange(location).start?.line})` : '';
  return { short: `${code}: ${message}${line}`, detail: hint, location };
}

/** A build argument that nothing reads. */
export function argumentWarning(name: string): Warning {
  return {
    short: unusedArgument(name),
    detail:
      'a Mopyfile has no arguments: proxies, SOURCE_DATE_EPOCH and some that begin with BUILDKIT_ are all that is read',
  };
}

/** A base image that wants something done in builds upon it. */
export function triggerWarning({ name, locations: [location] }: BaseImage): Warning {
  return {
    short: `the triggers (ONBUILD) of the base image ${name} do not run`,
    detail: 'take an image that needs none: steps are those of the Mopyfile',
    location,
  };
}
