// Licences of the packages that a bundle of this repository contains, and a CycloneDX list of them for scanners.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * Describes what bundles contain: the content of `licences.txt` and of `mopy.cdx.json`, which scanners of file systems
 * look for by that ending.
 *
 * @param metafile esbuild's account of the bundles
 */
export async function describeContents(root, metafile) {
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap(
      (input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
    ),
  );
  return {
    licences: await licences(root, [...folders].sort()),
    components: await components(root, metafile),
  };
}

/** The licences of bundled packages ask that their text comes along. */
async function licences(root, folders) {
  const texts = folders.map(async (folder) => {
    const files = (await readdir(resolve(root, folder))).filter((name) => /^(licen[cs]e|notice)/i.test(name));
    const { name, version, license } = JSON.parse(
      await readFile(resolve(root, folder, 'package.json'), 'utf8'),
    );
    const contents = await Promise.all(files.map((file) => readFile(resolve(root, folder, file), 'utf8')));
    return [`${name} ${version} (${license})`, ...contents.map((text) => text.trim())].join('\n\n');
  });
  return `${(await Promise.all(texts)).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The list as the CycloneDX tool for esbuild makes it. The same bundles give the same list. */
async function components(root, metafile) {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-components-'));
  try {
    const input = join(folder, 'metafile.json');
    // yaml's folder of ES modules has a package.json of its own, which names no package. Beside it lie the same files.
    const text = JSON.stringify(metafile).replaceAll(/(node_modules\/yaml\/)browser\/(dist\/)?/g, '$1dist/');
    await writeFile(input, text);
    const tool = join(root, 'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [tool, '--output-reproducible', '--build-working-dir', root, input],
      { maxBuffer: 1 << 26 },
    );
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
