import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWith, runPython } from '../requirement/python.js';

const python = pythonWith('');
const script = fileURLToPath(new URL('../../src/plan/scripts/installation/credentials.py', import.meta.url));

const LIST = `--index-url https://mopy-credential-1:@Packages.example.com/simple
tool @ http://mopy-credential-2:@[::1]:8080/tool.whl
git+https://mopy-credential-3@git.example.com/team/tool.git
--extra-index-url https://mopy-secret-1:@raw.example.com/simple
`;

const REFERENCES = {
  variables: { TOKEN: 'mopy-secret-2' },
  urls: ['https://alice:mopy-secret-2@${MIRROR}/', 'https://mopy-secret-1:mopy-secret-2@both.example.com/'],
};

/** Loads the script without its environment of a build step. */
const prelude = `import importlib.util, json, os, sys
specification = importlib.util.spec_from_file_location("credentials", ${JSON.stringify(script)})
credentials = importlib.util.module_from_spec(specification)
specification.loader.exec_module(credentials)
credentials.LIST = "list.txt"
os.environ["MOPY_CREDENTIAL_1"] = "us%20er:p%40ss%3Aw%C3%A9rd"
os.environ["MOPY_CREDENTIAL_2"] = "token"
os.environ["MOPY_CREDENTIAL_3"] = "git:pw"
os.environ["MOPY_SECRET_1"] = "raw%20user:pa:ss\\n"
os.environ["MOPY_SECRET_2"] = "raw%20token\\n\\n"
os.environ["MIRROR"] = "mirror.example.com"
credentials.REFERENCES = "references.json"
asked = json.load(sys.stdin)
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mopy-credentials-'));
  writeFileSync(join(folder, 'list.txt'), LIST);
  writeFileSync(join(folder, 'references.json'), JSON.stringify(REFERENCES));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (statements: string, input: unknown) =>
  runPython(python ?? '', prelude + statements, input, folder);

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe.skipIf(python === undefined)('a name in a request is exchanged (needs python3)', () => {
  const real = basic('us er:p@ss:wérd');
  const first = basic('mopy-credential-1:');
  const through = { host: 'proxy', port: 3128 };
  test.each([
    ['for the host that it is for', first, { host: 'packages.example.com', port: 443, url: '/' }, real],
    ['not for another port', first, { host: 'packages.example.com', port: 80, url: '/' }, first],
    ['not for another host', first, { host: 'evil.example.com', port: 443, url: '/' }, first],
    ['through a tunnel', first, { ...through, tunnel: ['packages.example.com', 443], url: '/' }, real],
    [
      'not through a tunnel to elsewhere',
      first,
      { ...through, tunnel: ['evil.example.com', 443], url: '/' },
      first,
    ],
    [
      'through a proxy',
      basic('mopy-credential-2:'),
      { ...through, url: 'http://[::1]:8080/x' },
      basic('token:'),
    ],
    ['not through a proxy to elsewhere', first, { ...through, url: 'http://evil.example.com:443/' }, first],
    ['for an address', basic('mopy-credential-2:'), { host: '::1', port: 8080, url: '/' }, basic('token:')],
    [
      'not when it is none',
      basic('mopy-credential-9:'),
      { host: '::1', port: 8080, url: '/' },
      basic('mopy-credential-9:'),
    ],
    [
      'not beside other credentials',
      basic('user:pw'),
      { host: '::1', port: 8080, url: '/' },
      basic('user:pw'),
    ],
    [
      "for a caller's secret as it is, without the newline of its file",
      basic('mopy-secret-1:'),
      { host: 'raw.example.com', port: 443, url: '/' },
      basic('raw%20user:pa:ss'),
    ],
    [
      'for one half, of a host that a variable names',
      basic('alice:mopy-secret-2'),
      { host: 'mirror.example.com', port: 443, url: '/' },
      basic('alice:raw%20token\n'),
    ],
    [
      'not for one half elsewhere',
      basic('alice:mopy-secret-2'),
      { host: 'evil.example.com', port: 443, url: '/' },
      basic('alice:mopy-secret-2'),
    ],
    ['not of another scheme', 'Bearer x', { host: '::1', port: 8080, url: '/' }, 'Bearer x'],
  ])('%s', (_name, header, connection, expected) => {
    const statements = `
class Connection: pass
connection = Connection()
connection.host, connection.port, connection.requested_url = asked["host"], asked["port"], asked["url"]
connection._tunnel_host, connection._tunnel_port = asked.get("tunnel", (None, None))
print(json.dumps(credentials.authorization(asked["header"], credentials.destination(connection))))
`;
    expect(ask(statements, { ...connection, header })).toBe(expected);
  });
});

describe.skipIf(python === undefined)('git is told (needs python3)', () => {
  test.each([
    [
      'what is for its host',
      ['https', 'git.example.com', 'mopy-credential-3'],
      'username=git\npassword=pw\n',
    ],
    [
      'both halves of a URL',
      ['https', 'mirror.example.com', 'mopy-git-0'],
      'username=alice\npassword=raw%20token\n\n',
    ],
    ['nothing of a URL for another host', ['https', 'evil.example.com', 'mopy-git-0'], ''],
    ['nothing for another host', ['https', 'evil.example.com', 'mopy-credential-3'], ''],
    ['nothing for another port', ['https', 'git.example.com:8443', 'mopy-credential-3'], ''],
    ['nothing for another user', ['https', 'git.example.com', 'me'], ''],
  ])('%s', (_name, [protocol, host, username], expected) => {
    const statements = `
import contextlib, io
answer = io.StringIO()
sys.stdin = io.StringIO(asked)
with contextlib.redirect_stdout(answer):
    credentials.answer_git()
print(json.dumps(answer.getvalue()))
`;
    const asked = `protocol=${protocol}\nhost=${host}\nusername=${username}\nwwwauth[]=Basic realm="x"\n\n`;
    expect(ask(statements, asked)).toBe(expected);
  });
});
