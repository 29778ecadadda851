import type { Alternative } from '../finding.js';
import type { Manifest } from '../read-manifest.js';
import type { SourceFile } from '../sources.js';
import { asAlternative, type ProposedStart, type ProposedStarts } from '../start.js';
import type { Survey } from '../survey.js';
import { djangoStart } from './django.js';
import { procfileStart, readProcfile } from './procfile.js';
import { celeryStarts, fileStarts, pageStarts, scriptStarts } from './programs.js';
import { webStarts } from './web.js';

/** More of what may start helps nobody. */
const MAXIMUM_ALTERNATIVES = 4;

/** Decides what a container runs: what a Procfile says, else the likeliest of what was found. The rest are alternatives. */
export async function detectStart(
  survey: Survey,
  base: string,
  manifest: Manifest,
  sources: readonly SourceFile[],
  installed: ReadonlySet<string>,
): Promise<ProposedStarts> {
  const processes = await readProcfile(survey, base);
  const declared = await procfileStart(survey, base, processes);
  const django = await djangoStart(survey, base, installed);
  const known = [
    ...(declared === undefined ? [] : [declared]),
    ...(django === undefined ? [] : [django]),
    ...webStarts(survey, base, sources, installed),
    ...pageStarts(survey, base, sources),
    ...celeryStarts(survey, base, sources),
    ...scriptStarts(manifest),
  ];
  const starts = known.length > 0 ? known : fileStarts(survey, base, sources);
  const [chosen, ...others] = differing(starts);
  const rest = processes
    .filter(({ command }) => command !== chosen?.command.value.join(' '))
    .filter(({ name }) => declared === undefined || (name !== 'web' && processes.length > 1))
    .map(
      ({ name, command }): Alternative => ({ line: `command: ${command}`, reason: `${name} of Procfile` }),
    );
  return {
    ...(chosen && { chosen }),
    alternatives: [...rest, ...others.map(asAlternative)].slice(0, MAXIMUM_ALTERNATIVES),
  };
}

/** The same application may be found in several ways. */
function differing(starts: readonly ProposedStart[]): readonly ProposedStart[] {
  const seen = new Set<string>();
  return starts.filter(({ command, file }) => {
    const application = command.value.find((word) => /^[\w.]+:[\w.]+/.test(word)) ?? command.value.join(' ');
    const isNew = !seen.has(application) && (file === undefined || !seen.has(file.path));
    seen.add(application);
    if (file !== undefined) {
      seen.add(file.path);
    }
    return isNew;
  });
}
