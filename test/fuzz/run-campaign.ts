import fc from 'fast-check';
import type { FuzzInput } from './input.js';
import type { WorkerProcess } from './worker-process.js';

/** How long an input that fails is made smaller. */
const SHRINK_SECONDS = 30;

/** An input at which something is wrong, as small as it could be made. */
export interface Finding {
  readonly input: FuzzInput;
  readonly fault: string;
}

export interface CampaignOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Faults that were found before, by `kindOf`; grows. */
  readonly known: Set<string>;
  readonly worker: WorkerProcess;
}

/** Tries generated inputs until the time is over. Each kind of fault is found once. */
export async function runCampaign(
  inputs: fc.Arbitrary<FuzzInput>,
  { seed, seconds, known, worker }: CampaignOptions,
): Promise<{ readonly count: number; readonly findings: readonly Finding[] }> {
  const end = performance.now() + seconds * 1000;
  const findings: Finding[] = [];
  let count = 0;
  for (let round = seed; performance.now() < end; round += 1) {
    const untilEnd = fc.asyncProperty(inputs, async (input) => {
      if (performance.now() >= end) {
        throw new TimeOver();
      }
      failOn({ input, fault: await worker.try(input) }, (kind) => !known.has(kind));
    });
    const run = await fc.check(untilEnd, {
      seed: round,
      numRuns: Number.MAX_SAFE_INTEGER,
      endOnFailure: true,
    });
    count += run.numRuns;
    const found = findingOf(run);
    if (found) {
      known.add(kindOf(found));
      findings.push(
        await smallest(inputs, worker, found, { seed: round, path: run.counterexamplePath ?? '' }),
      );
    }
  }
  return { count, findings };
}

/** Looks for a smaller input with the same kind of fault. */
async function smallest(
  inputs: fc.Arbitrary<FuzzInput>,
  worker: WorkerProcess,
  found: Finding,
  parameters: { readonly seed: number; readonly path: string },
): Promise<Finding> {
  const end = performance.now() + SHRINK_SECONDS * 1000;
  const property = fc.asyncProperty(inputs, async (input) => {
    if (performance.now() < end) {
      failOn({ input, fault: await worker.try(input) }, (kind) => kind === kindOf(found));
    }
  });
  return findingOf(await fc.check(property, { ...parameters, numRuns: 1 })) ?? found;
}

function failOn(
  { input, fault }: { readonly input: FuzzInput; readonly fault: string | undefined },
  isMeant: (kind: string) => boolean,
): void {
  if (fault !== undefined && isMeant(kindOf({ input, fault }))) {
    throw new Fault(fault);
  }
}

class Fault extends Error {}
class TimeOver extends Error {}

function findingOf({ counterexample, errorInstance }: fc.RunDetails<[FuzzInput]>): Finding | undefined {
  return counterexample && errorInstance instanceof Fault
    ? { input: counterexample[0], fault: errorInstance.message }
    : undefined;
}

/** Equal for faults with one cause, as far as can be told: by where it was thrown or what it is called. Large files are told apart by their text. */
function kindOf({ fault, input }: Finding): string {
  if (input.kind === 'size') {
    return JSON.stringify([input.path, input.head, input.unit]);
  }
  const frame = /^ +at .*$/m.exec(fault)?.[0] ?? '';
  return `${(fault.split(/[:\n]/, 1)[0] ?? '').replace(/\d+(\.\d+)?/g, 'N').slice(0, 60)}${frame}`;
}
