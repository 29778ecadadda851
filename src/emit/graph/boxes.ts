import { unique } from '../../basics/unique.js';
import type { CopyStep, Step } from '../../plan/plan.js';

/** A step that has a name. */
export type TitledStep = Extract<Step, { readonly title: string }>;

/** Steps that are drawn as one box. */
export type Box = readonly [TitledStep, ...TitledStep[]];

/**
 * Steps by boxes: one each, but for files that are written one after the other and for copies of one stage's folders, as far as
 * no entry of the Mopyfile asks for them. An image with packages has some twenty of these copies, in each stage that looks like it.
 */
export function boxesOf(steps: readonly Step[]): readonly Box[] {
  const found: [TitledStep, ...TitledStep[]][] = [];
  for (const step of steps.filter((one): one is TitledStep => 'title' in one)) {
    const last = found.at(-1);
    if (last !== undefined && foldedWith(last[0]) !== undefined && foldedWith(last[0]) === foldedWith(step)) {
      last.push(step);
    } else {
      found.push([step]);
    }
  }
  return found;
}

/** The same for steps that share a box; undefined for one that has its own. */
function foldedWith(step: TitledStep): string | undefined {
  if (step.locations.length > 0) {
    return undefined;
  }
  if (step.kind === 'copy' && step.from.kind === 'stage') {
    return `copy ${step.from.name}`;
  }
  return step.kind === 'write' ? 'write' : undefined;
}

/** Names of the steps of a box: files by their number, numbered layers by their last number. */
export function titlesOf(box: Box): readonly string[] {
  const files = box.flatMap((step) => (step.kind === 'write' ? step.files : []));
  if (files.length > 1) {
    return [`write ${files.length} files`];
  }
  const folders = box.filter((step) => step.kind === 'copy' && step.files !== undefined);
  if (folders.length > 1) {
    return [`take the programs of ${folders.length} steps`];
  }
  return unique(box.map(({ title }) => title.replace(/ \(\d+ of (\d+)\)$/, ' ($1 layers)')));
}

/** The folders that copies of one stage take: the uppermost ones, once each. */
export function foldersTaken(steps: readonly CopyStep[]): string {
  const [first, ...more] = steps.map(({ source }) => source);
  const folders = more.length === 0 ? [first ?? '.'] : steps.map(({ source }) => source.split('/')[0] ?? '');
  return unique(folders.map((folder) => (folder === '.' ? 'all' : folder))).join(', ');
}
