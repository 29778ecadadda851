import { parseBoolean } from '../basics/boolean.js';
import { csvField, csvValue } from '../basics/csv.js';

/** Programs that take an image on standard input and can run it. */
export type Loader = 'docker' | 'podman' | 'nerdctl';

/** Where the user wants the image to go. */
export interface DestinationRequest {
  readonly outputs: readonly string[];
  readonly push: boolean;
  readonly tags: readonly string[];
  /** Absent when nothing is to be loaded, or nothing is there to load into. */
  readonly loader?: Loader;
}

/** Whether a build hands an image on to anything, of which there is something to tell then. */
export function exportsImage(
  { push, outputs }: Pick<DestinationRequest, 'push' | 'outputs'>,
  loader: Loader | undefined,
): boolean {
  return loader !== undefined || push || outputs.some(isImageOutput);
}

/** Names of an image where it can be asked about: of a registry that it was pushed to, and of Docker. */
export function placesOf(
  { push, tags, outputs }: Pick<DestinationRequest, 'push' | 'tags' | 'outputs'>,
  loader: Loader | undefined,
): { readonly pushed?: string; readonly loaded?: string } {
  const [tag] = tags;
  const output = outputs.find((value) => parseBoolean(csvValue(value, 'push') ?? ''));
  const named = output === undefined ? undefined : (csvValue(output, 'name')?.split(',')[0] ?? tag);
  const pushed = push ? tag : named;
  return {
    ...(pushed !== undefined && { pushed }),
    ...(loader === 'docker' && tag !== undefined && { loaded: tag }),
  };
}

/** Exporters whose result is an image: these take a config and a name. */
const IMAGE_EXPORTERS = new Set(['image', 'oci', 'docker']);

/**
 * Turns `-output`, `-push` and `-load` into values of buildctl's `--output`, still without an image config. With none the
 * image stays in the build cache.
 */
export function outputsOf({ outputs, push, tags, loader }: DestinationRequest): readonly string[] {
  const name = csvField(`name=${tags.join(',')}`);
  return [
    ...outputs.map((output) => withName(output, tags)),
    ...(push ? [`type=image,${name},push=true`] : []),
    ...(loader === undefined ? [] : [`type=docker,${name},dest=-`]),
  ];
}

/** Names an image that is written somewhere; a push goes where its own name says. */
export function withDefaultName(output: string, tag: string): string {
  return parseBoolean(csvValue(output, 'push') ?? '') ? output : withName(output, [tag]);
}

/** As docker does it: `-tag` names an output that has no name of its own. */
function withName(output: string, tags: readonly string[]): string {
  if (tags.length === 0 || !isImageOutput(output) || csvValue(output, 'name') !== undefined) {
    return output;
  }
  return `${output},${csvField(`name=${tags.join(',')}`)}`;
}

/**
 * Has the exporter give files that are younger than a dated image the image's date, so that the image is the same on any day.
 * An image that is unpacked as well cannot be rewritten (BuildKit's containerimage exporter).
 */
export function withRewrittenTimes(output: string): string {
  const isDecided = ['rewrite-timestamp', 'unpack'].some((name) => csvValue(output, name) !== undefined);
  return isImageOutput(output) && !isDecided ? `${output},rewrite-timestamp=true` : output;
}

/** Adds the image config, which LLB cannot carry, to an output that is an image. */
export function withImageConfig(output: string, config: unknown): string {
  if (!isImageOutput(output) || csvValue(output, 'containerimage.config') !== undefined) {
    return output;
  }
  return `${output},${imageConfigAttribute(config)}`;
}

/** The exporter attribute that carries an image config, quoted for `--output`. */
export function imageConfigAttribute(config: unknown): string {
  return csvField(`containerimage.config=${JSON.stringify(config)}`);
}

/** Whether a value of `--output` makes an image, rather than files, and so takes an image config. */
export function isImageOutput(output: string): boolean {
  return IMAGE_EXPORTERS.has(csvValue(output, 'type') ?? '');
}

/** Exporters that write one file, or to standard output. */
const FILE_EXPORTERS = new Set(['oci', 'docker', 'tar']);

/** Whether a value of `--output` makes one file, rather than a folder or something in a store. */
export function isFileOutput(output: string): boolean {
  const type = csvValue(output, 'type') ?? '';
  return FILE_EXPORTERS.has(type) && parseBoolean(csvValue(output, 'tar') ?? '') !== false;
}

/** Whether a value of `--output` makes one file that goes to standard output: that is where one without a place goes. */
export function isOnStandardOutput(output: string): boolean {
  return isFileOutput(output) && ['-', '', undefined].includes(csvValue(output, 'dest'));
}

/** The name of an image that was given none: its folder's, as far as image names can hold it. */
export function defaultTag(folder: string): string {
  const name = folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return name.replaceAll(/^-+|-+$/g, '') || 'app';
}
