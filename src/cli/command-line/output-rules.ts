import { normalize } from 'node:path';
import { csvValue } from '../../basics/csv.js';
import { isFileOutput } from '../../solve/destination.js';
import type { BuildFlags } from './run-request.js';
import { usageError } from './usage-error.js';

const STANDARD_OUTPUT = '-';

/**
 * Refuses outputs of which the last one would overwrite the others, and those that cannot hold several platforms.
 *
 * @throws OperationalError
 */
export function refuseClashingOutputs({ outputs, load, metadataFile }: BuildFlags, several: boolean): void {
  const places = outputs.flatMap((output) => placeOf(output) ?? []);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) {
    const place = twice === STANDARD_OUTPUT ? 'standard output' : JSON.stringify(twice);
    throw usageError(`-output: two of them write to ${place}`, 'give each a dest= of its own');
  }
  if (metadataFile !== undefined && places.includes(normalize(metadataFile))) {
    throw usageError(
      `-metadata-file and -output both write to ${JSON.stringify(metadataFile)}`,
      'give each a file of its own',
    );
  }
  if (load && places.includes(STANDARD_OUTPUT)) {
    throw usageError('-load takes the standard output that -output writes to', 'give -output a dest= file');
  }
  const hasDockerFile = outputs.some((output) => csvValue(output, 'type') === 'docker' && placeOf(output));
  if (several && hasDockerFile) {
    throw usageError('a file of -output type=docker is for one platform', 'use type=oci');
  }
}

function placeOf(output: string): string | undefined {
  const destination = csvValue(output, 'dest');
  return isFileOutput(output) && destination ? normalize(destination) : undefined;
}
