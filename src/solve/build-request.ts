import type { Plan } from '../plan/plan.js';

/** Everything about a build but the plan and the engine: the flags of the command line, their defaults filled in. */
export interface BuildRequest {
  /** The build context, as the user typed it. */
  readonly context: string;
  readonly tags: readonly string[];
  readonly outputs: readonly string[];
  readonly push: boolean;
  readonly metadataFile?: string;
  readonly progress?: string;
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly ssh: readonly string[];
  readonly secrets: readonly string[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** As `os/architecture[/variant]`; none means the engine's own. */
  readonly platforms: readonly string[];
  /** Proxy variables that steps get; the values are the run's. */
  readonly proxies: readonly string[];
  readonly sourceDateEpoch?: string;
  /** Further words for the engine. */
  readonly words: readonly string[];
}

/** `--ssh` values: those given, and the default agent where the plan needs it and none has its name. */
export function sshValues(plan: Plan, given: readonly string[]): readonly string[] {
  const named = given.some((value) => value === 'default' || value.startsWith('default='));
  return plan.ssh && !named ? ['default', ...given] : given;
}

/** `--secret` values: those that the plan requires come from the environment of the child process. */
export function secretValues(plan: Plan, given: readonly string[]): readonly string[] {
  const own = plan.secrets.filter(({ value }) => value !== undefined);
  return [...own.map(({ id, variable }) => `id=${id},env=${variable}`), ...given];
}

/** docker's short form of a cache: a reference alone. */
export function cacheValue(value: string): string {
  return value.includes('=') ? value : `type=registry,ref=${value}`;
}
