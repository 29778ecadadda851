import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { build, WAYS } from '../support/builds.js';
import { builtImage } from '../support/built-image.js';
import { runContainer } from '../support/engine.js';
import { readConfig, temporaryFolder } from '../support/image.js';
import { mopy, type Result, temporaryContext } from '../support/mopy.js';

const PYTHON = 'python: 3.11\n';

/** Output and exit code of a build of these files. */
async function attempt(files: Readonly<Record<string, string>>): Promise<Result> {
  const context = await temporaryContext(files);
  const output = await temporaryFolder();
  try {
    return await mopy(['-output', `type=oci,dest=${join(output.path, 'image.tar')}`], {
      cwd: context.folder,
    });
  } finally {
    await Promise.all([context.remove(), output.remove()]);
  }
}

/** Prints its words, and the variables that tests set. */
const SHOW = 'import json, os, sys\nprint(json.dumps([sys.argv[1:], os.environ.get("MODE"), os.getcwd()]))\n';

describe('a command', () => {
  const built = builtImage({
    'Mopyfile.yaml': `${PYTHON}project: [tools/, README]\ncommand: python tools/show.py "two words" '$HOME'\n`,
    'tools/show.py': SHOW,
    README: 'x',
  });

  it('is what the image runs, in the folder of the listed files', async () => {
    const { stdout } = await runContainer(built.tar);
    expect(JSON.parse(stdout)).toEqual([['two words', '$HOME'], null, '/home/nonroot/app']);
  });

  it('gives way to other words', async () => {
    const words = ['python', '-c', 'import os; print(sorted(os.listdir("/home/nonroot/app")))'];
    expect(await runContainer(built.tar, words)).toMatchObject({ stdout: "['README', 'tools']" });
  });

  it('is the whole configuration: there is no entrypoint', async () => {
    const config = await readConfig(built.tar);
    expect(config).not.toHaveProperty('Entrypoint');
    expect(config.Cmd).toEqual(['python', 'tools/show.py', 'two words', '$HOME']);
  });
});

/** A list in YAML, which wants some characters escaped that JSON takes as they are. */
function yamlList(words: readonly string[]): string {
  return JSON.stringify(words).replace(
    /[\u007f-\u00a0\u2028]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

describe.each(WAYS)('words arrive unchanged by %s', (way) => {
  const WORDS = [
    '',
    ' ',
    '<<EOF',
    '$HOME ${HOME} $$',
    '\\ \\n \\\\',
    'a\nb\n',
    '"double" \'single\' `back`',
    'grüße 日本語 😀 \u00a0 \u2028 \u007f',
    '# no comment',
    '--flag=value',
    'NAME=value',
    '*.py ~ | && ;',
    '\t',
  ];

  it('to the command, to `prepare` and to `checks`', async () => {
    const compare = `import json, sys; assert sys.argv[1:] == json.loads(${JSON.stringify(JSON.stringify(WORDS))}), sys.argv[1:]`;
    const command = yamlList(['python', '-c', compare, ...WORDS]);
    const context = await temporaryContext({
      'Mopyfile.yaml': `${PYTHON}command: ${command}\nprepare: [${command}]\nchecks: [${command}]\nproject: main.py\n`,
      'main.py': '',
    });
    const folder = await temporaryFolder();
    const { exitCode, tar, stderr } = await build(way, { context: context.folder, folder: folder.path });
    expect(exitCode, stderr).toBe(0);
    expect(await runContainer(tar)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    await Promise.all([context.remove(), folder.remove()]);
  });
});

describe('a program that is not in the image', () => {
  it('fails the build at the command, and names the closest one', async () => {
    const { exitCode, stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}pip: [pyyaml, pygments==2.19.2]\ncommand: pygmentise x\n`,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'error: there is no program `pygmentise` in the image: did you mean `pygmentize`?',
    );
    expect(stderr).toContain('3 | >>> command: pygmentise x');
  });

  it('fails `prepare` and `checks` at their lines', async () => {
    const { stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}project: main.py\nprepare:\n  - python -V\n  - nothing\n`,
      'main.py': '',
    });
    expect(stderr).toContain('error: there is no program `nothing` in the image');
    expect(stderr).toContain('5 | >>>   - nothing');
  });
});

describe('prepare', () => {
  // A step that is cached says nothing.
  const built = builtImage({
    'Mopyfile.yaml': `${PYTHON}base: slim
project: [app/]
command: python app/main.py
envs: {SITE: home, RUN: ${randomUUID()}}
prepare:
  - MODE=first python app/write.py one
  - MODE=second SITE=other python app/write.py two
  - python -c "import os; os.remove('app/old'); open('/var/tmp/x', 'w'); open('/tmp/y', 'w'); os.mkdir('empty')"
checks:
  - python -c "assert open('made/one').read() == 'first home 0', open('made/one').read()"
`,
    'app/main.py': `
import os
for folder, folders, files in sorted(os.walk("/home/nonroot")):
    for name in sorted(folders + files):
        path = os.path.join(folder, name)
        status = os.lstat(path)
        print(path[14:], status.st_uid, status.st_gid, oct(status.st_mode & 0o7777))
`,
    'app/write.py': `
import os, sys
os.makedirs("made", exist_ok=True)
earlier = len(os.listdir("made"))
with open("made/" + sys.argv[1], "w") as file:
    file.write("%s %s %d" % (os.environ["MODE"], os.environ["SITE"], earlier))
if sys.argv[1] == "two":
    os.symlink("one", "made/link")
`,
    'app/old': 'x',
  });

  it('adds what its commands write at home, as the project is', async () => {
    const { stdout } = await runContainer(built.tar);
    expect(stdout.split('\n')).toEqual([
      'app 65532 0 0o775',
      'app/app 65532 0 0o775',
      'app/empty 65532 0 0o775',
      'app/made 65532 0 0o775',
      'app/app/main.py 65532 0 0o775',
      'app/app/old 65532 0 0o775',
      'app/app/write.py 65532 0 0o775',
      'app/made/link 65532 0 0o777',
      'app/made/one 65532 0 0o664',
      'app/made/two 65532 0 0o664',
    ]);
  });

  it('runs in order, each command with variables of its own', async () => {
    const words = ['python', '-c', 'print(open("made/one").read(), open("made/two").read())'];
    expect(await runContainer(built.tar, words)).toMatchObject({ stdout: 'first home 0 second other 1' });
  });

  it('says what does not become part of the image', () => {
    expect(built.log).toContain('warning: /var/tmp/x was written, which does not become part of the image');
    expect(built.log).toContain('note: /home/nonroot/app/app/old was deleted');
    expect(built.log).not.toContain('/tmp/y was written');
  });

  it('fails the build at its line, with its output', async () => {
    const { exitCode, stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}project: main.py\nprepare:\n  - python -c "print('reason'); raise SystemExit(3)"\n`,
      'main.py': '',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/reason\n[\d.# ]*error: `python` failed with exit code 3/);
    expect(stderr).toContain('4 | >>>   - python -c');
  });
});

describe('checks', () => {
  it.each([
    ['a failure', '  - python -c "raise SystemExit(2)"\n', 'error: `python` failed with exit code 2'],
    [
      'too much time',
      '  - run: [python, -c, "import time; time.sleep(60)"]\n    timeout: 1\n',
      'error: `python` did not end within 1 s',
    ],
    ['writing at home', "  - python -c \"open('x', 'w')\"\n", 'Read-only file system'],
    ['writing beside the home folder', "  - python -c \"open('/home/x', 'w')\"\n", 'Read-only file system'],
    [
      'the network',
      '  - python -c "import socket; socket.create_connection((\'1.1.1.1\', 80), 2)"\n',
      'Network is unreachable',
    ],
  ])('refuse %s', async (_what, check, reason) => {
    const { exitCode, stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}project: main.py\nchecks:\n${check}`,
      'main.py': '',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/\d+ \| >>> +- /);
  });

  it('may write to memory, and end with what they started', async () => {
    const { exitCode, stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}project: main.py
checks:
  - [python, -c, "import subprocess, sys; open('/tmp/x', 'w'); open('/dev/shm/x', 'w'); subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"]
  - [python, -c, "import os; assert os.listdir('/tmp') == os.listdir('/dev/shm') == []"]
`,
      'main.py': '',
    });
    expect(exitCode, stderr).toBe(0);
  });
});
