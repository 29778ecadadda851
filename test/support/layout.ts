import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageConfig } from '../../src/emit/image-config.js';

/** A content descriptor of OCI. */
export interface Descriptor {
  readonly digest: string;
  readonly platform?: { readonly architecture: string; readonly os: string };
}

/** An image as `type=oci,tar=false` writes it. */
export interface LayoutImage {
  /** Of the manifest. */
  readonly digest: string;
  /** BuildKit adds the date. */
  readonly config: ImageConfig & { readonly created?: string };
  /** Digests, lowest layer first. */
  readonly layers: readonly string[];
}

/** The images of an OCI layout by their platforms' architectures. */
export async function readLayout(folder: string): Promise<Readonly<Record<string, LayoutImage>>> {
  const images = await readImages(folder, 'index.json');
  return Object.fromEntries(images.map((image) => [image.config.architecture, image]));
}

/** The image of a layout that holds one. */
export async function readOnlyImage(folder: string): Promise<LayoutImage> {
  const [image, ...others] = Object.values(await readLayout(folder));
  if (image === undefined || others.length > 0) {
    throw new Error(`${folder} does not hold one image`);
  }
  return image;
}

async function readImages(folder: string, index: string): Promise<readonly LayoutImage[]> {
  const { manifests } = await readJson<{ readonly manifests: readonly Descriptor[] }>(folder, index);
  const images = manifests.map(async ({ digest }): Promise<readonly LayoutImage[]> => {
    const { config, layers, ...rest } = await readJson<Manifest>(folder, blobPath(digest));
    if ('manifests' in rest) {
      return readImages(folder, blobPath(digest));
    }
    return [
      {
        digest,
        config: await readJson(folder, blobPath(config.digest)),
        layers: layers.map((layer) => layer.digest),
      },
    ];
  });
  return (await Promise.all(images)).flat();
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

async function readJson<T>(folder: string, path: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, path), 'utf8'));
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
