/** A vertex in BuildKit's machine-readable progress. */
interface VertexUpdate {
  readonly digest: string;
  readonly name?: string;
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

/** The end of a step. A step that was cached did not run. */
export interface StepState {
  /** `stage: title`; the same for both halves of a linked copy. */
  readonly name: string;
  readonly state: 'cached' | 'ran' | 'failed' | 'waiting';
}

/** `[linux/amd64 build 2/7] title`: base images, `[internal]` helpers, caches and exporters have other names. */
const STEP = /^\[(?:linux\/\S+ )?(?<stage>\S+) +\d+\/\d+\] (?!FROM )(?:LINK )?(?<title>[\s\S]+)$/;

/**
 * The steps of a build from what it printed with `-progress rawjson`. A base image is never cached, it is only looked up;
 * helpers and exporters never are either: none of them is a step.
 */
export function stepsOf(progress: string): readonly StepState[] {
  const vertices = new Map<string, VertexUpdate>();
  for (const update of progress.split('\n').flatMap(updatesOf)) {
    vertices.set(update.digest, { ...vertices.get(update.digest), ...update });
  }
  return [...vertices.values()].flatMap((vertex) => {
    const { stage, title } = STEP.exec(vertex.name ?? '')?.groups ?? {};
    return stage === undefined ? [] : [{ name: `${stage}: ${title}`, state: stateOf(vertex) }];
  });
}

/** The names of the steps that were not cached, each once, sorted. */
export function stepsThatRan(progress: string): readonly string[] {
  const ran = stepsOf(progress).filter(({ state }) => state !== 'cached');
  return [...new Set(ran.map(({ name }) => name))].sort();
}

/** Lines that are no JSON are notes of `mopy`. */
function updatesOf(line: string): readonly VertexUpdate[] {
  return line.startsWith('{') ? ((JSON.parse(line).vertexes ?? []) as readonly VertexUpdate[]) : [];
}

function stateOf({ started, completed, cached, error }: VertexUpdate): StepState['state'] {
  if (cached) {
    return 'cached';
  }
  if (error) {
    return 'failed';
  }
  return started && completed ? 'ran' : 'waiting';
}
