import type { Platform } from '../../plan/plan.js';
import type { APICap, Definition } from '../../protobuf/schema.generated.js';
import { FrontendError } from '../gateway/frontend-error.js';
import type { Gateway } from '../gateway/gateway.js';
import { GatewayError, UNIMPLEMENTED } from '../gateway/gateway-error.js';
import { prefixed } from '../request/options.js';
import { workerPlatform } from '../request/platforms.js';
import type { FrontendEnvironment } from './environment.js';

/** The BuildKit that started this frontend: how it is spoken to, what it can do, what it was asked. */
export interface Daemon {
  readonly gateway: Gateway;
  /** Abilities of the gateway and of LLB. */
  readonly capabilities: { readonly frontend: ReadonlySet<string>; readonly llb: ReadonlySet<string> };
  readonly version: string;
  readonly options: ReadonlyMap<string, string>;
  /** Graphs that the client hands over in place of folders. */
  readonly inputs: ReadonlyMap<string, Definition>;
  /** Its default platform. Throws FrontendError where there are no Python images for that. */
  ownPlatform(): Platform;
  /** The session that has a folder of the client. */
  sessionOf(local: string): string;
}

/** Asks BuildKit what it is. Throws FrontendError for one that is too old. */
export async function greetDaemon(
  gateway: Gateway,
  { options, session }: FrontendEnvironment,
): Promise<Daemon> {
  const [{ FrontendAPICaps, LLBCaps, Workers: [worker] = [] }, inputs] = await Promise.all([
    gateway('Ping', {}),
    readInputs(gateway),
  ]);
  const capabilities = { frontend: enabled(FrontendAPICaps), llb: enabled(LLBCaps) };
  if (!capabilities.frontend.has('readfile') || !capabilities.llb.has('file.base')) {
    throw new FrontendError('this BuildKit is too old for mopy: it needs 0.11, or Docker 23');
  }
  const sessions = prefixed(options, 'local-sessionid:');
  return {
    gateway,
    capabilities,
    version: worker?.BuildkitVersion?.version ?? '',
    options,
    inputs,
    ownPlatform: () => workerPlatform(worker?.platforms?.[0]),
    sessionOf: (local) => sessions.get(local) ?? session,
  };
}

/** A daemon that knows no inputs has none. */
async function readInputs(gateway: Gateway): Promise<ReadonlyMap<string, Definition>> {
  try {
    return (await gateway('Inputs', {})).Definitions ?? new Map();
  } catch (error) {
    if (error instanceof GatewayError && error.status.code === UNIMPLEMENTED) {
      return new Map();
    }
    throw error;
  }
}

function enabled(capabilities: readonly APICap[] = []): ReadonlySet<string> {
  return new Set(capabilities.flatMap(({ ID, Enabled }) => (ID && Enabled ? [ID] : [])));
}
