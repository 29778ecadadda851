import type { Graph, GraphEdge, GraphNode } from './graph.js';

/** Spells a graph as a flowchart of Mermaid, which GitHub and editors draw from a code block `mermaid`. */
export function spellMermaid({ stages, sources, edges }: Graph): string {
  const boxes = stages.flatMap(({ id, title, nodes }) => [
    `  subgraph ${id} [${quoted(title)}]`,
    ...nodes.map((node) => `    ${spellNode(node, '[', ']')}`),
    '  end',
  ]);
  const lines = [
    'flowchart TB',
    ...sources.map((node) => `  ${spellNode(node, '([', '])')}`),
    ...boxes,
    ...edges.map((edge) => `  ${spellEdge(edge)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function spellNode({ id, lines }: GraphNode, open: string, close: string): string {
  return `${id}${open}${quoted(lines.join('\n'))}${close}`;
}

const ARROWS: Readonly<Record<GraphEdge['kind'], string>> = { order: '-->', copy: '==>', mount: '-.->' };

function spellEdge({ from, to, kind, label }: GraphEdge): string {
  return `${from} ${ARROWS[kind]}${label === undefined ? '' : `|${quoted(label)}|`} ${to}`;
}

/** In quotes, everything but letters, digits and harmless signs is an entity: Mermaid reads HTML and Markdown in them. */
function quoted(text: string): string {
  const spelled = Array.from(text, (character) =>
    /[\p{L}\p{N} .,:/_-]/u.test(character) ? character : `#${character.codePointAt(0)};`,
  );
  return `"${spelled.join('').replaceAll('#10;', '<br/>')}"`;
}
