import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages, runContainer } from '../support/engine.js';
import { gitRepository } from '../support/git-repository.js';
import { evaluate, PYTHON_USERS, runPython, temporaryFolder } from '../support/image.js';
import { sshServer } from '../support/servers/git-ssh.js';

/** Compressing these images takes longer than anything else. */
const LARGE = ['compression=uncompressed'];

/** The beginning of every program of a test. */
const BEGIN = `
import os, subprocess, tempfile
os.chdir(tempfile.mkdtemp())
def run(*words, **options):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    assert done.returncode == 0, done
    return done.stdout
`;

/** A page with a word, written without a library. */
const WRITE_PDF = `
def pdf(text):
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"]
    content = b"BT /F 48 Tf 20 40 Td (" + text.encode() + b") Tj ET"
    objects.append(b"<</Length %d>>stream\\n%s\\nendstream" % (len(content), content))
    data, places = b"%PDF-1.4\\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\\n" % (number, item)
    table = b"".join(b"%010d 00000 n \\n" % place for place in places)
    return data + b"xref\\n0 5\\n0000000000 65535 f \\n%s trailer<</Size 5/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF" % (table, len(data))
`;

/** A repository that git itself serves over HTTP as plain files. */
const CLONE = `
import functools, git, http.server, threading
repository = git.Repo.init("served")
with open("served/file", "w") as file:
    file.write("text")
repository.index.add(["file"])
repository.index.commit("first")
repository.git.gc()
repository.git.update_server_info()
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=os.getcwd())
handler.func.log_message = lambda *_: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
clone = git.Repo.clone_from("http://127.0.0.1:%d/served/.git" % server.server_port, "clone")
print(open("clone/file").read(), clone.head.commit.message)
`;

describe('programs of Debian 12', () => {
  beforeAll(() => ensureImages('python:3.11'));
  const built = builtImage(
    {
      'Mopyfile.yaml': `
python: 3.11
runtime-deps:
  - poppler-utils
  - tesseract-ocr
  - git
  - openssh-client
  - graphviz
  - fonts-dejavu-core
pip: [pdf2image, GitPython]
command: pdftotext -v
`,
    },
    LARGE,
  );

  it('are what an image can start', async () => {
    expect(await runContainer(built.tar)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^pdftotext version/),
    });
  });

  describe.each(PYTHON_USERS)('%s', (_way, options) => {
    it('draw a page and read the word on it', async () => {
      const program = `${BEGIN}${WRITE_PDF}
import pdf2image
page, = pdf2image.convert_from_bytes(pdf("word"), dpi=144)
page.save("page.png")
print(page.size, run("tesseract", "page.png", "-").split())`;
      expect(await runPython(built.tar, program, options)).toBe("(400, 200) [b'word']");
    });

    it('clone a repository', async () => {
      expect(await runPython(built.tar, `${BEGIN}${CLONE}`, options)).toBe('text first');
    });

    it.each([
      ['svg', 'b"<text" in drawn'],
      ['png', 'drawn.startswith(b"\\x89PNG")'],
      ['pdf', 'drawn.startswith(b"%PDF")'],
    ])('draw a graph as %s by a plugin, with fonts from a cache', async (format, drawn) => {
      const program = `${BEGIN}
done = subprocess.run(["dot", "-T${format}"], input=b"digraph {a -> b}", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
drawn = done.stdout
print(done.returncode, ${drawn}, done.stderr)`;
      expect(await runPython(built.tar, program, options)).toBe("0 True b''");
    });
  });

  it('clone a repository over SSH', async () => {
    const folder = await temporaryFolder();
    const server = await sshServer(folder.path);
    await gitRepository(join(folder.path, 'served'), { file: 'text' });
    // Another user has to read it: that of the image.
    await chmod(folder.path, 0o755);
    await chmod(server.key, 0o644);
    const program = `${BEGIN}
import git
os.mkdir(os.path.expanduser("~/.ssh"))
with open(os.path.expanduser("~/.ssh/config"), "w") as file:
    file.write("IdentityFile /keys/user\\nStrictHostKeyChecking accept-new\\n")
git.Repo.clone_from("ssh://${server.user}@127.0.0.1:${server.port}${folder.path}/served", "clone")
print(open("clone/file").read())`;
    try {
      const options = { volumes: [`${folder.path}:/keys`] };
      expect(await runPython(built.tar, program, { ...options, entrypoint: 'python' })).toBe('text');
    } finally {
      await server.stop();
      await folder.remove();
    }
  });

  it('have entries for scanners, with the versions of the files', async () => {
    const versions = `{name: [line for line in open("/var/lib/dpkg/status.d/" + name) if line.startswith("Version: ")][0].split()[1]
      for name in ["poppler-utils", "libpoppler126", "libc6", "zlib1g", "ncurses-base", "base-files"]}`;
    const found = (await evaluate(built.tar, versions, [], { entrypoint: 'python' })) as Record<
      string,
      string
    >;
    expect(found['libpoppler126']).toBe(found['poppler-utils']);
    expect(found['base-files']).toMatch(/^12\./);
    expect(found['libc6']).toMatch(/^2\.36-/);
  });
});

describe('programs of Debian 13', () => {
  beforeAll(() => ensureImages('python:3.13'));
  const built = builtImage(
    { 'Mopyfile.yaml': 'python: 3.13\nruntime-deps: [ffmpeg, imagemagick, procps, curl]\n' },
    LARGE,
  );

  it.each(PYTHON_USERS)('work %s', async (_way, options) => {
    const program = `${BEGIN}
import json
run("convert", "-size", "64x64", "xc:red", "red.png")
print(run("identify", "-format", "%wx%h %m", "red.png").decode())
run("ffmpeg", "-loglevel", "error", "-loop", "1", "-i", "red.png", "-t", "1", "-pix_fmt", "yuv420p", "-c:v", "libx264", "red.mp4")
streams = json.loads(run("ffprobe", "-loglevel", "error", "-show_streams", "-of", "json", "red.mp4"))["streams"]
print(streams[0]["codec_name"], streams[0]["width"])
print("python" in run("ps", "-e", "-o", "comm").decode(), run("curl", "--silent", "file://" + os.getcwd() + "/red.png")[:4])`;
    expect(await runPython(built.tar, program, options)).toBe("64x64 PNG\nh264 64\nTrue b'\\x89PNG'");
  });
});

describe('programs of Debian 11', () => {
  beforeAll(() => ensureImages('python:3.9.2'));
  const built = builtImage({
    'Mopyfile.yaml': `
python: 3.9.2
runtime-deps: [postgresql-client, poppler-utils]
envs: {PATH: "/usr/lib/postgresql/13/bin:$\{PATH}"}
`,
  });

  it.each(PYTHON_USERS)('work %s', async (_way, options) => {
    const program = `${BEGIN}${WRITE_PDF}
with open("page.pdf", "wb") as file:
    file.write(pdf("word"))
print(run("pdftotext", "page.pdf", "-").split(), run("psql", "--version").split()[:2])`;
    expect(await runPython(built.tar, program, options)).toBe("[b'word'] [b'psql', b'(PostgreSQL)']");
  });
});

describe('programs on python:slim', () => {
  beforeAll(() => ensureImages('python:3.11'));
  const built = builtImage({
    'Mopyfile.yaml': `
python: 3.11
base: slim
runtime-deps: [git, openssh-server, iputils-ping]
pip: [GitPython]
`,
  });

  it.each(PYTHON_USERS)('work %s', async (_way, options) => {
    const program = `${BEGIN}
import git
repository = git.Repo.init("served")
repository.index.commit("first")
clone = git.Repo.clone_from(os.path.abspath("served"), "clone")
print(clone.head.commit.message, run("sh", "-c", "dpkg-query --show git").split()[0])`;
    expect(await runPython(built.tar, program, options)).toBe("first b'git'");
  });

  it('come without the keys that their installation makes', async () => {
    const keys = '[os.path.exists("/etc/ssh/sshd_config"), glob.glob("/etc/ssh/ssh_host_*")]';
    expect(await evaluate(built.tar, keys, ['os', 'glob'], { entrypoint: 'python' })).toEqual([true, []]);
  });

  it('keep their capabilities, and the image its user', async () => {
    const values =
      '[os.getxattr("/usr/bin/ping", "security.capability").hex() != "", pwd.getpwuid(65532).pw_name, grp.getgrnam("_ssh").gr_name]';
    const options = { entrypoint: 'python' };
    expect(await evaluate(built.tar, values, ['os', 'pwd', 'grp'], options)).toEqual([
      true,
      'nonroot',
      '_ssh',
    ]);
  });
});
