import { normalizedName } from '../../../basics/normalized-name.js';
import type { VisibleContext } from '../../../context/context.js';
import { closest } from '../../did-you-mean.js';
import type { LocalRequirement, Requirement } from '../../mopyfile.js';
import type { Violation } from '../../report.js';
import { localTail, readLocalPyproject } from './local-pyproject.js';

/** Warnings about extras that a project of the context does not have: pip passes over them with one line among many. */
export async function missingExtras(
  requirements: readonly Requirement[],
  visible: VisibleContext,
): Promise<readonly Violation[]> {
  const local = requirements.flatMap((entry) => (entry.kind === 'lock' ? entry.further : [entry]));
  const found = await Promise.all(
    local.map((entry) => (entry.kind === 'local' ? missingOf(entry, visible) : [])),
  );
  return found.flat();
}

async function missingOf(entry: LocalRequirement, visible: VisibleContext): Promise<readonly Violation[]> {
  const { extras = [] } = localTail(entry) ?? {};
  const { pyproject, source } =
    (extras.length > 0 && (await readLocalPyproject(entry.path.path, visible))) || {};
  const known = pyproject?.extras;
  if (known === undefined || source === undefined) {
    return [];
  }
  return extras
    .filter((name) => !known.has(normalizedName(name)))
    .map((name) => ({
      code: 'pip-extra',
      severity: 'warning',
      message: `\`${source.filename}\` has no extra \`${name}\``,
      hint: hintFor(name, [...known.keys()]),
      at: entry.location.span,
    }));
}

function hintFor(name: string, known: readonly string[]): string {
  const suggestion = closest(name, known);
  if (suggestion !== undefined) {
    return `did you mean \`${suggestion}\`?`;
  }
  return known.length === 0
    ? 'it has none at all: take it out, or add it under `[project.optional-dependencies]`'
    : `it has ${known.map((one) => `\`${one}\``).join(', ')}`;
}
