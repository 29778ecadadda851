import { definition } from '../emit/llb/emit.js';
import { stageImageConfig } from '../emit/stage-image.js';
import { stageChain } from '../plan/lookup.js';
import type { Plan, Platform } from '../plan/plan.js';
import type { Result } from '../protobuf/schema.generated.js';
import { diagnosticsError } from './answer/diagnostics.js';
import { type BuiltImage, buildResult } from './answer/result.js';
import { answerSubrequest } from './answer/subrequests/subrequests.js';
import { requestedStage, uncachedStages } from './answer/target.js';
import { argumentWarning, diagnosticWarning, showWarnings, triggerWarning } from './answer/warnings.js';
import { violation, violationError, withoutSkipped } from './check.js';
import type { Daemon } from './daemon/daemon.js';
import { solve } from './daemon/solve.js';
import { lookUpBaseImages, type ResolvedBaseImages } from './images/base-images.js';
import { type FrontendOptions, readFrontendOptions } from './request/options.js';
import { contextDate } from './sources/context-date.js';
import { contextSource } from './sources/context-source.js';
import { compileMopyfile, findContext, readMopyfile } from './sources/mopyfile.js';
import { type BuildSources, findSources } from './sources/sources.js';

/**
 * Builds the Mopyfile that BuildKit has been asked for, or answers what it has been asked about it.
 * Throws FrontendError and GatewayError.
 */
export async function frontend(daemon: Daemon, now: Date): Promise<Result> {
  const options = readFrontendOptions(daemon.options);
  const sources = await findSources(daemon);
  const context = findContext(daemon, sources);
  const mopyfile = await readMopyfile(daemon, sources);
  const platforms = options.platforms.length > 0 ? options.platforms : [daemon.ownPlatform()];
  const compilation = withoutSkipped(
    await compileMopyfile(mopyfile, context, { ...options, platforms, now }),
    options.check,
  );
  const request = daemon.options.get('requestid');
  if (request !== undefined) {
    return answerSubrequest(request, compilation, options);
  }

  const { plan, diagnostics } = compilation;
  if (plan === undefined) {
    throw diagnosticsError(diagnostics);
  }
  const reason = violation(diagnostics, options.check);
  if (reason !== undefined) {
    throw violationError(diagnostics, reason);
  }
  await showWarnings(daemon, mopyfile, [
    ...diagnostics.map(diagnosticWarning),
    ...options.unusedArguments.map(argumentWarning),
  ]);
  const sourceDateEpoch =
    options.sourceDateEpoch === 'context'
      ? await contextDate(daemon, sources.context)
      : options.sourceDateEpoch;
  const build = { daemon, options, sources, plan, sourceDateEpoch };
  const images = await Promise.all(platforms.map((platform) => buildImage(build, platform)));
  const triggered = new Map(
    images.flatMap(({ withTriggers }) => withTriggers.map((base) => [base.name, base])),
  );
  await showWarnings(daemon, mopyfile, [...triggered.values()].map(triggerWarning));
  return buildResult(images, {
    multiPlatform: options.multiPlatform,
    sourceDateEpoch,
    referenceMessages: daemon.capabilities.frontend.has('proto.refarray'),
  });
}

interface Build {
  readonly daemon: Daemon;
  readonly options: FrontendOptions;
  readonly sources: BuildSources;
  readonly plan: Plan;
  readonly sourceDateEpoch: bigint | undefined;
}

async function buildImage(
  build: Build,
  platform: Platform,
): Promise<BuiltImage & Pick<ResolvedBaseImages, 'withTriggers'>> {
  const { daemon, options, sourceDateEpoch } = build;
  const { plan, stage } = requestedStage(build.plan, options.target, platform);
  const images = await lookUpBaseImages(plan, stage, {
    daemon,
    platform,
    resolveMode: options.build.resolveMode,
  });
  const llb = definition(plan, {
    ...options.build,
    sourceDateEpoch,
    platform,
    stage,
    ignoreCache: uncachedStages(plan, options.build.ignoreCache, platform),
    contextSource: contextSource(build.daemon, build.sources, plan),
    resolvedImages: images.sources,
    // A node of a builder is asked for its own platform alone, and its steps are shown beside those of the others.
    platformInNames: options.multiPlatform,
    withoutMerge: !daemon.capabilities.llb.has('mergeop'),
  });
  const reference = await solve(daemon, llb, options.cacheImports);
  const below = stageChain(plan, stage)[0]?.base;
  const base = below?.kind === 'image' ? images.configs.get(below.image.name) : undefined;
  return {
    platform,
    reference,
    config: stageImageConfig(plan, stage, { platform, base, labels: options.labels, sourceDateEpoch }),
    ...(base && { base }),
    withTriggers: images.withTriggers,
  };
}
