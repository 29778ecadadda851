import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { buildImage } from './image.js';
import { temporaryContext } from './mopy.js';

/** `tar` and `log` are filled once the image is built. */
export interface BuiltImage {
  readonly tar: string;
  readonly log: string;
}

/** A line of a Mopyfile that makes every step run: one that comes from the cache says nothing. */
export function uncachedEnvs(): string {
  return `envs: {RUN: ${randomUUID()}}\n`;
}

/**
 * An image of these files, for the tests of the surrounding block and no longer.
 *
 * @param attributes further ones of `-output`: a large image is sooner there with `compression=uncompressed`
 */
export function builtImage(
  files: Readonly<Record<string, string | Uint8Array>>,
  attributes: readonly string[] = [],
): BuiltImage {
  const built = { tar: '', log: '' };
  beforeAll(async () => {
    const context = await temporaryContext(files);
    built.tar = `${context.folder}.tar`;
    try {
      built.log = await buildImage(context.folder, built.tar, [], attributes);
    } finally {
      await context.remove();
    }
  });
  afterAll(() => rm(built.tar, { force: true }));
  return built;
}
