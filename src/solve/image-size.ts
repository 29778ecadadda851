import type { Answer, Children } from './children.js';
import { connectionWords, type Engine } from './engine.js';

/** The size of an image, or of one of the images of an index. */
export interface ImageSize {
  /** As `os/architecture[/variant]`, where the image is for several platforms. */
  readonly platform?: string;
  readonly bytes: number;
  readonly layers: number;
  /** Compressed, where it is stored or sent as it travels; Docker's older image store keeps files. */
  readonly form: 'compressed' | 'unpacked';
}

/** An image that was built, as far as it takes to ask about it. */
export interface ExportedImage {
  /** Of its manifest or index. */
  readonly digest: string;
  /** A name under which it was pushed. */
  readonly pushed?: string;
  /** A name under which it was loaded into Docker. */
  readonly loaded?: string;
}

/**
 * Asks for the size of an image: the daemon of buildctl, Docker, or with Docker the registry that it was pushed to. Empty where
 * nobody has it any more or can be asked.
 */
export async function imageSizes(
  children: Children,
  engine: Engine,
  image: ExportedImage,
): Promise<readonly ImageSize[]> {
  const ask = manifestQuestion(engine, image);
  if (ask !== undefined) {
    return sizesIn((digest) => answered(children.ask(...ask(digest))), image.digest);
  }
  return image.loaded === undefined
    ? []
    : sizeInDocker(await answered(children.ask('docker', ['image', 'inspect', image.loaded])));
}

type Question = (digest: string) => readonly [program: string, words: readonly string[]];

/** The command that prints a manifest; undefined where only Docker itself has the image. */
function manifestQuestion(engine: Engine, { pushed }: ExportedImage): Question | undefined {
  if (engine.kind === 'buildctl') {
    const words = [...connectionWords(engine.connection), 'debug', 'get'];
    return (digest) => ['buildctl', [...words, digest]];
  }
  if (pushed === undefined) {
    return undefined;
  }
  const builder = engine.builder === undefined ? [] : ['--builder', engine.builder];
  const repository = pushed.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return (digest) => [
    'docker',
    ['buildx', 'imagetools', 'inspect', ...builder, '--raw', `${repository}@${digest}`],
  ];
}

/** The JSON of an answer; undefined where it is none. */
async function answered(asked: Promise<Answer>): Promise<unknown> {
  const { outcome, stdout } = await asked;
  try {
    return outcome === 'ok' ? JSON.parse(stdout) : undefined;
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return Object(value);
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

/** An image manifest or an index, of OCI's kind or Docker's. An index names attestations too, for no platform that there is. */
async function sizesIn(
  manifest: (digest: string) => Promise<unknown>,
  digest: string,
): Promise<readonly ImageSize[]> {
  const { layers, manifests } = fields(await manifest(digest));
  if (manifests === undefined) {
    return sizeOf(list(layers).map(({ size }) => Number(size)));
  }
  const images = list(manifests).filter(({ platform }) => fields(platform)['os'] !== 'unknown');
  const found = await Promise.all(
    images.map(async ({ digest: own, platform }) => {
      const { os, architecture, variant } = fields(platform);
      const sizes = await sizesIn(manifest, String(own));
      const name = [os, architecture, variant].filter((part) => part !== undefined).join('/');
      return sizes.map((size) => (images.length > 1 ? { ...size, platform: name } : size));
    }),
  );
  return found.flat();
}

function sizeOf(sizes: readonly number[]): readonly ImageSize[] {
  return sizes.length > 0 && sizes.every((size) => Number.isInteger(size))
    ? [{ bytes: sizes.reduce((sum, size) => sum + size), layers: sizes.length, form: 'compressed' }]
    : [];
}

/** Docker's account of an image. With the image store of containerd it has a descriptor, and the size is that of what travels. */
function sizeInDocker(inspected: unknown): readonly ImageSize[] {
  const [image = {}] = list(inspected);
  const bytes = Number(image['Size']);
  const layers = list(fields(image['RootFS'])['Layers']).length;
  const isUnpacked = fields(fields(image['GraphDriver'])['Data'])['UpperDir'] !== undefined;
  const form = image['Descriptor'] !== undefined ? 'compressed' : isUnpacked ? 'unpacked' : undefined;
  return form === undefined || !Number.isInteger(bytes) ? [] : [{ bytes, layers, form }];
}
