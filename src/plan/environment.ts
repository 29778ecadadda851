import type { NamedTemplate, Template } from '../validate/mopyfile.js';
import { BUILD_ENVIRONMENT } from './base-images.js';
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

/**
 * Variables that name files and folders of the final image, which while packages are installed would lead nowhere, and
 * those with which Python's own tools do not work.
 */
const FINAL_IMAGE_ONLY: ReadonlySet<string> = new Set([
  'HOME',
  'LD_PRELOAD',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'PIP_CERT',
  'PYTHONHOME',
  'PYTHONINSPECT',
  'PYTHONSAFEPATH',
  'PYTHONWARNINGS',
]);

/** The variables of the stage that packages are installed in. What is for the final image alone can be referred to all the same. */
export function buildEnvironment(templates: readonly NamedTemplate[]): readonly EnvironmentVariable[] {
  const own = new Map(BUILD_ENVIRONMENT.map((variable) => [variable.name, variable]));
  return expandEnvironment(BUILD_ENVIRONMENT, templates).flatMap((variable) =>
    FINAL_IMAGE_ONLY.has(variable.name) ? (own.get(variable.name) ?? []) : [variable],
  );
}

/** Joins a template with what `lookup` answers for each reference. */
export function expandTemplate(template: Template, lookup: (name: string) => string): string {
  return template.map((part) => (part.kind === 'literal' ? part.text : lookup(part.name))).join('');
}
