import { afterEach, describe, expect, it } from 'vitest';
import { BUILDCTL, DOCKER, makeStubs, NOTE, type Stubs } from './stubs.js';

let stubs: Stubs;
afterEach(() => stubs.remove());

async function argumentsOf(program: string): Promise<readonly string[]> {
  const { [`${program}.arguments`]: noted = '' } = await stubs.notes();
  return noted.split('\n').slice(0, -1);
}

describe('a build with buildctl', () => {
  it('gives it LLB, the context and nothing else, and says where the image is', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL });
    const { exitCode, stdout, stderr } = await stubs.start([]);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: '' });
    expect(await argumentsOf('buildctl')).toEqual(['build', '--local', 'context=.']);
    expect((await stubs.notes())['buildctl.input']).toContain('local://context');
    expect(stderr.replace(/(?<=built in )[\d.]+(?= s;)/, '1.0')).toBe(
      'building with buildctl at its default address\n' +
        'built in 1.0 s; 0 steps run, 0 cached\n' +
        'the image is in the build cache alone; get it with -load, -push or -output type=oci,dest=image.tar\n',
    );
  });

  it('builds for the platform of the worker', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL });
    await stubs.start(['-o', 'type=oci,dest=x']);
    expect(await argumentsOf('buildctl')).toContainEqual(
      expect.stringMatching(
        /^type=oci,dest=[^,]*\.tmp,name=my-project,"containerimage\.config=\{""architecture"":""arm64"",""os"":""linux""/,
      ),
    );
  });

  it('loads into Docker when it answers, under the name of the folder', async () => {
    stubs = await makeStubs({ buildctl: `${BUILDCTL}; echo the image`, docker: DOCKER });
    const { exitCode, stdout, stderr } = await stubs.start([]);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: '' });
    expect(await argumentsOf('buildctl')).toContainEqual(
      expect.stringMatching(/^type=docker,name=my-project,dest=-,/),
    );
    expect(await stubs.notes()).toMatchObject({
      'docker.arguments': 'load\n',
      'docker.input': 'the image\n',
    });
    expect(stderr).toMatch(
      /said by docker\nbuilt in [^\n]*\nloaded my-project into docker; run it with: docker run --rm my-project\n$/,
    );
  });

  it('loads where something answers', async () => {
    const podman = `case "$1" in version) exit;; esac\n${NOTE}`;
    stubs = await makeStubs({ buildctl: BUILDCTL, docker: 'exit 1', podman });
    const { exitCode, stderr } = await stubs.start(['-load', '-t', 'a', '-t', 'b']);
    expect(exitCode, stderr).toBe(0);
    expect(await argumentsOf('podman')).toEqual(['load']);
    expect(stderr).toMatch(/loaded a, b into podman; run it with: podman run --rm a\n$/);
  });

  it('does not load without anything to load into', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL });
    const { exitCode, stderr } = await stubs.start(['-load']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /error: -load finds nothing to load into: neither docker nor podman nor nerdctl answers\n {2}hint: /,
    );
  });

  it.each([
    [
      'of what was exported',
      `{"layers":[{"size":900000},{"size":100000}]}`,
      '1.0 MB compressed in 2 layers; sha256:1',
    ],
    [
      'of each platform of an index, attestations aside',
      `{"manifests":[{"digest":"sha256:2","platform":{"os":"linux","architecture":"arm","variant":"v7"}},{"digest":"sha256:2","platform":{"os":"linux","architecture":"386"}},{"digest":"sha256:3","platform":{"os":"unknown"}}]}`,
      'linux/arm/v7 2.0 MB compressed in 1 layers; linux/386 2.0 MB compressed in 1 layers; sha256:1',
    ],
    ['of nothing where the daemon has it no more', 'none', 'sha256:1'],
  ])('says the size %s', async (_name, manifest, expected) => {
    const answer = `case "$*" in "debug get sha256:1") echo '${manifest}'; exit;; "debug get sha256:2") echo '{"layers":[{"size":2000000}]}'; exit;; esac`;
    const metadata = `while [ "$1" != --metadata-file ]; do shift; done; echo '{"containerimage.digest":"sha256:1"}' > "$2"`;
    stubs = await makeStubs({ buildctl: `${answer}\n${BUILDCTL}\n${metadata}` });
    const { stderr } = await stubs.start(['-o', 'type=oci,dest=x']);
    expect(stderr).toMatch(new RegExp(`^built in [\\d.]+ s; 0 steps run, 0 cached; ${expected}$`, 'm'));
    expect(await stubs.leftovers()).toEqual([]);
  });

  it('says how long it took, also where the clock is set back meanwhile', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL });
    const setBack = 'let now = Date.now(); Date.now = () => (now -= 3_600_000);';
    const { exitCode, stderr } = await stubs.start([], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(setBack)}`,
    });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/^built in \d{1,2}\.\d s; /m);
  });

  it('leaves standard output to an output that asks for it', async () => {
    stubs = await makeStubs({ buildctl: `${BUILDCTL}; echo a tar` });
    const { exitCode, stdout } = await stubs.start(['-output', 'type=tar']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'a tar\n' });
  });

  it('pushes every tag', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL, docker: DOCKER });
    const { exitCode, stderr } = await stubs.start(['-push', '-t', 'r:5000/a:1', '-t', 'r:5000/a:2']);
    expect(exitCode).toBe(0);
    expect(await argumentsOf('buildctl')).toContainEqual(
      expect.stringMatching(/^type=image,"name=r:5000\/a:1,r:5000\/a:2",push=true,/),
    );
    expect(stderr).toMatch(/pushed r:5000\/a:1, r:5000\/a:2; run it with: docker run --rm r:5000\/a:1\n$/);
  });

  it.each([
    ['a flag', ['-addr', 'tcp://h:1'], { BUILDKIT_HOST: 'tcp://other' }],
    ['the environment', [], { BUILDKIT_HOST: 'tcp://h:1' }],
  ])('takes the address from %s', async (_name, words, environment) => {
    stubs = await makeStubs({ buildctl: BUILDCTL });
    expect((await stubs.start(words, environment)).stderr).toMatch(
      /^building with buildctl at tcp:\/\/h:1\n/,
    );
    expect((await argumentsOf('buildctl')).slice(0, 3)).toEqual(['--addr', 'tcp://h:1', 'build']);
  });

  it('hands credentials over in the environment alone', async () => {
    const mopyfile =
      '#syntax=mopy/mopy:1\npython: 3.13\nindices:\n  - {url: https://h/s, username: me, password: hush-hush}\npip: [six]\n';
    stubs = await makeStubs({ buildctl: BUILDCTL }, { 'Mopyfile.yaml': mopyfile });
    const { exitCode, stdout, stderr } = await stubs.start(['-progress', 'plain']);
    expect(exitCode, stderr).toBe(0);
    const notes = await stubs.notes();
    expect(notes['buildctl.arguments']).toMatch(/^--secret\nid=([\w-]+),env=([\w]+)$/m);
    expect(notes['buildctl.environment']).toMatch(/^MOPY_CREDENTIAL_\d=.*hush-hush$/m);
    for (const text of [notes['buildctl.arguments'], notes['buildctl.input'], stdout, stderr]) {
      expect(text).not.toContain('hush-hush');
    }
  });

  it('takes proxies from the environment into the LLB', async () => {
    stubs = await makeStubs(
      { buildctl: BUILDCTL },
      { 'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.13\npip: [six]\n' },
    );
    await stubs.start([], { HTTPS_PROXY: 'http://proxy.example' });
    expect((await stubs.notes())['buildctl.input']).toContain('http://proxy.example');
  });

  it('goes by way of a Dockerfile for several platforms, and cleans up', async () => {
    const keep = `for word in "$@"; do case "$word" in dockerfile=*) cp "\${word#*=}/Dockerfile" "\${word#*=}/Dockerfile.dockerignore" "$NOTES";; esac; done`;
    stubs = await makeStubs({ buildctl: `${BUILDCTL}\n${keep}`, docker: DOCKER });
    const { exitCode, stderr } = await stubs.start([
      '-platform',
      'amd64,386',
      '-o',
      'type=oci,dest=x',
      '-label',
      'a=b',
    ]);
    expect(exitCode, stderr).toBe(0);
    const notes = await stubs.notes();
    expect(notes['Dockerfile']).toMatch(/FROM final-\$\{TARGETARCH\}\$\{TARGETVARIANT\}/);
    expect(notes['Dockerfile']).toMatch(/\ba="?b"?$/m);
    expect(notes['Dockerfile.dockerignore']).toContain('Mopyfile.yaml\n');
    expect(await argumentsOf('buildctl')).toContain('platform=linux/amd64,linux/386');
    expect(await stubs.leftovers()).toEqual([]);
  });
});

describe('a build with docker', () => {
  const keep = `for word in "$@"; do case "$word" in */Dockerfile) cp "$word" "$word.dockerignore" "$NOTES";; esac; done`;

  it('is what remains without buildctl', async () => {
    stubs = await makeStubs({ docker: `${DOCKER}\n${keep}` });
    const { exitCode, stdout, stderr } = await stubs.start([
      '-progress',
      'plain',
      '--',
      '--add-host',
      'h:1.2.3.4',
    ]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/^building with docker buildx\n/),
    });
    expect(stdout).toBe('said by docker\n');
    const words = await argumentsOf('docker');
    expect(words.map((word) => word.replace(/^\/.*\//, '/'))).toEqual(
      'buildx build --file /Dockerfile --tag my-project --load --metadata-file /metadata.json --progress plain --add-host h:1.2.3.4 .'.split(
        ' ',
      ),
    );
    expect(await stubs.notes()).toMatchObject({
      Dockerfile: expect.stringContaining('FROM'),
      'Dockerfile.dockerignore': expect.stringContaining('Mopyfile.yaml'),
    });
    expect(await stubs.leftovers()).toEqual([]);
  });

  it.each([
    [
      'what Docker has unpacked',
      [],
      '"image inspect my-project"',
      '[{"Size":3000000,"RootFS":{"Layers":["a"]},"GraphDriver":{"Data":{"UpperDir":"/x"}}}]',
      '3.0 MB unpacked in 1 layers',
    ],
    [
      'what Docker keeps as it travels',
      [],
      '"image inspect my-project"',
      '[{"Size":3000000,"RootFS":{"Layers":["a"]},"Descriptor":{}}]',
      '3.0 MB compressed in 1 layers',
    ],
    [
      'what the registry has got',
      ['-push', '-t', 'r:5000/a:1', '-builder', 'b'],
      '"buildx imagetools inspect --builder b --raw r:5000/a@sha256:1"',
      '{"layers":[{"size":2000000}]}',
      '2.0 MB compressed in 1 layers',
    ],
  ])('says the size of %s', async (_name, words, question, answer, expected) => {
    const metadata = `while [ "$1" != --metadata-file ]; do shift; done; echo '{"containerimage.digest":"sha256:1"}' > "$2"`;
    stubs = await makeStubs({
      docker: `case "$*" in ${question}) echo '${answer}'; exit;; esac\n${DOCKER}\n${metadata}`,
    });
    const { stderr } = await stubs.start(words);
    expect(stderr).toMatch(
      new RegExp(`^built in [\\d.]+ s; 0 steps run, 0 cached; ${expected}; sha256:1$`, 'm'),
    );
  });

  it('is what remains when no daemon answers buildctl', async () => {
    stubs = await makeStubs({ buildctl: 'echo "error: no daemon" >&2; exit 1', docker: DOCKER });
    expect((await stubs.start([])).stderr).toMatch(/^building with docker buildx\n/);
  });

  it('builds by the builder that is named, whatever daemon BUILDKIT_HOST has', async () => {
    const other = 'test "$3" != two || { echo "ERROR: no builder \\"two\\" found" >&2; exit 1; }';
    stubs = await makeStubs({ docker: `${other}\n${DOCKER}\n${keep}` });
    const { stderr } = await stubs.start(['-builder', 'one'], { BUILDKIT_HOST: 'tcp://h:1' });
    expect(stderr).toMatch(/^building with docker buildx, builder one\n/);
    expect((await argumentsOf('docker')).slice(0, 4)).toEqual(['buildx', 'build', '--builder', 'one']);
    expect(await stubs.start(['-builder', 'two'])).toMatchObject({
      exitCode: 1,
      stderr:
        'error: the builder two cannot build: no builder "two" found\n  hint: `docker buildx ls` lists the builders\n',
    });
  });

  it('builds on the slim base where its builder has no distroless one', async () => {
    const inspect = 'test "$*" != "buildx inspect" || { echo "Platforms: linux/386*, linux/amd64"; exit; }';
    stubs = await makeStubs({ docker: `${inspect}\n${DOCKER}\n${keep}` });
    const { exitCode, stderr } = await stubs.start([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('slim-platform') });
    expect((await stubs.notes())['Dockerfile']).not.toContain('distroless');
    expect(await argumentsOf('docker')).not.toContain('--platform');
  });

  it('gets the values of proxies in its environment', async () => {
    stubs = await makeStubs({ docker: DOCKER });
    await stubs.start(['-build-arg', 'http_proxy=http://me:hush@proxy', '-build-arg', 'VERSION=1']);
    const notes = await stubs.notes();
    expect(notes['docker.arguments']).toMatch(/^--build-arg\nhttp_proxy$/m);
    expect(notes['docker.arguments']).not.toContain('hush');
    expect(notes['docker.environment']).toMatch(/^http_proxy=http:\/\/me:hush@proxy$/m);
  });
});

describe('what cannot be built', () => {
  it('says what was looked for when there is no engine', async () => {
    stubs = await makeStubs({ buildctl: 'echo "error: nobody at unix:///run/x" >&2; exit 1' });
    const { exitCode, stderr } = await stubs.start([]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: there is nothing to build with\n/);
    for (const text of [
      'BUILDKIT_HOST: not set',
      'buildctl: nobody at unix:///run/x',
      'docker: docker is not on PATH',
      'hint: install Docker',
      'mopy -dockerfile',
    ]) {
      expect(stderr).toContain(text);
    }
  });

  it.each([
    ['-addr', ['-addr', 'foo'], {}],
    ['BUILDKIT_HOST', [], { BUILDKIT_HOST: '/run/buildkitd.sock' }],
    ['BUILDKIT_HOST', [], { BUILDKIT_HOST: 'http://h:1' }],
    ['-addr', ['-addr', 'tcp://'], {}],
    ['-addr', ['-addr', 'tcp://h:1\u001b[31m'], {}],
  ])(
    'does not take what is no address: %s %#',
    async (origin, words, environment: Record<string, string>) => {
      stubs = await makeStubs({ buildctl: BUILDCTL, docker: DOCKER });
      const { exitCode, stderr } = await stubs.start(words, environment);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(
        new RegExp(`^error: ${origin}: ".*" is no address of buildkitd\n  hint: for example unix://`),
      );
      expect(stderr).not.toContain('\u001b');
    },
  );

  it('does not take flags for TLS where no address is given', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL, docker: DOCKER });
    const { exitCode, stderr } = await stubs.start(['-tlsdir', 'certificates']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'error: -tlsdir is for a daemon at an address, and none is named\n  hint: add `-addr tcp://HOST:PORT`, or set BUILDKIT_HOST\n',
    );
  });

  it.each([
    ['buildctl is missing', {}, /building at tcp:\/\/h:1 needs buildctl, which is not on PATH/],
    [
      'nobody answers',
      { buildctl: 'echo "error: refused" >&2; exit 1' },
      /buildkitd at tcp:\/\/h:1 does not answer: refused/,
    ],
  ])(
    'does not look elsewhere when an address is given and %s',
    async (_name, scripts: Record<string, string>, message) => {
      stubs = await makeStubs({ ...scripts, docker: DOCKER });
      const { exitCode, stderr } = await stubs.start(['-addr', 'tcp://h:1']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(message) });
    },
  );

  it('tells of a broken Mopyfile before it looks for an engine', async () => {
    stubs = await makeStubs({}, { 'Mopyfile.yaml': '#syntax=mopy/mopy:1\npyton: 3.13\n' });
    const { exitCode, stderr } = await stubs.start([]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Mopyfile\.yaml:2:1: error\[unknown-key\]/);
    expect(stderr).not.toContain('nothing to build with');
  });

  it('needs an agent for SSH dependencies', async () => {
    const mopyfile = '#syntax=mopy/mopy:1\npython: 3.13\npip: ["git+ssh://git@h/x.git"]\n';
    stubs = await makeStubs({ buildctl: BUILDCTL }, { 'Mopyfile.yaml': mopyfile });
    expect(await stubs.start([])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/SSH_AUTH_SOCK is not set\n {2}hint: .*ssh-add/),
    });
    expect(await stubs.start([], { SSH_AUTH_SOCK: '/x' })).toMatchObject({ exitCode: 0 });
    expect(await argumentsOf('buildctl')).toEqual(expect.arrayContaining(['--ssh', 'default']));
  });

  it('writes no metadata of nothing', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL });
    expect(await stubs.start(['-metadata-file', 'm'])).toMatchObject({ exitCode: 2 });
  });

  it('does not build what has nowhere to be described', async () => {
    stubs = await makeStubs({ buildctl: BUILDCTL, docker: DOCKER });
    const { exitCode, stderr } = await stubs.start([
      '-push',
      '-t',
      'h/a',
      '-metadata-file',
      'nowhere/m.json',
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'error: -metadata-file: the folder of nowhere/m.json is not there\n  hint: make it before the build\n',
    );
  });
});

it('ends quietly when nobody reads what a build writes', async () => {
  stubs = await makeStubs({ buildctl: `${BUILDCTL}\nkill -PIPE $$` });
  const { exitCode, stderr } = await stubs.start(['-o', 'type=tar']);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'building with buildctl at its default address\n',
  });
});
