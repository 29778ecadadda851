import type { NamedTemplate, Template } from '../validate/mopyfile.js';
import type { EnvironmentVariable } from './plan.js';

/**
 * The variables of a stage: what every image has, then the Mopyfile's. A known name is replaced in
 * place. `${NAME}` stands for an earlier variable of the Mopyfile, or for the stage's own `PATH`.
 */
export function expandEnvironment(
  base: readonly EnvironmentVariable[],
  templates: readonly NamedTemplate[],
): readonly EnvironmentVariable[] {
  const values = new Map(base.map(({ name, value }) => [name, value]));
  for (const { name, value } of templates) {
    values.set(
      name,
      expandTemplate(value, (key) => values.get(key) ?? ''),
    );
  }
  return [...values].map(([name, value]) => ({ name, value }));
}

/** Joins a template with what `lookup` answers for each reference. */
export function expandTemplate(template: Template, lookup: (name: string) => string): string {
  return template.map((part) => (part.kind === 'literal' ? part.text : lookup(part.name))).join('');
}
