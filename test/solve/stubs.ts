import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, execaSync } from 'execa';

/** The built command line. */
export const BIN = fileURLToPath(new URL('../../bin/mopy.js', import.meta.url));

/** Programs that scripts of stand-ins use; nothing else is on their PATH. */
const TOOLS = ['sh', 'bash', 'cat', 'env', 'sleep', 'mktemp', 'rm', 'dirname', 'cp'];

/** A folder to work in, with programs of our own as the only ones on PATH. */
export interface Stubs {
  readonly folder: string;
  /** Everything that stand-ins noted, by file name. */
  notes(): Promise<Readonly<Record<string, string>>>;
  /** Drops the notes. */
  forget(): Promise<void>;
  /** Temporary folders that were left behind. */
  leftovers(): Promise<readonly string[]>;
  readonly environment: Readonly<Record<string, string>>;
  start(
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): ReturnType<typeof mopyProcess>;
  remove(): Promise<void>;
}

/** Answers as a worker does whose first platform is arm64. */
export const WORKERS = `case "$*" in *"debug workers"*) echo '[{"platforms":[{"architecture":"arm64","os":"linux"}]}]'; exit;; esac`;

/** Notes arguments one a line, the environment and standard input. */
export const NOTE = `printf '%s\\n' "$@" > "$NOTES/$me.arguments"; env > "$NOTES/$me.environment"; cat > "$NOTES/$me.input"`;

/**
 * Makes stand-ins: shell scripts by the names of the programs that they are. `$me` is their name, `$NOTES` a folder.
 *
 * @param files of the working folder, beside a Mopyfile
 */
export async function makeStubs(
  scripts: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<Stubs> {
  const root = await mkdtemp(join(tmpdir(), 'mopy-stubs-'));
  const [programs, notes, temporary, folder] = ['bin', 'notes', 'tmp', 'My Project'].map((name) =>
    join(root, name),
  );
  if (!programs || !notes || !temporary || !folder) {
    throw new Error('no folders');
  }
  for (const path of [programs, notes, temporary, folder]) {
    await mkdir(path);
  }
  for (const tool of TOOLS) {
    await symlink(pathOf(tool), join(programs, tool));
  }
  for (const [name, script] of Object.entries(scripts)) {
    const path = join(programs, name);
    await writeFile(path, `#!/bin/sh\nme=${name}\n${script}\n`);
    await chmod(path, 0o755);
  }
  const all = {
    'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.13\nproject: main.py\n',
    'main.py': '',
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    await writeFile(join(folder, name), content);
  }
  const environment = { PATH: programs, NOTES: notes, TMPDIR: temporary, HOME: root };
  return {
    folder,
    environment,
    notes: () => readAll(notes),
    forget: async () => {
      for (const name of await readdir(notes)) {
        await rm(join(notes, name));
      }
    },
    leftovers: () => readdir(temporary),
    start: (words, more = {}) => mopyProcess(words, folder, { ...environment, ...more }),
    remove: () => rm(root, { recursive: true }),
  };
}

function mopyProcess(words: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  return execa(process.execPath, [BIN, ...words], {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  });
}

function pathOf(tool: string): string {
  return execaSync('sh', ['-c', `command -v ${tool}`]).stdout;
}

async function readAll(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder);
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  return Object.fromEntries(names.map((name, index) => [name, contents[index] ?? '']));
}

/** Answers as buildctl with a daemon. */
export const BUILDCTL = `${WORKERS}\n${NOTE}`;

/** Answers as Docker with a daemon, with buildx, and as a program that takes images. */
export const DOCKER = `case "$*" in version*|"buildx version"|"buildx inspect"*) exit;; esac\n${NOTE}; echo said by docker`;
