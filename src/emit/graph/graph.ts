import { unique } from '../../basics/unique.js';
import type { Mount, Plan, Stage } from '../../plan/plan.js';
import { lineRanges } from '../../source/position.js';
import type { Location } from '../../source/source.js';
import { baseName } from '../base-name.js';
import { type Box, boxesOf, foldersTaken, titlesOf } from './boxes.js';

/** A box of the picture. */
export interface GraphNode {
  readonly id: string;
  /** Lines of its text. */
  readonly lines: readonly string[];
}

/** A stage, with its steps in order. */
export interface GraphStage {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly GraphNode[];
}

/** An arrow from a stage or an input to a step that copies or mounts something of it, or from a step to the next. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'order' | 'copy' | 'mount';
  readonly label?: string;
}

/** A build as a picture, in words that neither Mermaid nor Graphviz own. */
export interface Graph {
  readonly stages: readonly GraphStage[];
  /** Inputs from outside: the build context and base images. */
  readonly sources: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const CONTEXT: GraphNode = { id: 'context', lines: ['build context'] };

/** Draws a plan: stages as boxes with their steps, and where each takes files from. Names are those of the plan. */
export function buildGraph(plan: Plan): Graph {
  const images = new Map<string, GraphNode>();
  const ends = new Map<string, string>();
  const stages: GraphStage[] = [];
  const edges: GraphEdge[] = [];
  for (const [index, stage] of plan.stages.entries()) {
    const id = `stage${index}`;
    const drawn = drawStage(stage, id, plan);
    stages.push(drawn);
    ends.set(stage.name, drawn.nodes.at(-1)?.id ?? id);
    const first = drawn.nodes[0]?.id ?? id;
    edges.push(...baseEdges(stage, first, images, ends), ...stageEdges(stage, id, ends));
  }
  const usesContext = edges.some(({ from }) => from === CONTEXT.id);
  return { stages, sources: [...(usesContext ? [CONTEXT] : []), ...images.values()], edges };
}

function drawStage({ name, steps }: Stage, id: string, plan: Plan): GraphStage {
  const isTarget = plan.targets.some(({ stage }) => stage === name);
  const nodes = boxesOf(steps).map((group, index) => ({ id: `${id}_${index}`, lines: linesFor(group) }));
  return {
    id,
    title: isTarget ? `${name}: the image` : name,
    // A box without a step would not be drawn.
    nodes: nodes.length > 0 ? nodes : [{ id: `${id}_0`, lines: ['nothing is added'] }],
  };
}

/** The step's name, the Mopyfile's lines that it carries out, and what it takes along that is no file. */
function linesFor(box: Box): readonly string[] {
  const [step] = box;
  const takes = step.kind === 'run' ? step.mounts.flatMap(takenBy) : [];
  return [
    ...titlesOf(box),
    ...entriesOf(step.locations),
    ...(step.kind === 'run' && step.network === 'none' ? ['without network'] : []),
    ...takes,
  ];
}

function entriesOf(locations: readonly Location[]): readonly string[] {
  const ranges = lineRanges(locations);
  const isOne = ranges.length === 1 && ranges.every(({ first, last }) => first === last);
  const spelled = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return ranges.length === 0 ? [] : [`Mopyfile: ${isOne ? 'line' : 'lines'} ${spelled.join(', ')}`];
}

function takenBy(mount: Mount): readonly string[] {
  switch (mount.kind) {
    case 'cache':
      return [`cache: ${mount.id}`];
    case 'secret-file':
    case 'secret-variable':
      return [`secret: ${mount.id}`];
    case 'ssh':
      return ['SSH agent'];
    default:
      return [];
  }
}

/** The base of a stage: an image from outside, or what an earlier stage ends with. */
function baseEdges(
  { base }: Stage,
  to: string,
  images: Map<string, GraphNode>,
  ends: ReadonlyMap<string, string>,
): readonly GraphEdge[] {
  if (base.kind === 'scratch') {
    return [];
  }
  if (base.kind === 'stage') {
    const from = ends.get(base.name);
    return from === undefined ? [] : [{ from, to, kind: 'order' }];
  }
  const name = baseName(base);
  const image = images.get(name) ?? { id: `image${images.size}`, lines: [name] };
  images.set(name, image);
  return [{ from: image.id, to, kind: 'order' }];
}

function stageEdges({ steps }: Stage, id: string, ends: ReadonlyMap<string, string>): readonly GraphEdge[] {
  return boxesOf(steps).flatMap((box, index) => {
    const to = `${id}_${index}`;
    const order: readonly GraphEdge[] =
      index === 0 ? [] : [{ from: `${id}_${index - 1}`, to, kind: 'order' }];
    return [...order, ...filesTaken(box, to, ends)];
  });
}

/** Files that a box copies or mounts; what comes from one stage is one edge. */
function filesTaken(box: Box, to: string, ends: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const [step] = box;
  if (step.kind === 'copy') {
    const from = step.from.kind === 'context' ? CONTEXT.id : ends.get(step.from.name);
    return from === undefined
      ? []
      : [{ from, to, kind: 'copy', label: foldersTaken(box.filter((one) => one.kind === 'copy')) }];
  }
  if (step.kind !== 'run') {
    return [];
  }
  const mounted = step.mounts.flatMap((mount) => (mount.kind === 'bind' ? [mount.from] : []));
  return unique(mounted).flatMap((name) => {
    const from = ends.get(name);
    return from === undefined ? [] : [{ from, to, kind: 'mount' as const }];
  });
}
