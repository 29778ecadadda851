import { parseIgnoreFile } from '../../context/ignore/ignore-file.js';
import { graftDefinition } from '../../emit/llb/graft.js';
import { sourceOutput } from '../../emit/llb/sources.js';
import { type Output, platformOf } from '../../emit/llb/vertex.js';
import { platformName } from '../../plan/platform.js';
import type { Daemon } from '../daemon/daemon.js';
import { definitionOf, downloadedFile, gitFiles, localFiles } from '../daemon/definitions.js';
import { referenceTo } from '../daemon/solve.js';
import { FrontendError } from '../gateway/frontend-error.js';
import { readFile } from '../gateway/reference-files.js';
import { readConfig } from '../images/image-config.js';
import { type ImageRequest, type KnownImage, resolveImage } from '../images/image-lookup.js';
import { parseGitReference } from '../request/git-reference.js';
import { readJsonOption } from '../request/values.js';

/** A named context of the client, `--build-context name=value` (frontend/dockerui/namedcontext.go). */
interface NamedContext {
  /** The option's name, with its platform where it has one. */
  readonly name: string;
  readonly kind: string;
  /** The text after the kind and its colon. */
  readonly value: string;
  readonly specifier: string;
}

/** The client's replacement for a base image; undefined when it names none. Throws FrontendError. */
export async function namedContext(name: string, request: ImageRequest): Promise<KnownImage | undefined> {
  const context = findNamedContext(name, request);
  if (context === undefined) {
    return undefined;
  }
  const place = context.value.replace(/^\/\//, '');
  switch (context.kind) {
    case 'docker-image':
      return resolveImage(place, request, `[context ${context.name}] load metadata for ${place}`);
    case 'oci-layout':
      return ociLayout(place, context, request);
    case 'local':
      return files(await localContext(context, request.daemon));
    case 'input':
      return inputContext(context, request.daemon);
    default:
      return files(remoteContext(context));
  }
}

function findNamedContext(name: string, { daemon, platform }: ImageRequest): NamedContext | undefined {
  const names = [`${name}::${platformName(platform)}`, name];
  const found = names.find((candidate) => daemon.options.has(`context:${candidate}`));
  if (found === undefined) {
    return undefined;
  }
  const specifier = daemon.options.get(`context:${found}`) ?? '';
  const [, kind = '', value = ''] = /^([^:]*):(.*)$/s.exec(specifier) ?? [];
  return { name: found, kind, value, specifier };
}

function files(output: Output): KnownImage {
  return { source: { kind: 'definition', definition: definitionOf(output) } };
}

/** An image that the client keeps in a folder: `store[:tag]@digest`. */
async function ociLayout(place: string, { name }: NamedContext, request: ImageRequest): Promise<KnownImage> {
  const [, store, digest] = /^([^:@]+(?::\d+\/[^:@]+)?)(?::[^@]*)?@(sha256:[0-9a-f]{64})$/.exec(place) ?? [];
  if (store === undefined || digest === undefined) {
    throw new FrontendError(`the OCI layout of the context ${name} has no digest: ${place}`);
  }
  const { daemon, platform } = request;
  const reference = `docker.io/library/mopy-context@${digest}`;
  const session = daemon.sessionOf('');
  const { Config } = await daemon.gateway('ResolveImageConfig', {
    Ref: reference,
    Platform: platformOf(platform),
    LogName: `[context ${name}] load metadata for ${place}`,
    ResolverType: 1,
    SessionID: session,
    StoreID: store,
  });
  const output = sourceOutput(
    `oci-layout://${reference}`,
    { 'oci.session': session, 'oci.store': store },
    { name: `[context ${name}] OCI load from client`, capabilities: ['source.ocilayout'] },
    platform,
  );
  return { ...files(output), config: readConfig(Config ?? new Uint8Array(), name) };
}

/** A folder of the client, under its own ignore file. */
async function localContext({ name, value }: NamedContext, daemon: Daemon): Promise<Output> {
  const session = daemon.sessionOf(value);
  const ignoreFile = '.dockerignore';
  const reference = await referenceTo(
    daemon,
    localFiles({
      name: value,
      session,
      title: `load ${ignoreFile} of the context ${name}`,
      hint: `context:${name}-${ignoreFile}`,
      paths: [ignoreFile],
    }),
  );
  const bytes = await readFile(daemon.gateway, reference, ignoreFile);
  const patterns = bytes === undefined ? [] : parseIgnoreFile({ filename: ignoreFile, bytes }).patterns;
  const attributes = {
    'local.session': session,
    'local.sharedkeyhint': `context:${name}-${daemon.options.get(`sharedkey:localdir:${name}`) ?? ''}`,
    ...(patterns.length > 0 && { 'local.excludepatterns': JSON.stringify(patterns) }),
  };
  return sourceOutput(`local://${value}`, attributes, {
    name: `[context ${name}] load from client`,
    capabilities: ['source.local', 'source.local.sessionid'],
  });
}

/** A graph that the client hands over, with the configuration of the image that it makes. */
function inputContext({ name, value, specifier }: NamedContext, { inputs, options }: Daemon): KnownImage {
  const definition = inputs.get(value);
  const isEmpty = definition === undefined || graftDefinition(definition) === undefined;
  if (isEmpty) {
    throw new FrontendError(`the context ${name} refers to no input: ${specifier}`);
  }
  const option = `input-metadata:${value}`;
  const metadata = options.get(option);
  const config: unknown = metadata && Object(readJsonOption(option, metadata))['containerimage.config'];
  const source = { kind: 'definition', definition } as const;
  if (typeof config !== 'string') {
    return { source };
  }
  return { source, config: readConfig(Buffer.from(config, 'base64'), name) };
}

function remoteContext({ name, specifier }: NamedContext): Output {
  const reference = parseGitReference(specifier);
  if (reference !== undefined) {
    return gitFiles(reference, specifier);
  }
  if (/^https?:/.test(specifier)) {
    return downloadedFile(specifier, `[context ${name}] ${specifier}`);
  }
  throw new FrontendError(`the context ${name} is of an unknown kind: ${specifier}`);
}
