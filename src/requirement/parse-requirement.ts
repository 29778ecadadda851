import type { RequirementReading } from './requirement.js';

/**
 * Reads one `pip` entry of a Mopyfile (specification section 1.1). Pure: whether a path exists is asked
 * elsewhere (`checkLocalRequirement` of the context room).
 */
export function parseRequirement(text: string): RequirementReading {
  return {
    requirement: { kind: 'named', name: text, text: [{ kind: 'literal', text }], display: text },
    problems: [],
  };
}
