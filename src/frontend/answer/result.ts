import type { BaseImageConfig } from '../../emit/image-config.js';
import type { Platform } from '../../plan/plan.js';
import { platformName } from '../../plan/platform.js';
import type { Result } from '../../protobuf/schema.generated.js';

/** The image that was built for one platform. */
export interface BuiltImage {
  readonly platform: Platform;
  /** Of the image's files. */
  readonly reference: string;
  readonly config: object;
  /** Configuration of the image that it stands on; absent when it stands on none. */
  readonly base?: BaseImageConfig;
}

/** Conditions that the shape of the result depends on, beside the images themselves. */
export interface ResultOptions {
  readonly multiPlatform: boolean;
  readonly sourceDateEpoch?: bigint | undefined;
  /** The daemon knows references with more to them than a text. */
  readonly referenceMessages: boolean;
}

/** The images as BuildKit's exporters want them (exporter/containerimage/exptypes). */
export function buildResult(images: readonly BuiltImage[], options: ResultOptions): Result {
  const metadata = new Map(images.flatMap((image) => imageMetadata(image, options)));
  const Platforms = images.map(({ platform: { os, ...rest } }) => ({
    ID: platformName({ os, ...rest }),
    Platform: { ...rest, os },
  }));
  return {
    ...references(images, options),
    metadata: new Map([...metadata, ['refs.platforms', json({ Platforms })]]),
  };
}

function imageMetadata(
  { platform, config, base }: BuiltImage,
  { multiPlatform, sourceDateEpoch }: ResultOptions,
): [string, Uint8Array][] {
  const suffix = multiPlatform ? `/${platformName(platform)}` : '';
  return [
    [`containerimage.config${suffix}`, json(config)],
    ...(base ? [[`containerimage.base.config${suffix}`, json(base)] as [string, Uint8Array]] : []),
    ...(sourceDateEpoch === undefined
      ? []
      : [[`source.date.epoch${suffix}`, Buffer.from(String(sourceDateEpoch))] as [string, Uint8Array]]),
  ];
}

function references(
  images: readonly BuiltImage[],
  { multiPlatform, referenceMessages }: ResultOptions,
): Result {
  const entries = images.map(({ platform, reference }) => [platformName(platform), reference] as const);
  const single = entries[0]?.[1] ?? '';
  if (multiPlatform) {
    const messages = new Map(entries.map(([name, id]) => [name, { id }]));
    return referenceMessages ? { refs: { refs: messages } } : { refsDeprecated: { refs: new Map(entries) } };
  }
  return referenceMessages ? { ref: { id: single } } : { refDeprecated: single };
}

/** A value as a result's metadata holds it. */
function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
