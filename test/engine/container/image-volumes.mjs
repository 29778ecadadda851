// The volumes that an image declares, as Docker makes them when none are given: writable, and filled from the image.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folders of the host that become volumes, by their paths in the container. They lie in `folder`. */
export async function imageVolumes(config, rootFolder, folder) {
  await mkdir(folder);
  const volumes = {};
  for (const [index, path] of Object.keys(config.Volumes ?? {}).entries()) {
    await mkdir(join(rootFolder, path), { recursive: true });
    volumes[path] = join(folder, String(index));
    await run('cp', ['--archive', '--no-target-directory', join(rootFolder, path), volumes[path]]);
  }
  return volumes;
}
