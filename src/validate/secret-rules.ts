import type { NodePath } from '../parse/parsed-document.js';
import type { SecretRules, Sensitivity } from '../parse/secrets.js';
import { type Shape, shapeBelow } from './shape.js';

/** Makes rules of a format's shape. */
export function secretRules(root: Shape): SecretRules {
  const credentialNames = new Set(namesOfCredentials(root));
  return { credentialNames, sensitivityAt: (path) => sensitivityAt(root, credentialNames, path) };
}

/** Keys whose value is a credential, wherever they are. */
function namesOfCredentials({ accepts }: Shape): readonly string[] {
  const { list, mapping } = accepts;
  const keys = mapping?.kind === 'keys' ? [...mapping.keys] : [];
  const below = [
    list,
    mapping?.kind === 'names' ? mapping.value : undefined,
    ...keys.map(([, shape]) => shape),
  ];
  return [
    ...keys.flatMap(([name, shape]) => (shape.sensitivity === 'credential' ? [name] : [])),
    ...below.flatMap((shape) => (shape === undefined ? [] : namesOfCredentials(shape))),
  ];
}

function sensitivityAt(
  root: Shape,
  credentialNames: ReadonlySet<string>,
  path: NodePath,
): Sensitivity | undefined {
  const { sensitivity, isKnown } = follow(root, path);
  if (isKnown && sensitivity !== undefined) {
    return sensitivity;
  }
  const name = path.findLast((segment) => typeof segment === 'string');
  if (name !== undefined && credentialNames.has(name)) {
    return 'credential';
  }
  return sensitivity === 'free' ? sensitivityOfMisplaced(root, credentialNames, path) : sensitivity;
}

/** Sensitivity of what stands below a key of the format that is indented too deep, and so stands below a free name. */
function sensitivityOfMisplaced(
  root: Shape,
  credentialNames: ReadonlySet<string>,
  path: NodePath,
): Sensitivity | undefined {
  const depth = path.findLastIndex(
    (segment) => typeof segment === 'string' && shapeBelow(root, segment) !== undefined,
  );
  return depth > 0 ? sensitivityAt(root, credentialNames, path.slice(depth)) : undefined;
}

/** The sensitivity that the shapes along a path give it, and whether there are shapes to its end. */
function follow(
  root: Shape,
  path: NodePath,
): { readonly sensitivity: Sensitivity | undefined; readonly isKnown: boolean } {
  let sensitivity = root.sensitivity;
  let shape = root;
  for (const segment of path) {
    const below = shapeBelow(shape, segment);
    if (below === undefined) {
      const { mapping } = shape.accepts;
      const unknown = mapping?.kind === 'keys' && typeof segment === 'string' ? mapping.unknown : undefined;
      return { sensitivity: unknown ?? sensitivity, isKnown: false };
    }
    shape = below;
    sensitivity = shape.sensitivity ?? sensitivity;
  }
  return { sensitivity, isKnown: true };
}
