import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LayoutImage, readOnlyImage } from '../support/layout.js';
import { temporaryContext } from '../support/mopy.js';
import { projectFiles, wheel } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { buildDockerfile, buildWithMopy } from '../support/progress-builds.js';
import { startRegistry } from '../support/registry.js';
import { stepsThatRan } from '../support/steps.js';

interface MopyfileParts {
  readonly environment?: string;
  readonly label?: string;
  readonly pip?: readonly string[];
  readonly comment?: string;
}

const PIP = ['./requirements.txt', './local/', './one-1.0-py3-none-any.whl'];

const mopyfile = ({
  environment = '',
  label = 'first',
  pip = PIP,
  comment = '',
}: MopyfileParts = {}) => `#syntax=mopy/mopy:1
${comment}python: 3.11
envs: { ONE: 1${environment} }
pip: [${pip.join(', ')}]
labels: { title: ${label} }
project: app/
`;

const BASE = 'gcr.io/distroless/static-debian13:nonroot';
const MAIN = 'print(1)\n';

const files: Readonly<Record<string, string | Uint8Array>> = {
  'Mopyfile.yaml': mopyfile(),
  'requirements.txt': './two-1.0-py3-none-any.whl\n',
  'one-1.0-py3-none-any.whl': wheel('one').content,
  'two-1.0-py3-none-any.whl': wheel('two').content,
  'three-1.0-py3-none-any.whl': wheel('three').content,
  ...Object.fromEntries(Object.entries(projectFiles('local')).map(([path, text]) => [`local/${path}`, text])),
  'app/main.py': MAIN,
};

const INSTALL = 'build: install ./requirements.txt, ./local/, ./one-1.0-py3-none-any.whl with pip';
const VIRTUAL_ENVIRONMENT = 'build: make the virtual environment';
const LIBRARIES = 'build: collect the shared libraries that the dependencies load';
const CHECK = 'check: check that the dependencies load';
const IMPORTS = 'imports: check what main.py imports';
/** Both look for files that name `find_library`: of the dependencies, and of the project. */
const LIST_DEPENDENCIES = 'libraries: list the shared libraries';
const LIST_PROJECT = 'imports: list the shared libraries';
const TIE = 'program: wait for imports';
const FOLDER = 'WORKDIR /home/nonroot/app';
const COPY_PROJECT = ['project-files: read app', 'project: copy app'];
/** Copies that give files the same mode everywhere; what comes after them is the same again. */
const READ_REQUIREMENTS = [
  'requirements: read requirements.txt',
  'requirements: read two-1.0-py3-none-any.whl',
];
const READ_WHEEL = ['requirements: read one-1.0-py3-none-any.whl', ...READ_REQUIREMENTS];

/** As `dependency-layers.ts` has them. */
const [HEAVY_LAYERS, LIGHT_LAYERS] = [8, 8];

const OWNERS_FILE = 0o644;
const GROUPS_FILE = 0o664;

let context: { readonly folder: string; remove(): Promise<void> };
let daemon: PrivateDaemon;

/** The output of a build. */
const build = (...words: readonly string[]) =>
  buildWithMopy(context.folder, ['-addr', daemon.address, ...words]);

const write = (path: string, content: string | Uint8Array) => writeFile(join(context.folder, path), content);
const rewrite = (parts: MopyfileParts) => write('Mopyfile.yaml', mopyfile(parts));
const share = (path: string) => chmod(join(context.folder, path), GROUPS_FILE);

/** Changes that are made after a first build, and the steps that the next one runs again. */
const changes: Readonly<Record<string, readonly [() => Promise<void>, readonly string[]]>> = {
  nothing: [async () => undefined, []],
  'a comment in the Mopyfile': [() => rewrite({ comment: '# a comment\n' }), []],
  'a label': [() => rewrite({ label: 'another' }), []],
  "the project's code": [
    () => write('app/main.py', `${MAIN}print(2)\n`),
    ['final: add the project', 'imports: add the project', IMPORTS, LIST_PROJECT, TIE, ...COPY_PROJECT],
  ],
  "the mode of the project's file": [() => share('app/main.py'), [TIE, ...COPY_PROJECT]],
  'the mode of requirements.txt': [() => share('requirements.txt'), READ_REQUIREMENTS],
  'the mode of a wheel': [() => share('one-1.0-py3-none-any.whl'), READ_WHEEL],
  "the mode of a local package's file": [
    () => share('local/backend.py'),
    ['requirements: read local', 'requirements-tree: give files the modes that git knows', ...READ_WHEEL],
  ],
  // The files that pip installs turn out to be the same, so that no layer is made again.
  'a variable': [
    () => rewrite({ environment: ', ANOTHER: 1' }),
    [VIRTUAL_ENVIRONMENT, LIBRARIES, INSTALL, LIST_DEPENDENCIES, CHECK, IMPORTS, LIST_PROJECT],
  ],
};

describe.skipIf(!canStartDaemon())(
  "after a first build, on a daemon of its own (needs the engine's own BuildKit)",
  () => {
    beforeAll(async () => {
      context = await temporaryContext(files);
      daemon = await startPrivateDaemon();
      const ran = stepsThatRan(await build());
      expect(ran).toEqual(expect.arrayContaining([INSTALL, LIBRARIES, CHECK, 'project: copy app']));
    });
    afterEach(async () => {
      for (const [path, content] of Object.entries(files)) {
        await write(path, content);
        await chmod(join(context.folder, path), OWNERS_FILE);
      }
    });
    afterAll(async () => {
      await daemon.stop();
      await context.remove();
    });

    describe.each(Object.entries(changes))('a change of %s', (_what, [change, expected]) => {
      it('runs exactly the steps that depend on it', async () => {
        await change();
        expect(stepsThatRan(await build())).toEqual(expected.toSorted());
      });
    });

    it('a label of the command line runs nothing', async () => {
      expect(stepsThatRan(await build('-label', 'title=given'))).toEqual([]);
    });

    it('another small dependency leaves all layers as they are but one of the light ones', async () => {
      const before = await buildLayers();
      await rewrite({ pip: [...PIP, './three-1.0-py3-none-any.whl'] });
      const after = await buildLayers();
      expect(after.light.filter((layer, index) => layer !== before.light[index])).toHaveLength(1);
      expect({ ...after, light: [], ran: [] }).toEqual({ ...before, light: [], ran: [] });
      expect(after.ran.filter((name) => /^(interpreter|project|scripts): /.test(name))).toEqual([]);
    });

    it('another base image leaves all layers as they are: only the folder is made and the checks run', async () => {
      const registry = await startRegistry();
      const on = async (name: string) =>
        buildLayers('-build-context', `${BASE}=docker-image://${await pushBase(`${registry.host}/${name}`)}`);
      try {
        const [before, after] = [await on('base:first'), await on('base:second')];
        expect(after.base).not.toEqual(before.base);
        expect({ ...after, base: [], ran: [] }).toEqual({ ...before, base: [], ran: [] });
        expect(after.ran.filter((name) => !/: (add|hand on) /.test(name))).toEqual([
          CHECK,
          `imports: ${FOLDER}`,
          IMPORTS,
          LIST_PROJECT,
          LIST_DEPENDENCIES,
        ]);
      } finally {
        await registry.stop();
      }
    });
  },
);

interface Layers {
  readonly base: readonly string[];
  readonly interpreter: string | undefined;
  /** The folder, and what `WORKDIR` adds to it: nothing. */
  readonly workingDirectory: readonly (string | undefined)[];
  readonly libraries: string | undefined;
  readonly heavy: readonly string[];
  readonly light: readonly string[];
  readonly environment: string | undefined;
  readonly local: string | undefined;
  readonly project: string | undefined;
  readonly ran: readonly string[];
}

async function buildLayers(...words: readonly string[]): Promise<Layers> {
  const layout = `${context.folder}.layout`;
  try {
    const progress = await build(
      '-output',
      `type=oci,tar=false,dest=${layout},compression=uncompressed`,
      ...words,
    );
    return { ...namedLayers(await readOnlyImage(layout)), ran: stepsThatRan(progress) };
  } finally {
    await rm(layout, { recursive: true, force: true });
  }
}

function namedLayers({ layers }: LayoutImage): Omit<Layers, 'ran'> {
  const own = layers.slice(-(HEAVY_LAYERS + LIGHT_LAYERS + 7));
  const [interpreter, folder, emptyFolder, libraries, ...above] = own;
  const [environment, local, project] = above.slice(-3);
  return {
    base: layers.slice(0, -own.length),
    interpreter,
    workingDirectory: [folder, emptyFolder],
    libraries,
    heavy: above.slice(0, HEAVY_LAYERS),
    light: above.slice(HEAVY_LAYERS, -3),
    environment,
    local,
    project,
  };
}

async function pushBase(name: string): Promise<string> {
  const base = await temporaryContext({
    Dockerfile: `FROM ${BASE}\nCOPY name /name\n`,
    name,
  });
  try {
    const output = `type=image,name=${name},push=true`;
    await buildDockerfile(base.folder, base.folder, ['--output', output]);
    return name;
  } finally {
    await base.remove();
  }
}
