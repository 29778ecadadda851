import type { Graph, GraphEdge, GraphNode } from './graph.js';

/** Spells a graph in DOT, the language of Graphviz. */
export function spellDot({ stages, sources, edges }: Graph): string {
  const boxes = stages.flatMap(({ id, title, nodes }) => [
    `  subgraph cluster_${id} {`,
    `    label=${quoted(title)};`,
    ...nodes.map((node) => `    ${spellNode(node)}`),
    '  }',
  ]);
  const lines = [
    'digraph build {',
    '  graph [fontname="Helvetica", rankdir=TB, style=rounded];',
    '  node [fontname="Helvetica", fontsize=11, shape=box];',
    '  edge [fontname="Helvetica", fontsize=9];',
    ...sources.map((node) => `  ${spellNode(node, ', shape=oval')}`),
    ...boxes,
    ...edges.map((edge) => `  ${spellEdge(edge)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function spellNode({ id, lines }: GraphNode, more = ''): string {
  return `${id} [label=${quoted(lines.join('\n'))}${more}];`;
}

const STYLES: Readonly<Record<GraphEdge['kind'], string>> = { order: 'solid', copy: 'bold', mount: 'dashed' };

function spellEdge({ from, to, kind, label }: GraphEdge): string {
  const text = label === undefined ? '' : `, label=${quoted(label)}`;
  return `${from} -> ${to} [style=${STYLES[kind]}${text}];`;
}

/** A backslash begins an escape of DOT in labels. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
