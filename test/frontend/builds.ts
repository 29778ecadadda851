import { greetDaemon } from '../../src/frontend/daemon/daemon.js';
import { frontend } from '../../src/frontend/frontend.js';
import type { OpMetadata, Result, SolveRequest } from '../../src/protobuf/schema.generated.js';
import { type FakeOptions, fakeGateway, opsOf } from './fake-gateway.js';

/** The Mopyfile of most builds. */
export const MOPYFILE = 'python: 3.11\nproject: app\n';
/** The files of most builds. */
export const FILES = { 'Mopyfile.yaml': MOPYFILE, 'app/main.py': 'print(1)' };

/** A build of these files by a daemon that is none, with the client's options. */
export async function build(
  options: Partial<FakeOptions> = {},
  requested: Readonly<Record<string, string>> = {},
) {
  const fake = fakeGateway({ files: FILES, ...options });
  const environment = { options: new Map(Object.entries(requested)), session: 'session' };
  const run = async () => frontend(await greetDaemon(fake.gateway, environment), new Date('2026-01-01'));
  return { ...fake, result: await run() };
}

/** The JSON under a key of a result. */
export function metadata(result: Result, key: string): unknown {
  const value = result.metadata?.get(key);
  return value && JSON.parse(Buffer.from(value).toString());
}

/** Identifiers of all sources of the last request to build. */
export function sourcesOf({ solved }: Awaited<ReturnType<typeof build>>): readonly string[] {
  const last = solved.at(-1);
  return last ? opsOf(last).flatMap(({ source }) => source?.identifier ?? []) : [];
}

/** The names of steps that a request to build runs again. */
export function uncachedNames(request: SolveRequest): readonly string[] {
  return namesOf(request, ({ ignoreCache }) => ignoreCache === true);
}

/** The names of a request's steps, as progress shows them. */
export function stepNames(request: SolveRequest): readonly string[] {
  return namesOf(request, () => true);
}

function namesOf(
  { Definition: definition }: SolveRequest,
  accepts: (metadata: OpMetadata) => boolean,
): readonly string[] {
  const all = [...(definition?.metadata?.values() ?? [])].filter(accepts);
  return all.map(({ description }) => description?.get('llb.customname') ?? '');
}
