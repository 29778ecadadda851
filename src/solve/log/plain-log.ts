import { type Fault, faultIn } from './fault.js';
import type { PlannedStep } from './planned-steps.js';
import { EACH_PACKAGE, lastLines, reasons } from './reasons.js';

/** The plain progress of BuildKit, made shorter while it comes. */
export interface PlainLog {
  /** A line of BuildKit's, without its line break: what is printed for it. */
  read(line: string): readonly string[];
  /** Lines to print when some seconds have passed: the names of steps that were running and silent for all of them. */
  tick(): readonly string[];
  /** Lines to print when BuildKit has said everything. */
  end(): readonly string[];
  /** Known once it has ended. */
  outcome(): LogOutcome;
}

/** The facts about a build as a whole that its log holds. */
export interface LogOutcome {
  /** Steps that ran, and steps whose result was there already. */
  readonly run: number;
  readonly cached: number;
  /** Why it failed, where that is no fault of a step. */
  readonly fault?: Fault;
  /** The step that failed. */
  readonly failed?: StepPlace;
}

/** A step by its stage and its number there. */
export interface StepPlace {
  readonly stage: string;
  readonly number: number;
}

/** A step or a job of the daemon, by its number in the log. */
interface LoggedVertex {
  /** Its name in the log. */
  readonly logged: string;
  /** Its name for the user. */
  readonly name: string;
  /** Absent for what the plan has no step for. */
  readonly planned?: PlannedStep;
  readonly hidden: boolean;
  /** One that counts as run or cached. */
  readonly isStep: boolean;
  /** Its name was printed. */
  shown: boolean;
  /** It was running at a tick. */
  waited: boolean;
  /** It has ended; what is said about it afterwards is about its result. */
  ended: boolean;
  /** Lines that are printed when it ends: all of them if it fails. */
  readonly held: string[];
  /** The lines that its program wrote, without times. */
  readonly output: string[];
}

/** `[build 2/7] title`, with a platform where there are several: a step of a stage. */
const STEP = /^\[(?:\S+\/\S+ )?\S+ +\d+\/\d+\] /;

/** Platform and place of a step. */
const PLACE = /^\[(\S+\/\S+ )?(\S+ +\d+\/\d+)\] /;

/** The base image of a stage, which is looked up and not run. */
const BASE = /^\[[^\]]+\] FROM /;

/**
 * Jobs of the daemon, and the files of the build's own programs: no line of a Mopyfile asks for one of them. While another
 * client builds an emitted Dockerfile, a step that both have can bear the name that it has there.
 */
const HIDDEN =
  /^\[(?:internal|auth)\]|^building with "|^resolving provenance |^\[(?:\S+\/\S+ )?(?:programs|scripts) +\d+\/\d+\] /;

/** Copies of what other steps have made, of which the image has one each: they take no time and say nothing. */
const LAYERS =
  /^\[(?:\S+\/\S+ )?(?:(?!final)\S+ +\d+\/\d+\] (?:add the|hand on the|wait for|WORKDIR) |final\S* +\d+\/\d+\] add the (?:heavy|light) dependencies )/;

/** Lines about parts of what a step does: bytes that have arrived, layers that are written. */
const PARTS =
  /^(?:sha256:|extracting |resolve |exporting (?:layers|manifest|config|attestation)|sending tarball|preparing build cache|writing (?:image|layer|config|manifest)|pushing (?:layers|manifest)|transferring |naming to|unpacking to|merging|\.\.\.$)/;

/** Seconds since a step began, before each line of its program. */
const TIME = /^\d+\.\d+ ?/;

/** Steps of pip and apt, by the names that the plan gives them. */
const INSTALLATION = /^\[[^\]]+\] install /;

/** The line of a step that failed. */
const ERROR = /^ERROR: /;

/** A step whose program failed; the program is a script that no Mopyfile shows. */
const PROCESS_FAILED = /process ".*" did not complete successfully: (exit code: \d+.*|.*)$/;

/** The line with which `buildctl` and `docker` end. */
const SOLVE_FAILED = /^error: (?:failed to build: )?failed to solve: /i;

/**
 * Reads the plain progress of `buildctl build` and `docker buildx build` (util/progress/progressui of BuildKit): a line `#12 name`
 * for each step, then `#12 …` for all that it says, and at the end of a failed build a part of that again and the lines of the
 * source.
 *
 * @param planned the steps of a Dockerfile that is built; absent for LLB, which has names and lines of its own
 */
export function plainLog(planned?: ReadonlyMap<string, PlannedStep>): PlainLog {
  const vertices = new Map<string, LoggedVertex>();
  const ending: string[] = [];
  const counts = { run: 0, cached: 0 };
  let failed: LoggedVertex | undefined;
  let isEnding = false;
  let fault: Fault | undefined;

  function readVertex(number: string, text: string): readonly string[] {
    const known = vertices.get(number);
    if (known === undefined) {
      vertices.set(number, vertexFor(text, planned));
      return [];
    }
    if (text === known.logged) {
      return [];
    }
    // An export is told to have ended, and then that it failed.
    const isOver = known.ended && !ERROR.test(text);
    return PARTS.test(text) || isOver ? [] : spellLine(number, known, text);
  }

  function spellLine(number: string, vertex: LoggedVertex, text: string): readonly string[] {
    if (text === 'CACHED' || /^DONE [\d.]+s$/.test(text)) {
      vertex.ended = true;
      const held = vertex.held.filter((line) => !EACH_PACKAGE.test(line.replace(TIME, '')));
      const said = held.flatMap((line) => withName(number, vertex, line));
      counts[text === 'CACHED' ? 'cached' : 'run'] += vertex.isStep ? 1 : 0;
      return [...said, ...(vertex.shown ? withName(number, vertex, text) : oneLine(number, vertex, text))];
    }
    if (ERROR.test(text)) {
      failed ??= vertex;
      const [, reason] = PROCESS_FAILED.exec(text) ?? [];
      const said = [...vertex.held, reason === undefined ? text : `ERROR: ${reason}`];
      return said.flatMap((line) => withName(number, vertex, line));
    }
    if (TIME.test(text)) {
      vertex.output.push(text.replace(TIME, ''));
    }
    if (TIME.test(text) && INSTALLATION.test(vertex.name)) {
      vertex.held.push(text);
      return [];
    }
    return vertex.hidden ? [] : withName(number, vertex, text);
  }

  return {
    read(line) {
      fault ??= faultIn(line);
      const [, number, text] = /^#(\d+) (.*)$/.exec(line) ?? [];
      isEnding ||= line === '------' || SOLVE_FAILED.test(line);
      if (isEnding) {
        ending.push(line);
        return [];
      }
      if (number !== undefined && text !== undefined) {
        return readVertex(number, text);
      }
      return line === '' ? [] : [line];
    },
    tick: () => [...vertices].flatMap(([number, vertex]) => startLine(number, vertex)),
    end: () => spellEnding(ending, failed, planned !== undefined),
    outcome: () => {
      const place = failed && placeOf(failed);
      return { ...counts, ...(fault && { fault }), ...(place && { failed: place }) };
    },
  };
}

function vertexFor(logged: string, steps: ReadonlyMap<string, PlannedStep> | undefined): LoggedVertex {
  const [, platform = '', place = ''] = PLACE.exec(logged) ?? [];
  const planned = steps?.get(place || logged.replace('[internal] ', ''));
  const name = planned?.name.replace('[', `[${platform}`) ?? logged;
  return {
    logged,
    name,
    ...(planned && { planned }),
    hidden: HIDDEN.test(name) || LAYERS.test(name),
    isStep: STEP.test(name) && !BASE.test(name) && !HIDDEN.test(name),
    shown: false,
    waited: false,
    ended: false,
    held: [],
    output: [],
  };
}

/** The name of a step that has begun before the tick before this one and that has said nothing yet. */
function startLine(number: string, vertex: LoggedVertex): readonly string[] {
  if (vertex.hidden || vertex.shown || vertex.ended) {
    return [];
  }
  vertex.shown = vertex.waited;
  vertex.waited = true;
  return vertex.shown ? [`#${number} ${vertex.name}`] : [];
}

/** A step that said nothing; a base image may do so twice. */
function oneLine(number: string, vertex: LoggedVertex, state: string): readonly string[] {
  const isNew = !vertex.shown && !vertex.hidden;
  vertex.shown = true;
  return isNew ? [`#${number} ${vertex.name} ${state}`] : [];
}

/** A line of a step; before its first, the step's name. */
function withName(number: string, vertex: LoggedVertex, text: string): readonly string[] {
  const heading = vertex.shown ? [] : [`#${number} ${vertex.name}`];
  vertex.shown = true;
  return [...heading, `#${number} ${text}`];
}

/** The end of a failed build: what failed, the lines of the Mopyfile, and why. Without a step it stays as it is. */
function spellEnding(
  lines: readonly string[],
  failed: LoggedVertex | undefined,
  isDockerfile: boolean,
): readonly string[] {
  const last = lines.findLast((line) => SOLVE_FAILED.test(line));
  if (failed === undefined || last === undefined) {
    return lines;
  }
  const title = failed.name.replace(STEP, '').replace(/^\[internal\] /, '');
  const why = PROCESS_FAILED.test(last) ? reasonsOf(failed) : [last.replace(SOLVE_FAILED, '')];
  const shown = isDockerfile ? (failed.planned?.frame ?? []) : sourceLines(lines, last);
  return ['', `failed: ${title}:`, ...shown, ...why.map((line) => `  ${line}`)];
}

/** The lines of the source as BuildKit shows them, behind the last line of dashes. */
function sourceLines(lines: readonly string[], last: string): readonly string[] {
  const sections = lines.join('\n').split(/^------$/m);
  const frame = (sections.at(-1) ?? '').split('\n').filter((line) => line !== '' && line !== last);
  const source = frame.filter((line) => !/^-+$/.test(line));
  // The line after the last line break of a file is none.
  return /^ +\d+ \| *$/.test(source.at(-1) ?? '') ? source.slice(0, -1) : source;
}

function placeOf({ name }: LoggedVertex): StepPlace | undefined {
  const [, , place = ''] = PLACE.exec(name) ?? [];
  const [, stage, number] = /^(\S+) +(\d+)\//.exec(place) ?? [];
  return stage === undefined ? undefined : { stage, number: Number(number) };
}

/** A command of the Mopyfile may say anything; everything else that fails says which of its lines are errors. */
function reasonsOf({ name, output }: LoggedVertex): readonly string[] {
  return /^\[[^\]]+\] (?:prepare|check): /.test(name) ? lastLines(output) : reasons(output);
}
