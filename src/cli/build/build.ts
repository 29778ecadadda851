import { csvValue } from '../../basics/csv.js';
import { systemErrorReason } from '../../basics/system-error.js';
import { check } from '../../compile.js';
import { unusedArgument } from '../../plan/build-arguments.js';
import { buildPlan } from '../../plan/build-plan.js';
import type { Plan, Platform } from '../../plan/plan.js';
import { unknownReleaseOf } from '../../plan/python-releases.js';
import type { BuildRequest } from '../../solve/build-request.js';
import { type Children, withChildren } from '../../solve/children.js';
import { exportsImage, isOnStandardOutput, type Loader, placesOf } from '../../solve/destination.js';
import { dryRunCommand, inFolder } from '../../solve/dry-run.js';
import type { Engine } from '../../solve/engine.js';
import { imageSizes } from '../../solve/image-size.js';
import { type PlainLog, plainLog } from '../../solve/log/plain-log.js';
import { plannedSteps } from '../../solve/log/planned-steps.js';
import { exportedDigest } from '../../solve/metadata.js';
import { type Recipe, recipeFor } from '../../solve/recipe.js';
import { runBuild, secretEnvironment } from '../../solve/run-build.js';
import { stageOutputs } from '../../solve/staged-outputs.js';
import { isOperationalError, OperationalError } from '../../source/operational-error.js';
import type { Mopyfile } from '../../validate/mopyfile.js';
import { VERSION } from '../../version.js';
import { proxyWarning, unusedBaseImages } from '../artefact/caller-notes.js';
import { planFor } from '../artefact/target.js';
import { type BuildArguments, readBuildArguments } from '../command-line/build-arguments.js';
import { ownCommand } from '../command-line/own-command.js';
import type { RunRequest } from '../command-line/run-request.js';
import { inputFiles, readInput } from '../input.js';
import type { Logger } from '../messages/logger.js';
import type { Io } from '../world/io.js';
import { type InputFiles, refuseInputFile, refuseMissingFolder, writeOutput } from '../world/write-output.js';
import {
  chooseEngine,
  chooseLoader,
  choosePlatforms,
  refuseMissingAgent,
  refuseMissingSecrets,
  requestFor,
} from './choices.js';
import { faultHint } from './fault-hint.js';
import { neighbourHint } from './neighbours.js';
import { outcomeLine, summaryLine } from './outcome.js';
import { shellHint } from './shell-hint.js';

/** Everything a build knows before it looks for an engine. */
interface Job {
  readonly run: RunRequest;
  readonly io: Io;
  readonly logger: Logger;
  readonly buildArguments: BuildArguments;
  readonly folder: string;
  /** A sentence for a build that has failed, where there is something to say. */
  readonly failureHint: () => Promise<string | undefined>;
}

/** Builds, or shows how it would. Returns the exit code; what cannot be is thrown. */
export async function build(run: RunRequest, io: Io, logger: Logger): Promise<number> {
  const buildArguments = readBuildArguments(run.buildArguments, io.environment, io.environment);
  const { folder, context, place, ...input } = await readInput(run, io);
  refuseInputFiles(run, io, inputFiles({ ...input, folder }));
  refuseMissingFolder(io, '-metadata-file', run.build.metadataFile);
  const { mopyfile, diagnostics } = await check(input, context, { now: io.now, ...place });
  if (mopyfile === undefined) {
    await logger.diagnostics(diagnostics);
    return 1;
  }
  // A folder that cannot be read must not take the place of the build's own error.
  const failureHint = () =>
    neighbourHint(mopyfile, context).catch((error: unknown) => {
      systemErrorReason(error);
      return undefined;
    });
  const job: Job = { run, io, logger, buildArguments, folder, failureHint };
  const world = {
    ...io,
    interactive: io.stderr.isTerminal,
    writeError: (text: string) => io.stderr.write(text),
  };
  return withChildren(world, (children) => buildMopyfile(job, mopyfile, diagnostics, children));
}

function refuseInputFiles(
  { out, build: { metadataFile, outputs } }: RunRequest,
  io: Io,
  files: InputFiles,
): void {
  refuseInputFile(io, '-out', out, files);
  refuseInputFile(io, '-metadata-file', metadataFile, files);
  for (const output of outputs) {
    // Into a folder files are added, those of a project among them.
    const isFolder = csvValue(output, 'type') === 'local';
    refuseInputFile(
      io,
      '-output',
      csvValue(output, 'dest'),
      isFolder ? { ...files, named: () => [] } : files,
    );
  }
}

async function buildMopyfile(
  job: Job,
  mopyfile: Mopyfile,
  diagnostics: Awaited<ReturnType<typeof check>>['diagnostics'],
  children: Children,
): Promise<number> {
  const { run, io, logger, folder, buildArguments } = job;
  const engine = await chooseEngine(run, children, io, logger);
  const planned = buildPlan(mopyfile, {
    platforms: choosePlatforms(run, engine, io),
    credentials: run.credentials ?? 'secret',
    baseImages: run.baseImages,
    labels: run.labels,
    compilerVersion: VERSION,
  });
  const plan = planFor(run, planned.plan);
  await logger.diagnostics([...diagnostics, ...planned.diagnostics]);
  for (const name of buildArguments.unused) {
    await logger.warning(unusedArgument(name));
  }
  for (const { message, hint } of unusedBaseImages(run, plan)) {
    await logger.warning(message, hint);
  }
  const loader = await chooseLoader(run, engine, children);
  const request = requestFor(run, { plan, engine, folder, buildArguments, ...(loader && { loader }) });
  const recipeWith = (changed: RecipeChanges): Recipe =>
    recipeFor({ plan, request: { ...request, ...changed }, engine, ...(loader && { loader }) });
  const recipe = recipeWith({});
  const warning = proxyWarning(recipe, engine, buildArguments);
  if (warning !== undefined) {
    await logger.warning(warning.message, warning.hint);
  }
  if (run.mode === 'dry-run') {
    return dryRun(job, plan, recipe);
  }
  refuseMissingAgent(plan, run, io);
  refuseMissingSecrets(plan, run);
  const log = watchedLog(run, io, plan, recipe);
  const began = performance.now();
  const started = { engine, request, recipeWith, ...(loader && { loader }), ...(log && { log }) };
  const digest = await buildImage(job, plan, started, children);
  const milliseconds = performance.now() - began;
  const image = digest === undefined ? undefined : { digest, ...placesOf(request, loader) };
  const sizes = image === undefined ? [] : await imageSizes(children, engine, image);
  await logger.note(
    summaryLine({ milliseconds, sizes, ...log?.outcome(), ...(image && { digest: image.digest }) }),
  );
  await logger.note(outcomeLine(plan, request, loader));
  return 0;
}

type RecipeChanges = Partial<Pick<BuildRequest, 'outputs' | 'metadataFile'>>;

interface StartedBuild {
  readonly engine: Engine;
  readonly request: BuildRequest;
  readonly loader?: Loader;
  readonly recipeWith: (changes: RecipeChanges) => Recipe;
  readonly log?: PlainLog;
}

/** Builds, and returns the digest of the image where one was exported. */
async function buildImage(
  job: Job,
  plan: Plan,
  started: StartedBuild,
  children: Children,
): Promise<string | undefined> {
  const { request, loader } = started;
  if (!exportsImage(request, loader)) {
    await runStaged(job, plan, started, children);
    return undefined;
  }
  return exportedDigest(request.metadataFile, job.io.workingFolder, (metadataFile) => {
    const recipeWith = (changes: RecipeChanges) => started.recipeWith({ ...changes, metadataFile });
    return runStaged(job, plan, { ...started, recipeWith }, children);
  });
}

/** The log is made shorter where nobody sees it move. A terminal of its own, and other kinds of progress, stay as they are. */
function watchedLog({ build }: RunRequest, io: Io, plan: Plan, { definition }: Recipe): PlainLog | undefined {
  const isPlain =
    build.progress === 'plain' || (!io.stderr.isTerminal && [undefined, 'auto'].includes(build.progress));
  return isPlain ? plainLog(definition.kind === 'files' ? plannedSteps(plan) : undefined) : undefined;
}

/** Builds into files that take their names once the build has succeeded. */
async function runStaged(
  job: Job,
  plan: Plan,
  { request, recipeWith, engine, log }: StartedBuild,
  children: Children,
): Promise<void> {
  const staged = stageOutputs(request.outputs, job.io.workingFolder);
  const recipe = recipeWith({ outputs: staged.outputs });
  try {
    await runBuild(children, {
      recipe,
      emitLlb: () => llbFor(job, plan, recipe),
      environment: childEnvironment(job, plan),
      writesToStandardOutput: staged.outputs.some(isOnStandardOutput),
      ...(log && { log }),
    }).catch(async (error: unknown) => {
      const outcome = log?.outcome();
      const hint = await faultHint(children, engine, outcome?.fault);
      const failed = { run: job.run, plan, engine, environment: job.io.environment, outcome };
      throw withHint(
        error,
        hint ?? releaseHint(plan) ?? (await job.failureHint()) ?? (await shellHint(children, failed)),
      );
    });
    await staged.keep();
  } finally {
    await staged.discard();
  }
}

/** A program that builds tells the user itself what it did not find; mopy does not read that. */
function withHint(error: unknown, hint: string | undefined): unknown {
  return hint === undefined || !isOperationalError(error) || error.hint !== undefined
    ? error
    : new OperationalError(error.message, hint, error.exitCode);
}

function releaseHint(plan: Plan): string | undefined {
  const release = unknownReleaseOf(plan);
  return release && `if the base image was not found: ${release}`;
}

/** Values that never stand among arguments. */
function childEnvironment({ buildArguments }: Job, plan: Plan): Readonly<Record<string, string>> {
  return { ...Object.fromEntries(buildArguments.proxies), ...secretEnvironment(plan) };
}

async function llbFor({ run, buildArguments }: Job, plan: Plan, recipe: Recipe): Promise<Uint8Array> {
  if (recipe.definition.kind !== 'llb') {
    throw new Error('the recipe needs no LLB');
  }
  const { buildLlb } = await import('../../solve/llb.js');
  return buildLlb(plan, recipe.definition.platform, { ...run.build, ...buildArguments, noCache: false });
}

async function dryRun(job: Job, plan: Plan, recipe: Recipe): Promise<number> {
  const { run, io, logger, buildArguments } = job;
  const differing = Object.entries(childEnvironment(job, plan)).flatMap(([name, value]) =>
    io.environment[name] === value ? [] : [name],
  );
  if (differing.length > 0) {
    await logger.note(`the command takes these from the environment: ${differing.join(', ')}`);
  }
  const { definition } = recipe;
  const command = ownCommand(
    run,
    io.environment,
    definition.kind === 'llb'
      ? { kind: 'llb', platform: definition.platform, buildArguments }
      : { kind: 'dockerfile', platforms: plannedPlatforms(plan), out: inFolder('/Dockerfile') },
  );
  const text = dryRunCommand(recipe, command);
  await writeOutput(io, run.out, text);
  return 0;
}

/** Not what was asked for: a builder without a distroless image has had its own platform planned. */
function plannedPlatforms({ targets }: Plan): readonly Platform[] {
  return targets.flatMap(({ platform }) => platform ?? []);
}
