import { posix } from 'node:path';
import { ignoreMatcher } from '../../src/context/ignore/ignore-matcher.js';
import type { Gateway } from '../../src/frontend/gateway/gateway.js';
import { GatewayError } from '../../src/frontend/gateway/gateway-error.js';
import { decode } from '../../src/protobuf/decode.js';
import type {
  Definition,
  Op,
  ResolveSourceMetaResponse,
  SolveRequest,
  Stat,
  WarnRequest,
} from '../../src/protobuf/schema.generated.js';

/** Every ability that a current daemon has and a frontend asks for. */
export const FRONTEND_CAPABILITIES = [
  'readfile',
  'frontend.inputs',
  'source.metaresolver',
  'proto.refarray',
  'gateway.warnings',
];

export const LLB_CAPABILITIES = [
  'constraints',
  'platform',
  'meta.description',
  'meta.ignorecache',
  ...['source.local', 'source.local.followpaths', 'source.local.sessionid', 'source.local.sharedkeyhint'],
  ...[
    'source.local.excludepatterns',
    'source.local.includepatterns',
    'source.image',
    'source.image.resolvemode',
    'source.git',
    'source.http',
  ],
  ...['exec.meta.base', 'exec.meta.setsdefaultpath', 'exec.meta.network', 'exec.meta.proxyenv'],
  ...['exec.mount.bind', 'exec.mount.selector', 'exec.mount.cache', 'exec.mount.cache.sharing'],
  ...['exec.mount.secret', 'exec.secretenv', 'exec.mount.ssh', 'source.git.fullurl', 'source.ocilayout'],
  'file.base',
  'mergeop',
  ...['checksum', 'fetchbycommit', 'keepgitdir', 'skipsubmodules', 'mtime', 'mountsshsock'].map(
    (name) => `source.git.${name}`,
  ),
];

export interface FakeOptions {
  /** Files of every folder, git repository and archive, by path; a value `-> target` is a link. */
  readonly files: Readonly<Record<string, string>>;
  readonly without?: readonly string[];
  readonly inputs?: ReadonlyMap<string, Definition>;
  /** Metadata of sources that are no images. */
  readonly sourceMeta?: ResolveSourceMetaResponse;
  /** Configurations of images by reference. */
  readonly images?: Readonly<Record<string, object>>;
}

/** A daemon in memory. `solved` and `warned` are what it was asked for, in order. */
export interface FakeGateway {
  readonly gateway: Gateway;
  readonly methods: readonly string[];
  readonly solved: readonly SolveRequest[];
  readonly warned: readonly WarnRequest[];
}

export function fakeGateway(options: FakeOptions): FakeGateway {
  const methods: string[] = [];
  const solved: SolveRequest[] = [];
  const warned: WarnRequest[] = [];
  const has = (name: string) => !options.without?.includes(name);
  const enabled = (names: readonly string[]) => names.filter(has).map((ID) => ({ ID, Enabled: true }));
  const config = (reference: string) =>
    Buffer.from(
      JSON.stringify(options.images?.[reference] ?? { config: { Env: ['PATH=/bin'], Cmd: ['x'] } }),
    );
  const answers: { readonly [method: string]: (request: never) => unknown } = {
    Ping: () => ({
      FrontendAPICaps: enabled(FRONTEND_CAPABILITIES),
      LLBCaps: enabled(LLB_CAPABILITIES),
      Workers: [
        { platforms: [{ OS: 'linux', Architecture: 'amd64' }], BuildkitVersion: { version: 'v0.1' } },
      ],
    }),
    Inputs: () => {
      if (!has('frontend.inputs')) {
        throw new GatewayError({ code: 12, message: 'unknown method Inputs' });
      }
      return { Definitions: options.inputs };
    },
    Solve: (request: SolveRequest) => ({ result: { ref: { id: String(solved.push(request)) } } }),
    ReadFile: ({ Ref, FilePath }: { Ref: string; FilePath: string }) => {
      const content = selectedFiles(options.files, solved[Number(Ref) - 1])[posix.normalize(FilePath)];
      if (content === undefined) {
        throw new GatewayError({ code: 2, message: `open ${FilePath}: no such file or directory` });
      }
      return { Data: Buffer.from(content) };
    },
    ReadDir: ({ Ref, DirPath }: { Ref: string; DirPath: string }) => ({
      entries: entriesOf(selectedFiles(options.files, solved[Number(Ref) - 1]), DirPath),
    }),
    ResolveSourceMeta: ({ Source }: { Source: { identifier: string } }) => {
      if (!Source.identifier.startsWith('docker-image:')) {
        return { Source, ...options.sourceMeta };
      }
      const reference = Source.identifier.replace('docker-image://', '');
      return { Source, Image: { Digest: `sha256:${'0'.repeat(64)}`, Config: config(reference) } };
    },
    ResolveImageConfig: ({ Ref }: { Ref: string }) => ({
      Ref,
      Digest: `sha256:${'1'.repeat(64)}`,
      Config: config(Ref),
    }),
    Warn: (request: WarnRequest) => {
      warned.push(request);
      return {};
    },
  };
  const gateway = async (method: string, request: unknown) => {
    methods.push(method);
    return answers[method]?.(request as never);
  };
  return { gateway: gateway as Gateway, methods, solved, warned };
}

/** Files and folders by path; folders have no content. */
type Entries = Readonly<Record<string, string | undefined>>;

/** The files that a request to solve has: all, or those that its patterns pick. */
function selectedFiles(files: FakeOptions['files'], request: SolveRequest = {}): Entries {
  const ops = opsOf(request);
  const attributes = ops.flatMap(({ source }) => source?.attrs ?? [])[0];
  const list = (name: string): readonly string[] => JSON.parse(attributes?.get(name) ?? '[]');
  const copy = ops.flatMap(({ file }) => file?.actions ?? []).find((action) => action.copy?.includePatterns);
  const patterns = copy?.copy?.includePatterns ?? list('local.includepattern');
  if (patterns.length === 0) {
    return files;
  }
  const isPicked = ignoreMatcher(patterns);
  const isExcluded = ignoreMatcher(copy?.copy?.excludePatterns ?? list('local.excludepatterns'));
  const paths = Object.keys(files).flatMap((file) =>
    file.split('/').map((_, index, segments) => segments.slice(0, index + 1).join('/')),
  );
  const picked = paths.filter((path) => isPicked(path) && !isExcluded(path));
  return Object.fromEntries(picked.map((path) => [path, files[path]]));
}

function entriesOf(files: Entries, folder: string): readonly Stat[] {
  const prefix = folder === '.' ? '' : `${folder}/`;
  const below = Object.keys(files).filter((path) => path.startsWith(prefix));
  if (below.length === 0) {
    throw new GatewayError({ code: 2, message: `lstat ${folder}: no such file or directory` });
  }
  const names = new Set(below.map((path) => path.slice(prefix.length).split('/')[0] ?? ''));
  return [...names].map((path) => statOf(path, files[`${prefix}${path}`]));
}

function statOf(path: string, content: string | undefined): Stat {
  if (content === undefined) {
    return { path, mode: 0x8000_01ed };
  }
  if (content.startsWith('-> ')) {
    return { path, mode: 0x0800_01ff, linkname: content.slice(3) };
  }
  return { path, mode: 0o644, size: BigInt(content.length) };
}

/** The ops of a request to build, the terminal one left out. */
export function opsOf({ Definition: definition }: SolveRequest): readonly Op[] {
  return (definition?.def ?? []).slice(0, -1).map((bytes) => decode('pb.Op', bytes));
}
