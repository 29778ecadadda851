import type { Report } from '../../report.js';
import type { PlacedEntry } from '../../templates/read-entries.js';

/** A label and the names that its value refers to. */
export interface LabelReferences extends PlacedEntry {
  readonly references: ReadonlySet<string>;
}

/** A label on the way from where the search began, and where its references lead that are yet to be followed. */
interface Visit {
  readonly label: LabelReferences;
  readonly open: Iterator<string>;
}

/**
 * Reports each circle of references once, at its first label. Chains may be as long as the file: the way is a list,
 * not the call stack.
 *
 * @returns the labels in an order in which each comes after those that it refers to; there is none within a circle
 */
export function reportCycles(labels: readonly LabelReferences[], report: Report): readonly LabelReferences[] {
  const byName = new Map(labels.map((label) => [label.key.text, label]));
  const finished = new Set<LabelReferences>();
  for (const label of labels) {
    if (!finished.has(label)) {
      visit(label, byName, finished, report);
    }
  }
  return [...finished];
}

function visit(
  start: LabelReferences,
  byName: ReadonlyMap<string, LabelReferences>,
  finished: Set<LabelReferences>,
  report: Report,
): void {
  const trail: Visit[] = [];
  const depths = new Map<LabelReferences, number>();
  const enter = (label: LabelReferences): void => {
    depths.set(label, trail.length);
    trail.push({ label, open: label.references.values() });
  };
  enter(start);
  for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
    const { value: name, done } = last.open.next();
    const next = done ? undefined : byName.get(name);
    const depth = next && depths.get(next);
    if (done) {
      trail.pop();
      depths.delete(last.label);
      finished.add(last.label);
    } else if (depth !== undefined) {
      reportCycle(trail, depth, report);
    } else if (next !== undefined && !finished.has(next)) {
      enter(next);
    }
  }
}

/** As many labels of a circle are shown. */
const SHOWN = 10;

function reportCycle(trail: readonly Visit[], depth: number, report: Report): void {
  const size = trail.length - depth;
  const [first, ...others] = trail.slice(depth, depth + SHOWN).map(({ label }) => label.key);
  if (first === undefined) {
    return;
  }
  const names = [first, ...others].map(({ text }) => `\`${text}\``);
  const circle = [...names, ...(size > SHOWN ? ['…'] : []), `\`${first.text}\``].join(' → ');
  report({
    code: 'circular-reference',
    message:
      size === 1
        ? `the label \`${first.text}\` refers to itself`
        : `labels refer to each other in a circle: ${circle}`,
    hint: 'write one of them without a reference to the others',
    at: first.span,
    related: others.map(({ span }) => span),
  });
}
