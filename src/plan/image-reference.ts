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

/** Grammar of distribution/reference (regexp.go), after normalisation; digests as go-digest accepts them. */
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = '\\w[\\w.-]{0,127}';
const DIGEST = '(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})';
const REFERENCE = new RegExp(`^${HOST}(?:/${COMPONENT})+(?::${TAG})?(?:@${DIGEST})?$`);

/** True for an image reference as docker reads one; 64 hexadecimal digits would be an image's id. */
export function isReference(text: string): boolean {
  return !/^[a-f0-9]{64}$/.test(text) && REFERENCE.test(normalizeReference(text));
}

/**
 * The short form under which buildx looks up a named context: `docker.io/library/python:latest` is `python`.
 * After ParseContextNames in buildx, which takes distribution/reference's FamiliarString without `:latest`.
 */
export function familiarName(reference: string): string {
  return normalizeReference(reference)
    .replace(/^docker\.io\/(?:library\/(?=[^/]*$))?/, '')
    .replace(/:latest$/, '');
}
