import { randomBytes } from 'node:crypto';
import { emitLlb } from '../emit/llb/emit.js';
import type { Plan, Platform } from '../plan/plan.js';

/** The user's wishes for a build that show in its LLB. */
export interface LlbRequest {
  readonly pull: boolean;
  readonly noCache: boolean;
  /** Proxy variables in any spelling. */
  readonly proxies: ReadonlyMap<string, string>;
  readonly sourceDateEpoch?: string;
}

/**
 * LLB for buildctl's standard input. Two builds at the same time must not share a view of the context, so each is
 * marked as one of its kind; nothing else differs between runs.
 */
export function buildLlb(plan: Plan, platform: Platform, request: LlbRequest): Uint8Array {
  const { pull, noCache, proxies, sourceDateEpoch } = request;
  return emitLlb(plan, {
    platform,
    contextSource: {
      kind: 'local',
      name: 'context',
      sharedKeyHint: 'context',
      unique: randomBytes(16).toString('hex'),
    },
    resolveMode: pull ? 'pull' : 'default',
    proxies: Object.fromEntries([...proxies].map(([name, value]) => [name.toLowerCase(), value])),
    ...(noCache && { ignoreCache: 'all' as const }),
    ...(sourceDateEpoch !== undefined && { sourceDateEpoch: BigInt(sourceDateEpoch) }),
  });
}
