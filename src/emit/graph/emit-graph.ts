import type { Plan } from '../../plan/plan.js';
import { spellDot } from './dot.js';
import { buildGraph } from './graph.js';
import { spellMermaid } from './mermaid.js';

/** A plan as a picture, in the language of Mermaid or of Graphviz. */
export function emitGraph(plan: Plan, language: 'mermaid' | 'dot'): string {
  const graph = buildGraph(plan);
  return language === 'dot' ? spellDot(graph) : spellMermaid(graph);
}
