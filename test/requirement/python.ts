import { spawnSync } from 'node:child_process';

/** The Python to compare with, or undefined when there is none in which these statements run. */
export function pythonWith(statements: string): string | undefined {
  const { status } = spawnSync('python3', ['-c', statements], { stdio: 'ignore' });
  return status === 0 ? 'python3' : undefined;
}

/** Runs a script that reads JSON from standard input and writes JSON. */
export function runPython(python: string, script: string, input: unknown, folder?: string): unknown {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}
