import type { Platform } from '../../plan/plan.js';
import type { ContextOrigin, LlbSettings } from './options.js';
import { createVertex, type Output, outputOf, platformOf, type VertexDetails } from './vertex.js';

/** An image's files: `FROM` of BuildKit's Dockerfile frontend. Input: a normalised reference, whose tag may stand beside a digest. */
export function imageSource(
  reference: string,
  { platform, resolveMode }: Pick<LlbSettings, 'platform' | 'resolveMode'>,
  details: Omit<VertexDetails, 'capabilities'>,
): Output {
  const mode = resolveMode === undefined || resolveMode === 'default' ? undefined : resolveMode;
  return sourceOutput(
    `docker-image://${reference}`,
    mode ? { 'image.resolvemode': mode } : {},
    {
      ...details,
      // Only `pull` matters for what is built, so only that may fail on a daemon that does not know it.
      capabilities: ['source.image', ...(mode === 'pull' ? ['source.image.resolvemode'] : [])],
    },
    platform,
  );
}

/** Which files of the context a build reads. */
export interface ContextSelection {
  /** Sorted; undefined for all of them. */
  readonly paths: readonly string[] | undefined;
  /** Patterns in `.dockerignore` syntax. */
  readonly excludes: readonly string[];
}

/** The client's folder, with the attributes of BuildKit's Dockerfile frontend. */
export function localSource(
  source: Exclude<ContextOrigin, { kind: 'definition' }>,
  { paths, excludes }: ContextSelection,
): Output {
  const identity =
    'unique' in source ? { 'local.unique': source.unique } : { 'local.session': source.sessionId };
  const attributes = {
    ...identity,
    ...(paths ? { 'local.followpaths': listText(paths) } : {}),
    ...(excludes.length > 0 ? { 'local.excludepatterns': listText(excludes) } : {}),
    'local.sharedkeyhint': source.sharedKeyHint,
  };
  return sourceOutput(`local://${source.name}`, attributes, {
    name: '[internal] load build context',
    capabilities: [
      'source.local',
      'unique' in source ? 'source.local.unique' : 'source.local.sessionid',
      ...(paths ? ['source.local.followpaths'] : []),
      ...(excludes.length > 0 ? ['source.local.excludepatterns'] : []),
      'source.local.sharedkeyhint',
    ],
  });
}

/** A list as Go's encoding/json writes it, which escapes these five characters. */
function listText(items: readonly string[]): string {
  return JSON.stringify(items).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Any source. Only images have a platform. */
export function sourceOutput(
  identifier: string,
  attributes: Readonly<Record<string, string>>,
  details: VertexDetails,
  platform?: Platform,
): Output {
  const source = { identifier, attrs: new Map(Object.entries(attributes)) };
  const op = platform ? { platform: platformOf(platform), source } : { source };
  return outputOf(createVertex(op, [], details));
}
