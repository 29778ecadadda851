import type { Plan } from '../../plan/plan.js';
import { hasShell, withTarget } from '../../plan/target.js';
import type { Children } from '../../solve/children.js';
import type { Engine } from '../../solve/engine.js';
import { shellCommand } from '../../solve/invocation.js';
import { findLoader } from '../../solve/loader.js';
import type { LogOutcome, StepPlace } from '../../solve/log/plain-log.js';
import { cacheWords, inputWords, ownWords } from '../command-line/own-command.js';
import type { RunRequest } from '../command-line/run-request.js';

/** A build that failed. */
interface FailedBuild {
  readonly run: RunRequest;
  readonly plan: Plan;
  readonly engine: Engine;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent where the log was not read. */
  readonly outcome: LogOutcome | undefined;
}

/**
 * The command that builds a stage as it was before the step that failed, all of which is cached; its last line says how to open a
 * shell there. Undefined where the stage has no shell, or where nothing could load it. A terminal's progress is not read: where it was
 * shown, the hint is how to have what the log tells.
 */
export async function shellHint(
  children: Children,
  { outcome, ...failed }: FailedBuild,
): Promise<string | undefined> {
  if (outcome !== undefined) {
    return commandFor(children, { ...failed, step: outcome.failed });
  }
  const { progress } = failed.run.build;
  return progress === 'rawjson' || progress === 'quiet'
    ? undefined
    : 'with -progress plain the build ends with the lines of the Mopyfile that failed, and names a shell there where there can be one';
}

interface FailedStep extends Omit<FailedBuild, 'outcome'> {
  readonly step: StepPlace | undefined;
}

async function commandFor(
  children: Children,
  { run, plan, engine, environment, step }: FailedStep,
): Promise<string | undefined> {
  const target = step && `${step.stage}:${step.number - 1}`;
  const [only, ...others] = plan.targets;
  const before = target && withTarget(plan, target);
  if (
    !target ||
    !before ||
    only === undefined ||
    others.length > 0 ||
    !hasShell(before, { ...only, stage: step.stage })
  ) {
    return undefined;
  }
  if (engine.kind === 'buildctl' && (await findLoader(children)) === undefined) {
    return undefined;
  }
  const [program, ...own] = ownWords(environment);
  const words = [...own, ...cacheWords(run), '-target', target, '-load', ...inputWords(run)];
  return `for a shell where it failed: ${shellCommand({ program, words })}`;
}
