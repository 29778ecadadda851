// Runs an image without Docker: its layers as an overlay, and runc. Expects a mount namespace of its own, so that even
// a killed run leaves no mount behind.
//
// usage: node main.mjs LAYERS_FOLDER [OPTION…] SOURCE [ARG…]
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { parseArguments } from './arguments.mjs';
import { openImage } from './image.mjs';
import { imageVolumes } from './image-volumes.mjs';
import { unpackLayers } from './layers.mjs';
import { specificationOf } from './specification.mjs';
import { resolveUser } from './user.mjs';

const run = promisify(execFile);
const architectures = { x64: 'amd64', ia32: '386' };

async function main([layersFolder, ...words]) {
  const { options, source, command } = parseArguments(words);
  const platform = options.platform ?? `linux/${architectures[process.arch] ?? process.arch}`;
  const image = await openImage(source, platform);
  const layers = await unpackLayers(image, layersFolder);
  const bundle = await mkdtemp(join(layersFolder, 'container.'));
  const rootFolder = join(bundle, 'root');
  try {
    await mountOverlay(layersFolder, layers, bundle, rootFolder);
    const config = image.config.config ?? {};
    const user = await resolveUser(options.user ?? config.User ?? '', rootFolder);
    const hostFiles = await copyHostFiles(bundle);
    const volumes = await imageVolumes(config, rootFolder, join(bundle, 'volumes'));
    const specification = specificationOf({ config, options, command, user, rootFolder, hostFiles, volumes });
    await writeFile(join(bundle, 'config.json'), JSON.stringify(specification));
    return await runContainer(bundle);
  } finally {
    await run('umount', ['--quiet', rootFolder]).catch(() => {});
    await rm(bundle, { recursive: true, force: true });
  }
}

async function mountOverlay(layersFolder, layers, bundle, rootFolder) {
  const [upper, work] = [join(bundle, 'upper'), join(bundle, 'work')];
  await Promise.all([rootFolder, upper, work].map((folder) => mkdir(folder)));
  // The kernel refuses a folder twice; of equal layers the topmost hides the others.
  const lower = [...new Set(layers.toReversed())].join(':');
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  // The lower folders are named relative to the working directory: see unpackLayers.
  await run('mount', ['-t', 'overlay', 'overlay', '-o', options, rootFolder], { cwd: layersFolder });
}

// Copies, as Docker has them: a container that writes to its /etc/hosts must not reach the host's.
async function copyHostFiles(bundle) {
  const hostFiles = {};
  for (const path of ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']) {
    const copy = join(bundle, basename(path));
    await copyFile(path, copy).catch(() => writeFile(copy, ''));
    hostFiles[path] = copy;
  }
  return hostFiles;
}

async function runContainer(bundle) {
  const runc = spawn('runc', ['--root', join(bundle, 'runc'), 'run', '--bundle', bundle, basename(bundle)], {
    stdio: 'inherit',
  });
  // runc passes them on to the program, whose end ends this one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => runc.kill(signal));
  }
  const [code, signal] = await once(runc, 'exit');
  return code ?? 128 + constants.signals[signal];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`engine container: ${error.message}`);
  // Docker's code for "could not even start it".
  process.exitCode = 125;
}
