import type { BaseImageConfig } from '../../emit/image-config.js';
import type { ImageOrigin, LlbSettings } from '../../emit/llb/options.js';
import { platformOf } from '../../emit/llb/vertex.js';
import { normalizeReference } from '../../plan/image-reference.js';
import type { Platform } from '../../plan/plan.js';
import { platformName } from '../../plan/platform.js';
import { unknownRelease } from '../../plan/python-releases.js';
import type { Daemon } from '../daemon/daemon.js';
import { FrontendError } from '../gateway/frontend-error.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { readConfig } from './image-config.js';

const SCHEME = 'docker-image://';

/** A base image as it is today. */
export interface KnownImage {
  readonly source: ImageOrigin;
  /** Absent for what is no image: plain files that a named context gives. */
  readonly config?: BaseImageConfig;
}

/** The conditions of a lookup of images, beside their names. */
export interface ImageRequest {
  readonly daemon: Daemon;
  readonly platform: Platform;
  readonly resolveMode: LlbSettings['resolveMode'];
}

/** An image's digest and configuration. The tag stays beside the digest. */
export async function resolveImage(
  reference: string,
  request: ImageRequest,
  logName = `[internal] load metadata for ${normalizeReference(reference)}`,
): Promise<KnownImage> {
  const {
    reference: found,
    digest,
    config,
  } = await askForImage(normalizeReference(reference), request, logName).catch((error: unknown) => {
    throw named(error, reference, request.platform);
  });
  const pinned = digest === '' || found.includes('@') ? found : `${found}@${digest}`;
  return { source: { kind: 'image', reference: pinned }, config: readConfig(config, reference) };
}

/** BuildKit does not always say which image it did not find. */
function named(error: unknown, reference: string, platform: Platform): unknown {
  if (!(error instanceof GatewayError)) {
    return error;
  }
  const release = /\bnot found\b/.test(error.message) ? unknownRelease(reference) : undefined;
  return new GatewayError({
    ...error.status,
    message: `${reference} for ${platformName(platform)}: ${error.message}${release === undefined ? '' : `; ${release}`}`,
  });
}

interface FoundImage {
  readonly reference: string;
  readonly digest: string;
  readonly config: Uint8Array;
}

async function askForImage(
  reference: string,
  { daemon, platform, resolveMode }: ImageRequest,
  LogName: string,
): Promise<FoundImage> {
  const { gateway, capabilities } = daemon;
  const common = { Platform: platformOf(platform), ResolveMode: resolveMode ?? 'default', LogName };
  if (!capabilities.frontend.has('source.metaresolver')) {
    const { Ref, Digest, Config } = await gateway('ResolveImageConfig', { Ref: reference, ...common });
    return { reference: Ref || reference, digest: Digest ?? '', config: Config ?? new Uint8Array() };
  }
  const asked = { identifier: `${SCHEME}${reference}` };
  const { Source, Image } = await gateway('ResolveSourceMeta', { Source: asked, ...common });
  const identifier = Source?.identifier ?? asked.identifier;
  if (!identifier.startsWith(SCHEME)) {
    throw new FrontendError(
      `a source policy replaces the base image ${reference} by ${identifier}, which is no image`,
    );
  }
  return {
    reference: identifier.slice(SCHEME.length),
    digest: Image?.Digest ?? '',
    config: Image?.Config ?? new Uint8Array(),
  };
}
