/** The registry and the tag that a short image name stands for. */
const DEFAULT_REGISTRY = 'docker.io';
const DEFAULT_TAG = 'latest';

/**
 * An image reference with everything that docker fills in: `python` is `docker.io/library/python:latest`.
 * A digest stays as it is, with or without a tag before it. After distribution/reference's
 * ParseNormalizedNamed and TagNameOnly.
 */
export function normalizeReference(reference: string): string {
  const [, name = '', digest = ''] = /^([^@]*)(@.*)?$/.exec(reference) ?? [];
  const withRegistry = normalizeName(name);
  const lastSegment = withRegistry.slice(withRegistry.lastIndexOf('/') + 1);
  const isComplete = digest !== '' || lastSegment.includes(':');
  return `${withRegistry}${isComplete ? '' : `:${DEFAULT_TAG}`}${digest}`;
}

/** The first segment is a registry when it looks like a host: a dot, a port, or `localhost`. */
function normalizeName(name: string): string {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const isRegistry = slash !== -1 && (/[.:A-Z]/.test(first) || first === 'localhost');
  const registry = isRegistry ? first.replace(/^index\.docker\.io$/, DEFAULT_REGISTRY) : DEFAULT_REGISTRY;
  const path = isRegistry ? name.slice(slash + 1) : name;
  return `${registry}/${registry === DEFAULT_REGISTRY && !path.includes('/') ? 'library/' : ''}${path}`;
}
