import type { Children } from './children.js';
import { connectionWords, type Engine } from './engine.js';

/** The size of an image where it is stored or sent: compressed. */
export interface ImageSize {
  readonly bytes: number;
  readonly layers: number;
}

/**
 * Asks the daemon for the manifest of an image that it has exported. Undefined where it does not have it any more, cannot
 * be asked, or has an index of several images.
 *
 * @param digest of the manifest, as the log of the build says it
 */
export async function imageSize(
  children: Children,
  engine: Engine,
  digest: string,
): Promise<ImageSize | undefined> {
  if (engine.kind !== 'buildctl') {
    return undefined;
  }
  const words = [...connectionWords(engine.connection), 'debug', 'get', digest];
  const answer = await children.ask('buildctl', words);
  return answer.outcome === 'ok' ? sizeIn(answer.stdout) : undefined;
}

/** An OCI image manifest, or Docker's: both list layers with their sizes. */
function sizeIn(json: string): ImageSize | undefined {
  try {
    const { layers }: { readonly layers?: unknown } = Object(JSON.parse(json));
    const sizes = Array.isArray(layers) ? layers.map((layer) => Number(Object(layer).size)) : [];
    return sizes.length > 0 && sizes.every((size) => Number.isInteger(size))
      ? { bytes: sizes.reduce((sum, size) => sum + size), layers: sizes.length }
      : undefined;
  } catch {
    return undefined;
  }
}
