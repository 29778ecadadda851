import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { runContainer } from '../support/engine.js';
import { evaluate, type ImageConfig, readConfig, runPython } from '../support/image.js';
import { sodiumExtension } from '../support/local-packages.js';
import { shell, temporaryContext } from '../support/mopy.js';

/** Tells where it was started, and that it may write there and at home. */
const PROGRAM = `
import os, pathlib, sys
for folder in (pathlib.Path("."), pathlib.Path.home()):
    (folder / "written").write_text("x")
print(sys.argv[0], os.getcwd(), os.getuid(), *sorted(os.listdir(".")))
`;

interface Case {
  readonly mopyfile: string;
  readonly files: Readonly<Record<string, string>>;
  readonly config: Pick<ImageConfig, 'Entrypoint' | 'Cmd' | 'WorkingDir'>;
  readonly printed: string;
}

const cases: Readonly<Record<string, Case>> = {
  'a folder': {
    mopyfile: 'project: ./src/my-app/',
    files: {
      'src/my-app/main.py': PROGRAM,
      'src/my-app/data/a.txt': 'a',
      'src/my-app/.env': 'x',
      other: 'x',
    },
    config: { Entrypoint: ['python'], Cmd: ['main.py'], WorkingDir: '/home/nonroot/my-app' },
    printed: 'main.py /home/nonroot/my-app 65532 data main.py written',
  },
  'a file': {
    mopyfile: 'project: tools/report.py',
    files: { 'tools/report.py': PROGRAM, 'tools/other.py': '' },
    config: { Entrypoint: ['python'], Cmd: ['/home/nonroot/report.py'], WorkingDir: '/home/nonroot' },
    printed: '/home/nonroot/report.py /home/nonroot 65532 report.py written',
  },
  'the whole context': {
    mopyfile: 'project: .',
    files: { 'main.py': PROGRAM, 'lib/a.py': '', 'lib/__pycache__/a.pyc': '', '.git/HEAD': '', 'b.pyc': '' },
    config: { Entrypoint: ['python'], Cmd: ['main.py'], WorkingDir: '/home/nonroot/app' },
    printed: 'main.py /home/nonroot/app 65532 lib main.py written',
  },
  'a file on slim': {
    mopyfile: 'base: slim\nproject: report.py',
    files: { 'report.py': PROGRAM },
    config: { Entrypoint: ['python'], Cmd: ['/home/nonroot/report.py'], WorkingDir: '/home/nonroot' },
    printed: '/home/nonroot/report.py /home/nonroot 65532 report.py written',
  },
  'a folder on slim': {
    mopyfile: 'base: slim\nproject: app',
    files: { 'app/main.py': PROGRAM },
    config: { Entrypoint: ['python'], Cmd: ['main.py'], WorkingDir: '/home/nonroot/app' },
    printed: 'main.py /home/nonroot/app 65532 main.py written',
  },
};

describe.each(Object.entries(cases))(
  'a project that is %s',
  (_name, { mopyfile, files, config, printed }) => {
    const built = builtImage({ 'Mopyfile.yaml': `python: 3.11\n${mopyfile}\n`, ...files });

    it('is started by running the image', async () => {
      expect(await runContainer(built.tar)).toEqual({ exitCode: 0, stdout: printed, stderr: '' });
    });

    it('is started for any other user, who may write too', async () => {
      const { exitCode, stdout } = await runContainer(built.tar, [], {
        user: '12345',
        dropCapabilities: true,
      });
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: printed.replace('65532', '12345') });
    });

    it('has this command, working directory and user', async () => {
      expect(await readConfig(built.tar)).toMatchObject({ ...config, User: '65532:65532' });
    });
  },
);

describe('an image without a project', () => {
  const built = builtImage({
    'Mopyfile.yaml': 'python: 3.11\nenvs: {GREETING: "it\'s $HOME \\"quoted\\""}\n',
  });

  it('is an interpreter', async () => {
    const config = await readConfig(built.tar);
    expect(config).toMatchObject({
      Entrypoint: ['python'],
      WorkingDir: '/home/nonroot',
      User: '65532:65532',
    });
    expect(config.Cmd ?? []).toEqual([]);
    expect(await evaluate(built.tar, '[os.getcwd(), os.environ["GREETING"]]', ['os'])).toEqual([
      '/home/nonroot',
      'it\'s $HOME "quoted"',
    ]);
  });

  it('runs a program of the standard library', async () => {
    const { exitCode, stdout } = await runContainer(built.tar, ['-m', 'json.tool', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('usage:');
  });

  it('has neither a shell nor what installs packages', async () => {
    const programs = '[p for f in os.environ["PATH"].split(":") if os.path.isdir(f) for p in os.listdir(f)]';
    expect(((await evaluate(built.tar, programs, ['os'])) as string[]).toSorted()).toEqual([
      'python',
      'python3',
      'python3.11',
    ]);
    const found = '[importlib.util.find_spec(n) is not None for n in ("pip", "setuptools", "ensurepip")]';
    expect(await evaluate(built.tar, found, ['importlib.util'])).toEqual([false, false, false]);
  });

  it('holds compiled modules alone, with no cache to be written', async () => {
    const program = 'import json, os; print(os.path.exists(json.__cached__), json.__cached__)';
    expect(await runPython(built.tar, program)).toMatch(/^True \/usr\/local\/lib\/python3\.11\/json\//);
  });
});

describe('an image on slim', () => {
  const built = builtImage({
    'Mopyfile.yaml':
      'python: 3.11\nbase: slim\nbuild-deps: [libsodium-dev]\npip: [tabulate==0.9.0, ./sodium]\nproject: app\n',
    ...sodiumExtension('sodium'),
    'app/main.py':
      'import subprocess; subprocess.run("tabulate --help | grep Usage:; id", shell=True, check=True)',
  });

  it('has a shell, console scripts and the same user by name', async () => {
    const { exitCode, stdout, stderr } = await runContainer(built.tar);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: tabulate/);
    expect(stdout).toContain('uid=65532(nonroot) gid=65532(nonroot)');
  });

  it('has a library that came with a build dependency, and no more of it', async () => {
    expect(await evaluate(built.tar, 'sodium.value()', ['sodium'])).toMatch(/^1\.\d+\.\d+$/);
    const programs = '[shutil.which(name) for name in ("cc", "dpkg")]';
    expect(await evaluate(built.tar, programs, ['shutil'])).toEqual([null, '/usr/bin/dpkg']);
  });

  it('has an entry for that user', async () => {
    expect(await evaluate(built.tar, 'list(pwd.getpwuid(os.getuid()))', ['os', 'pwd'])).toEqual([
      'nonroot',
      expect.any(String),
      65532,
      65532,
      expect.any(String),
      '/home/nonroot',
      '/sbin/nologin',
    ]);
    expect(await evaluate(built.tar, 'pwd.getpwnam("root").pw_uid', ['pwd'])).toBe(0);
  });

  it('has the environment of a distroless one', async () => {
    expect((await readConfig(built.tar)).Env).toEqual([
      'PATH=/opt/venv/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
      'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
      'LANG=C.UTF-8',
      'HOME=/home/nonroot',
      'USER=nonroot',
      'PYTHONUNBUFFERED=1',
    ]);
  });
});

describe('LLB piped without an image configuration', () => {
  it('gives an image whose files are right', async () => {
    const context = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.11\nproject: app\n',
      'app/main.py': PROGRAM,
    });
    onTestFinished(() => context.remove());
    await chmod(join(context.folder, 'app/main.py'), 0o600);
    const line =
      'mopy -llb | buildctl build --local context=. --output "type=docker,name=app,dest=image.tar"';
    const build = await shell(line, { cwd: context.folder });
    const image = join(context.folder, 'image.tar');
    const ran = await runContainer(image, ['main.py'], {
      user: '65532:65532',
      entrypoint: '/usr/local/bin/python',
      workingDirectory: '/home/nonroot/app',
      environment: { HOME: '/home/nonroot' },
    });
    expect(build.stderr).toContain('$(mopy -image-config)');
    expect(ran).toEqual({
      exitCode: 0,
      stdout: 'main.py /home/nonroot/app 65532 main.py written',
      stderr: '',
    });
  });
});
