import type { CompileInput, SizeInput } from '../input.js';
import { outcomeOf } from './outcome.js';

/** Limits for any input of 1 MiB. */
const SECONDS = 2;
const MEBIBYTES = 300;

/** Leads to each kind of file that is read. */
const MOPYFILE = 'python: 3.13\npip: [./requirements.txt, numpy]\nproject: app\n';

/** A large file takes no more than the limits. Meant for a process of its own: memory is the process's peak. */
export async function checkSize(input: SizeInput): Promise<string | undefined> {
  const text = textOf(input);
  const [startedAt, usageBefore] = [performance.now(), process.cpuUsage()];
  await outcomeOf(compileInput(input.path, text));
  const { user, system } = process.cpuUsage(usageBefore);
  // A busy machine makes the clock run ahead of the work; the compiler's helper threads make the work run ahead of the clock.
  const seconds = Math.min(performance.now() - startedAt, (user + system) / 1000) / 1000;
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  if (seconds > SECONDS || mebibytes > MEBIBYTES) {
    return `${seconds.toFixed(1)} s and ${Math.round(mebibytes)} MiB for ${text.length} characters`;
  }
  return undefined;
}

function textOf({ head, unit, tail, bytes }: SizeInput): string {
  const room = bytes - Buffer.byteLength(head + tail);
  return head + unit.repeat(Math.max(0, Math.floor(room / Math.max(1, Buffer.byteLength(unit))))) + tail;
}

function compileInput(path: string, text: string): CompileInput {
  const files = { 'requirements.txt': 'numpy\n', 'app/main.py': '', [path]: text };
  return {
    kind: 'compile',
    mopyfile: path === 'Mopyfile.yaml' ? text : MOPYFILE,
    files,
    credentials: 'secret',
    platforms: [],
    labels: {},
  };
}
