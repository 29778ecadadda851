/** A vertex in BuildKit's machine-readable progress. */
interface VertexUpdate {
  readonly digest: string;
  readonly name?: string;
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

/** A line of that progress (BuildKit's client/graph.go, `SolveStatus`). */
interface StatusUpdate {
  readonly vertexes?: readonly VertexUpdate[];
  readonly logs?: readonly unknown[];
}

/**
 * The end of a step. One that was cached did not run, and neither did one that BuildKit's solver set going and cancelled
 * because its result, or that of the step which wanted it, was found in a cache meanwhile (`solver/edge.go`).
 */
export interface StepState {
  /** `stage: title`; the same for both halves of a linked copy. */
  readonly name: string;
  readonly state: 'cached' | 'ran' | 'cancelled' | 'failed' | 'waiting';
}

/** `[linux/amd64 build 2/7] title`: base images, `[internal]` helpers, caches and exporters have other names. */
const STEP = /^\[(?:linux\/\S+ )?(?<stage>\S+) +\d+\/\d+\] (?!FROM )(?:LINK )?(?<title>[\s\S]+)$/;

/**
 * The steps of a build from what it printed with `-progress rawjson`. A base image is never cached, it is only looked up;
 * helpers and exporters never are either: none of them is a step.
 */
export function stepsOf(progress: string): readonly StepState[] {
  const vertices = new Map<string, VertexUpdate>();
  for (const update of progress.split('\n').flatMap((line) => updateOf(line)?.vertexes ?? [])) {
    vertices.set(update.digest, { ...vertices.get(update.digest), ...update });
  }
  return [...vertices.values()].flatMap((vertex) => {
    const { stage, title } = STEP.exec(vertex.name ?? '')?.groups ?? {};
    return stage === undefined ? [] : [{ name: `${stage}: ${title}`, state: stateOf(vertex) }];
  });
}

/** The names of the steps of a build without failures that were not had from a cache, each once, sorted. */
export function stepsThatRan(progress: string): readonly string[] {
  const ran = stepsOf(progress).filter(({ state }) => state !== 'cached' && state !== 'cancelled');
  return [...new Set(ran.map(({ name }) => name))].sort();
}

/** The number of pieces of output that steps have printed: none where none ran, not even one that was cancelled later. */
export function printedPieces(progress: string): number {
  return progress.split('\n').flatMap((line) => updateOf(line)?.logs ?? []).length;
}

/** Undefined for lines that are no JSON: those are notes of `mopy`. */
function updateOf(line: string): StatusUpdate | undefined {
  return line.startsWith('{') ? JSON.parse(line) : undefined;
}

function stateOf({ started, completed, cached, error }: VertexUpdate): StepState['state'] {
  if (cached) {
    return 'cached';
  }
  if (error) {
    return error.startsWith('context canceled') ? 'cancelled' : 'failed';
  }
  return started && completed ? 'ran' : 'waiting';
}
