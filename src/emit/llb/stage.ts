import { posix } from 'node:path';
import type { CopyStep, Platform, RunStep, Stage, Step, WriteStep } from '../../plan/plan.js';
import { copySources } from '../copy-source.js';
import { runProgram } from './exec.js';
import { type CopyRequest, copyAll, copyFiles, inlineFile, makeFolder, mergeFiles } from './files.js';
import { fileMounts, needsSsh, SSH_SOCKET, secretMounts, secretVariables } from './mounts.js';
import type { LlbSettings } from './options.js';
import { sourcePath } from './reach.js';
import { assignments, type StageState, withEnvironment, withPlatformArguments } from './stage-state.js';
import type { Output, VertexDetails } from './vertex.js';

/** Files that a stage's steps refer to beside the stage itself. */
export interface StageSurroundings {
  readonly options: LlbSettings;
  readonly context: Output | undefined;
  filesOf(stage: string): Output | undefined;
  /** The progress line of the next step that has one. */
  nextName(title: string): string;
}

/** The ops of a stage's steps, each one those that BuildKit makes of the same line in a Dockerfile. */
export function emitSteps(stage: Stage, start: StageState, around: StageSurroundings): StageState {
  const { ignoreCache: ignored } = around.options;
  const ignoreCache = ignored === 'all' || ignored?.includes(stage.name) === true;
  return stage.steps.reduce((state, step) => emitStep(state, step, { ...around, ignoreCache }), start);
}

interface StepSurroundings extends StageSurroundings {
  readonly ignoreCache: boolean;
}

function emitStep(state: StageState, step: Step, around: StepSurroundings): StageState {
  const { platform } = around.options;
  switch (step.kind) {
    case 'environment':
      return withEnvironment(state, step.variables);
    case 'platform-arguments':
      return withPlatformArguments(state, step.names, platform);
    case 'user':
      return { ...state, user: step.user };
    case 'working-directory':
      return enterFolder(state, step.path, around);
    case 'write':
      return { ...state, files: emitWrite(state, step, around) };
    case 'copy':
      return { ...state, files: emitCopy(state, step, around) };
    case 'run':
      return { ...state, files: emitRun(state, step, platform, around) };
  }
}

/** The folder is made even where it exists; `--no-cache` leaves it alone. */
function enterFolder(state: StageState, path: string, { options, nextName }: StepSurroundings): StageState {
  const details = { name: nextName(`WORKDIR ${path}`) };
  const files = makeFolder(state.files, path, state.user, options.sourceDateEpoch, details);
  return { ...state, workingDirectory: path, files };
}

/** A heredoc's file is called after the delimiter before it is copied to its place. */
function emitWrite(state: StageState, step: WriteStep, around: StepSurroundings): Output {
  const requests = step.files.map(({ delimiter, content }) => {
    const source = `/${delimiter}`;
    const destination = posix.normalize(step.destination);
    return { from: inlineFile(source, content), source, destination, matches: false };
  });
  return copyAll(state.files, requests, stepDetails(step, around));
}

function emitCopy(state: StageState, step: CopyStep, around: StepSurroundings): Output {
  const requests = copySources(step).map((source) => ({
    from: step.from.kind === 'stage' ? around.filesOf(step.from.name) : around.context,
    source: sourcePath(source),
    destination: posix.normalize(step.destination),
    matches: true,
    owner: step.owner,
    mode: step.mode,
  }));
  const details = stepDetails(step, around);
  // BuildKit ignores `--link` where `--chmod` is given: a mode is applied to parents that exist below.
  const linked = step.link && step.mode === undefined && !around.options.withoutMerge;
  const [request] = requests;
  return linked && request
    ? linkFiles(state.files, request, details)
    : copyAll(state.files, requests, details);
}

/** Copy and merge show as one line. */
function linkFiles(base: Output | undefined, request: CopyRequest, details: Details): Output {
  const { digest } = copyFiles(undefined, request, details).vertex;
  const group = { id: digest, name: details.name };
  const copy = copyFiles(undefined, request, { ...details, progressGroup: { ...group, weak: true } });
  if (base === undefined) {
    return copy;
  }
  return mergeFiles(base, copy, { ...details, progressGroup: group });
}

function emitRun(state: StageState, step: RunStep, platform: Platform, around: StepSurroundings): Output {
  const { command, mounts } = step;
  const { options } = around;
  const request = {
    root: state.files,
    arguments: command.kind === 'shell' ? ['/bin/sh', '-c', command.script] : command.arguments,
    environment: [...assignments(state.environment), ...sshEnvironment(state, step)],
    workingDirectory: state.workingDirectory,
    user: state.user,
    network: step.network,
    mounts: fileMounts(mounts, around.filesOf, platform, options),
    secretMounts: secretMounts(mounts),
    secretEnvironment: secretVariables(mounts),
  };
  return runProgram(request, platform, options, stepDetails(step, around));
}

function sshEnvironment({ environment }: StageState, { mounts }: RunStep): readonly string[] {
  const isSet = environment.some(({ name }) => name === 'SSH_AUTH_SOCK');
  return needsSsh(mounts) && !isSet ? [`SSH_AUTH_SOCK=${SSH_SOCKET}`] : [];
}

type Details = Omit<VertexDetails, 'capabilities'>;

function stepDetails(step: WriteStep | CopyStep | RunStep, around: StepSurroundings): Details {
  return {
    name: around.nextName(step.title),
    locations: step.locations,
    ignoreCache: around.ignoreCache,
  };
}
