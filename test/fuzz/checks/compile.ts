import type { Diagnostic } from '../../../src/source/diagnostic.js';
import { type CompileInput, SECRET } from '../input.js';
import type { Oracle } from '../oracle.js';
import { compareWithBuildkit } from './buildkit.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { isTooLong, measured } from './seconds.js';

/** A Mopyfile gets diagnostics or a plan, the same each time, and what is made of the plan is what BuildKit makes of it. */
export async function checkCompilation(input: CompileInput, oracle?: Oracle): Promise<string | undefined> {
  const { result: outcome, seconds } = await measured(() => outcomeOf(input));
  return (
    ((await isTooLong(seconds)) ? `takes ${seconds.toFixed(1)} s` : undefined) ??
    faultOfDiagnostics(outcome) ??
    leak(outcome, input.credentials) ??
    difference(outcome, await outcomeOf(input)) ??
    (outcome.built && oracle && (await compareWithBuildkit(outcome.built, oracle)))
  );
}

function faultOfDiagnostics({ compilation: { plan, diagnostics }, printed }: Outcome): string | undefined {
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  if (hasErrors === (plan !== undefined)) {
    return plan ? `a plan beside errors:\n${printed}` : `neither a plan nor an error:\n${printed}`;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be printed
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.exec(
    printed,
  );
  if (control !== null) {
    return `prints U+${control[0].charCodeAt(0).toString(16)}:\n${printed}`;
  }
  return diagnostics.map(faultOfDiagnostic).find((fault) => fault !== undefined);
}

function faultOfDiagnostic({ code, message, locations }: Diagnostic): string | undefined {
  if (message === '' || message.endsWith('.')) {
    return `a message with a full stop: ${JSON.stringify(message)}`;
  }
  for (const { source, span } of locations) {
    if (!(0 <= span.start && span.start <= span.end && span.end <= source.text.length)) {
      return `${code} stands at ${span.start}-${span.end} of ${source.text.length}`;
    }
  }
  return undefined;
}

/** Messages, labels and the image's configuration never tell a credential; the build's definition in no secret mode. */
function leak({ printed, built }: Outcome, mode: CompileInput['credentials']): string | undefined {
  const texts: Record<string, string> = { diagnostics: printed };
  if (built) {
    texts['image configuration'] = JSON.stringify(built.image);
    if (mode === 'secret') {
      texts['Dockerfile'] = built.dockerfile;
      texts['LLB'] = Buffer.from(built.llb).toString('latin1');
    }
  }
  const told = Object.entries(texts).find(([, text]) => text.includes(SECRET));
  return told && `a credential in the ${told[0]}:\n${excerpt(told[1], told[1].indexOf(SECRET))}`;
}

function difference(first: Outcome, second: Outcome): string | undefined {
  const isSame =
    first.printed === second.printed &&
    first.built?.dockerfile === second.built?.dockerfile &&
    Buffer.compare(first.built?.llb ?? Buffer.of(), second.built?.llb ?? Buffer.of()) === 0 &&
    JSON.stringify(first.built?.image) === JSON.stringify(second.built?.image);
  return isSame ? undefined : 'two runs differ';
}

function excerpt(text: string, index: number): string {
  return text.slice(Math.max(0, index - 200), index + 100);
}
