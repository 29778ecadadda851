import type { IncludedReference } from '../../../context/requirements/included.js';
import { variableReferences } from '../../../requirement/variable-references.js';
import type { KeyInput } from '../../key.js';
import type { Requirement, SecretReference, SensitiveText } from '../../mopyfile.js';

/** The variables that the URLs of an entry refer to, and those of what it brings along. */
export function ownReferences(entry: Requirement): readonly IncludedReference[] {
  return textsOf(entry).flatMap((text) =>
    variableReferences(text.map((part) => part.text).join('')).map((reference) => ({
      reference,
      location: entry.location,
    })),
  );
}

function textsOf(entry: Requirement): readonly SensitiveText[] {
  switch (entry.kind) {
    case 'lock':
      // Those of a file are known with their places in it.
      return entry.options !== undefined
        ? []
        : [...entry.locked.map(({ text }) => text), ...entry.further.flatMap(textsOf)];
    case 'local':
      return (entry.dependencies ?? []).map(({ text }) => text);
    case 'requirements-file':
      return [];
    default:
      return [entry.text];
  }
}

/**
 * The references that a secret of the build answers: those that `envs` does not. pip would keep the literal text of a variable
 * that is not there, and ask other indices.
 */
export function secretReferences(
  found: readonly IncludedReference[],
  { above, reportElsewhere }: Pick<KeyInput, 'above' | 'reportElsewhere'>,
): readonly SecretReference[] {
  const known = new Set(above.environment?.map(({ name }) => name));
  const unknown = found.filter(({ reference }) => !known.has(reference.name));
  reportElsewhere(
    unknown
      .filter(({ reference }) => !reference.isCredential)
      .map(({ reference: { name }, location }) => ({
        code: 'requirements-variable',
        severity: 'error',
        message: `\`\${${name}}\` can be a user name or a password of an http URL, and nothing else of a URL`,
        hint: `write the rest of the URL as it is, or give \`${name}\` under \`envs\` when it is no secret`,
        locations: [location],
      })),
  );
  return unknown.map(({ reference: { name, address, isGit }, location }) => ({
    name,
    address,
    isGit,
    location,
  }));
}
