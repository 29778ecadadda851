import { compile, type PipelineResult } from '../../compile.js';
import { emitDockerfile } from '../../emit/dockerfile/dockerfile.js';
import { targetImageConfig } from '../../emit/stage-image.js';
import type { Plan, Platform } from '../../plan/plan.js';
import { imageConfigAttribute } from '../../solve/destination.js';
import type { OperationalError } from '../../source/operational-error.js';
import { VERSION } from '../../version.js';
import { type BuildArguments, readBuildArguments } from '../command-line/build-arguments.js';
import { builderPlatform } from '../command-line/platforms.js';
import type { RunRequest } from '../command-line/run-request.js';
import { usageError } from '../command-line/usage-error.js';
import { type Input, inputFiles, readInput } from '../input.js';
import type { Logger } from '../messages/logger.js';
import type { Io } from '../world/io.js';
import { refuseInputFile, writeOutput } from '../world/write-output.js';
import { callerNotes } from './caller-notes.js';
import { planFor } from './target.js';

/** Runs one emitter, or only checks. Returns the exit code. */
export async function emit(run: RunRequest, io: Io, logger: Logger): Promise<number> {
  if (run.mode === 'llb' && run.out === undefined && io.stdout.isTerminal) {
    throw terminalError();
  }
  const buildArguments = readBuildArguments(run.buildArguments, io.environment);
  const input = await readInput(run, io);
  refuseInputFile(io, '-out', run.out, inputFiles(input));
  const { plan: whole, diagnostics } = await compileFor(run, input, io);
  await logger.diagnostics(diagnostics);
  if (whole === undefined) {
    return 1;
  }
  const plan = planFor(run, whole);
  for (const note of callerNotes(run, plan, input.folder, buildArguments)) {
    await logger.warning(note.message, note.hint);
  }
  if (run.mode === 'silent-check') {
    return 0;
  }
  const artefact = await emitArtefact(run, plan, buildArguments);
  await writeOutput(io, run.out, artefact);
  return 0;
}

function terminalError(): OperationalError {
  return usageError(
    'LLB is binary and standard output is a terminal',
    'pipe it into buildctl, or name a file with -out',
  );
}

/** Compiles for a run: with its platforms, and with credentials where that run puts them. */
export function compileFor(
  run: RunRequest,
  { place, context, ...input }: Input,
  io: Io,
): Promise<PipelineResult> {
  return compile(input, context, {
    now: io.now,
    ...place,
    platforms: platformsFor(run, io),
    credentials: run.credentials ?? defaultCredentials(run.mode),
    baseImages: run.baseImages,
    labels: run.labels,
    compilerVersion: VERSION,
  });
}

/** Nothing is written inline where no build definition is. */
function defaultCredentials(mode: RunRequest['mode']): 'inline' | 'secret' {
  return mode === 'llb' || mode === 'dockerfile' ? 'inline' : 'secret';
}

/** LLB and an image config are for one platform: this machine's unless told. A Dockerfile needs none. */
function platformsFor({ mode, platforms }: RunRequest, io: Io): readonly Platform[] {
  const needsOne = mode === 'llb' || mode === 'image-config';
  return platforms.length === 0 && needsOne ? [builderPlatform(io.platform)] : platforms;
}

async function emitArtefact(
  run: RunRequest,
  plan: Plan,
  buildArguments: BuildArguments,
): Promise<string | Uint8Array> {
  if (run.mode === 'dockerfile') {
    return emitDockerfile(plan);
  }
  if (run.mode === 'graph') {
    const { emitGraph } = await import('../../emit/graph/emit-graph.js');
    return emitGraph(plan, run.format === 'dot' ? 'dot' : 'mermaid');
  }
  const platform = plan.targets[0]?.platform;
  if (platform === undefined) {
    throw new Error('the plan has no platform');
  }
  if (run.mode === 'image-config') {
    const config = targetImageConfig(plan, platform);
    return `${run.plainJson ? JSON.stringify(config) : imageConfigAttribute(config)}\n`;
  }
  const { buildLlb } = await import('../../solve/llb.js');
  return buildLlb(plan, platform, { ...run.build, ...buildArguments });
}
