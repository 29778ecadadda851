import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages } from '../support/engine.js';
import { PYTHON_USERS, runPython } from '../support/image.js';

const BEGIN = `
import functools, http.server, os, subprocess, tempfile, threading, wave
os.chdir(tempfile.mkdtemp())
def run(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done
    return done.stdout
`;

beforeAll(() => ensureImages('python:3.11'));
const built = builtImage(
  {
    'Mopyfile.yaml': `
python: 3.11
runtime-deps: [ffmpeg, imagemagick, curl, postgresql-client, procps]
envs:
  PATH: \${PATH}:/usr/lib/postgresql/15/bin
command: curl --version
`,
  },
  // Compressing the image takes longer than anything else.
  ['compression=uncompressed'],
);

describe.each(PYTHON_USERS)('%s', (_way, options) => {
  it.each([
    [
      'ffmpeg transcodes a sound',
      `
with wave.open("a.wav", "wb") as sound:
    sound.setparams((1, 2, 8000, 0, "NONE", ""))
    sound.writeframes(bytes(16000))
run("ffmpeg", "-loglevel", "error", "-i", "a.wav", "-c:a", "libmp3lame", "a.mp3")
print(run("ffprobe", "-loglevel", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", "a.mp3").strip())`,
      'mp3',
    ],
    [
      'ImageMagick makes a smaller picture of another format',
      `
run("convert", "-size", "40x20", "xc:red", "a.png")
run("convert", "a.png", "-resize", "50%", "b.jpg")
print(run("identify", "-format", "%m %wx%h", "b.jpg"))`,
      'JPEG 20x10',
    ],
    [
      'curl fetches a file',
      `
with open("file", "w") as file:
    file.write("text")
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=os.getcwd())
handler.func.log_message = lambda *_: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(run("curl", "-fsS", "http://127.0.0.1:%d/file" % server.server_port))`,
      'text',
    ],
    [
      'psql looks for its server',
      `
done = subprocess.run(["psql", "-h", "127.0.0.1", "-p", "1", "-U", "reader", "-c", "select 1"], stderr=subprocess.PIPE, text=True)
print(done.returncode, "Connection refused" in done.stderr, run("psql", "--version").split()[:2])`,
      "2 True ['psql', '(PostgreSQL)']",
    ],
    ['ps shows what runs', 'print("python" in run("ps", "-eo", "comm"))', 'True'],
  ])('%s', async (_what, program, expected) => {
    expect(await runPython(built.tar, BEGIN + program, options)).toBe(expected);
  });
});
