import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Debian's package `libfaketime` keeps it here, for each architecture. */
const LIBRARY = /^\/.*\/libfaketime\.so\.1$/m;

/** In a step, where nothing of it stays: `/dev` is a file system of its own. */
const MOUNTED = '/dev/shifted-clock';

/**
 * Writes a stand-in for runc into a daemon's folder, and returns its path: the programs of every step are told another
 * day by libfaketime, which the stand-in mounts and has loaded. The times that the kernel gives to files stay the
 * machine's: nobody can shift those for a single process. The daemon keeps the machine's clock too: programs in Go ask the
 * kernel, not the library.
 *
 * @param offset As libfaketime reads it in `FAKETIME`, such as `+3d`.
 */
export async function writeShiftedRunc(
  folder: string,
  offset: string,
  packageFiles: string,
): Promise<string> {
  const library = LIBRARY.exec(packageFiles)?.[0];
  if (library === undefined) {
    throw new Error('libfaketime is not installed');
  }
  const path = join(folder, 'runc-of-another-day');
  const edit = join(folder, 'shift-clock.cjs');
  await copyFile(library, join(folder, 'libfaketime.so.1'));
  await writeFile(edit, editOf(join(folder, 'libfaketime.so.1'), offset));
  await writeFile(path, `#!/bin/sh\nset -e\n'${process.execPath}' '${edit}' "$@"\nexec runc "$@"\n`, {
    mode: 0o755,
  });
  return path;
}

/** The program that changes the `config.json` of the bundle that runc is about to run (OCI runtime specification). */
function editOf(library: string, offset: string): string {
  const mount = { destination: MOUNTED, type: 'bind', source: library, options: ['bind', 'ro'] };
  const variables = [
    `LD_PRELOAD=${MOUNTED}`,
    `FAKETIME=${offset}`,
    // Python's `os.stat` has to see what `os.utime` has set.
    'NO_FAKE_STAT=1',
  ];
  return `const { readFileSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
const at = words.indexOf('--bundle');
if (at >= 0) {
  const path = words[at + 1] + '/config.json';
  const config = JSON.parse(readFileSync(path, 'utf8'));
  config.process.env.push(...${JSON.stringify(variables)});
  config.mounts.push(${JSON.stringify(mount)});
  writeFileSync(path, JSON.stringify(config));
}
`;
}
