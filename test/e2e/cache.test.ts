import { randomUUID } from 'node:crypto';
import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line/command-line.js';
import { compile } from '../../src/compile.js';
import { folderContext } from '../../src/context/folder.js';
import { type BaseImageConfig, imageConfig } from '../../src/emit/image-config.js';
import { findStage, targetFor } from '../../src/plan/lookup.js';
import type { Plan, Platform } from '../../src/plan/plan.js';
import { imageConfigAttribute } from '../../src/solve/destination.js';
import { ensureImages } from '../support/engine.js';
import { temporaryFolder } from '../support/image.js';
import { readOnlyImage } from '../support/layout.js';
import { temporaryContext } from '../support/mopy.js';
import { wheel } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { buildDockerfile, buildWithDockerfile, buildWithMopy } from '../support/progress-builds.js';
import { stepsThatRan } from '../support/steps.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

const OWN_ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

interface Project {
  readonly folder: string;
  /** A file of which another comment makes another project or other requirements. */
  readonly touched?: string;
  /** Steps that need a host that does not exist, or is no more than a name. */
  readonly replaced?: Readonly<Record<string, string | Uint8Array>>;
  /** True when another environment makes other steps. */
  readonly installs: boolean;
  /** Flags that replace what there is no image of. */
  readonly flags?: readonly string[];
  /** Another platform than the worker's. */
  readonly architecture?: string;
}

/** Every sample and example that no foreign host has to serve. */
const projects: readonly Project[] = [
  { folder: 'test/samples/interpreter-only', installs: false },
  {
    folder: 'test/samples/paths',
    touched: 'requirements.txt',
    replaced: { 'more/base.in': 'idna\n', 'wheels/one-1.0-py3-none-any.whl': wheel('one').content },
    installs: true,
  },
  { folder: 'test/samples/project-file', touched: 'tools/report.py', installs: false },
  { folder: 'test/samples/slim', touched: 'app/main.py', installs: true },
  {
    folder: 'test/samples/values',
    installs: false,
    flags: ['-build-context', 'python:3.10-slim=docker-image://python:3.11-slim'],
  },
  { folder: 'test/samples/whole-context', touched: 'main.py', installs: true },
  { folder: 'examples/hello-world', touched: 'app/main.py', installs: false },
  { folder: 'examples/minimal', installs: true },
  { folder: 'examples/requirements.txt', touched: 'requirements.txt', installs: true },
  { folder: 'test/samples/command-alone', installs: true },
  { folder: 'test/samples/service', touched: 'app/main.py', installs: true },
  { folder: 'examples/django', touched: 'mysite/urls.py', installs: true },
  { folder: 'examples/full', touched: 'app/main.py', installs: true },
  { folder: 'test/samples/several-platforms', installs: true, architecture: '386' },
];

let daemon: PrivateDaemon | undefined;
const sharedHost = process.env['BUILDKIT_HOST'];

// On a daemon that others use, steps that they run at the same time show as running, and of several results of one
// step any may be taken: their files are the same, but not their times.
beforeAll(async () => {
  await ensureImages('python:3.11@386', 'python:3.13');
  if (!canStartDaemon()) {
    return;
  }
  daemon = await startPrivateDaemon();
  process.env['BUILDKIT_HOST'] = daemon.address;
});
afterAll(async () => {
  if (sharedHost !== undefined) {
    process.env['BUILDKIT_HOST'] = sharedHost;
  }
  await daemon?.stop();
});

describe.skipIf(!canStartDaemon()).each(projects)(
  "on a daemon of its own (needs the engine's own BuildKit) LLB and Dockerfile of $folder share one cache",
  (project) => {
    let folder: { readonly path: string; remove(): Promise<void> };
    const platform: Platform = { os: 'linux', architecture: project.architecture ?? OWN_ARCHITECTURE };
    const name = `linux/${platform.architecture}`;
    const flags = ['-platform', name, ...(project.flags ?? [])];
    const dockerfile = (...words: readonly string[]) =>
      buildWithDockerfile(folder.path, flags, ['--opt', `platform=${name}`, ...words]);

    beforeEach(async () => {
      folder = await temporaryFolder();
      await copyAnew(project, folder.path);
    });
    afterEach(() => folder.remove());

    it('when the LLB is built first', async () => {
      expectSomethingNew(project, await buildWithMopy(folder.path, flags));
      expect(stepsThatRan(await dockerfile())).toEqual([]);
    });

    it('when the Dockerfile is built first; with one config both are the same image', async () => {
      const [first, second] = [`${folder.path}.first.json`, `${folder.path}.second.json`];
      try {
        expectSomethingNew(project, await dockerfile(...imageWords(first)));
        const config = imageConfigAttribute(await configLikeDockerfile(folder.path, flags, platform));
        const again = await buildWithMopy(folder.path, [...flags, ...imageWords(second, config)]);
        expect(stepsThatRan(again)).toEqual([]);
        expect(await digestIn(second)).toBe(await digestIn(first));
      } finally {
        await Promise.all([first, second].map((file) => rm(file, { force: true })));
      }
    });
  },
);

/** A copy of a project that nobody has built before, as far as its Mopyfile and files allow. */
async function copyAnew({ folder, touched, replaced = {} }: Project, to: string): Promise<void> {
  const isSource = (path: string) => !path.includes('__pycache__');
  await cp(join(REPOSITORY, folder), to, { recursive: true, filter: isSource });
  for (const [path, content] of Object.entries(replaced)) {
    await writeFile(join(to, path), content);
  }
  const nonce = randomUUID();
  const mopyfile = join(to, 'Mopyfile.yaml');
  const text = await readFile(mopyfile, 'utf8');
  const withNonce = text.replace(/^envs:$/m, `$&\n  NONCE: ${nonce}`);
  await writeFile(mopyfile, withNonce === text ? `${text}\nenvs: { NONCE: ${nonce} }\n` : withNonce);
  if (touched !== undefined) {
    await appendFile(join(to, touched), `\n# ${nonce}\n`);
  }
}

/** Without that a cache that is shared by mere chance would not be noticed. */
function expectSomethingNew({ touched, installs }: Project, progress: string): void {
  const ran = stepsThatRan(progress);
  if (touched !== undefined) {
    expect(ran).not.toEqual([]);
  }
  expect(ran.some((name) => /^build\S*: /.test(name))).toBe(installs);
}

/** An image of uncompressed layers that is described in `metadata` and kept nowhere. */
function imageWords(metadata: string, ...attributes: readonly string[]): readonly string[] {
  const output = ['type=oci', 'dest=/dev/null', 'compression=uncompressed', ...attributes];
  return ['--output', output.join(','), '--metadata-file', metadata];
}

async function digestIn(metadata: string): Promise<string> {
  return JSON.parse(await readFile(metadata, 'utf8'))['containerimage.digest'];
}

/** The image config of a build that knows its base image, history included. */
async function configLikeDockerfile(
  folder: string,
  flags: readonly string[],
  platform: Platform,
): Promise<unknown> {
  const plan = await planOf(folder, flags);
  const { base } = findStage(plan, targetFor(plan, platform).stage);
  if (base.kind !== 'image') {
    throw new Error('the final stage has no base image');
  }
  return imageConfig(plan, platform, await baseConfig(base.image.reference, platform));
}

/** The definition that the command line makes of these flags. */
async function planOf(folder: string, flags: readonly string[]): Promise<Plan> {
  const commandLine = readCommandLine(flags, {});
  if (commandLine.kind !== 'run') {
    throw new Error('the flags run nothing');
  }
  const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
  const { plan } = await compile(
    { bytes: await readFile(join(folder, 'Mopyfile.yaml')), filename: 'Mopyfile.yaml' },
    folderContext(folder),
    {
      ...commandLine.run,
      now: new Date(),
      contextPath: 'Mopyfile.yaml',
      credentials: 'secret',
      compilerVersion: version,
    },
  );
  if (plan === undefined) {
    throw new Error('the Mopyfile is not valid');
  }
  return plan;
}

async function baseConfig(reference: string, { architecture }: Platform): Promise<BaseImageConfig> {
  const base = await temporaryContext({ Dockerfile: `FROM ${reference}\n` });
  const layout = join(base.folder, 'layout');
  const words = ['--opt', `platform=linux/${architecture}`, '--output', `type=oci,tar=false,dest=${layout}`];
  try {
    await buildDockerfile(base.folder, base.folder, words);
    return (await readOnlyImage(layout)).config;
  } finally {
    await base.remove();
  }
}
