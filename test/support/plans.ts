import type { BaseImage, CopyStep, Mount, Plan, RunStep, Stage, Step } from '../../src/plan/plan.js';
import type { Source } from '../../src/source/source.js';

/** A Mopyfile for plans written by hand; lines 3 and 4 are blamed, the password on line 4 never shows. */
export const mopyfile: Source = {
  kind: 'mopyfile',
  filename: 'Mopyfile.yaml',
  text: 'python: 3.11\npip:\n  - numpy\n  - https://user:hunter2@example.org/x.whl\n',
  secretSpans: [{ start: 40, end: 52 }],
};

export const numpy = { source: mopyfile, span: { start: 24, end: 29 } };
export const wheel = { source: mopyfile, span: { start: 34, end: 72 } };

/** An image whose configuration is the same everywhere. */
export const distroless: BaseImage = {
  reference: 'gcr.io/distroless/static-debian13:nonroot',
  name: 'gcr.io/distroless/static-debian13:nonroot',
  locations: [],
  environment: [
    { name: 'PATH', value: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    { name: 'SSL_CERT_FILE', value: '/etc/ssl/certs/ca-certificates.crt' },
  ],
  workingDirectory: '/home/nonroot',
  user: '65532',
};

export function stageOn(name: string, base: BaseImage | undefined, steps: readonly Step[]): Stage {
  const comment = `The stage ${name}`;
  if (base === undefined) {
    return { name, comment, base: { kind: 'scratch' }, steps };
  }
  return { name, comment, base: { kind: 'image', image: base }, steps };
}

export function onStage(name: string, base: string, steps: readonly Step[]): Stage {
  return { name, comment: `The stage ${name}`, base: { kind: 'stage', name: base }, steps };
}

/** A plan that builds the last stage. */
export function planOf(stages: readonly Stage[], excludes: readonly string[] = []): Plan {
  return {
    stages,
    targets: [{ stage: stages.at(-1)?.name ?? '', foundation: 'distroless' }],
    image: {
      environment: [],
      user: '65532:65532',
      workingDirectory: '/',
      entrypoint: ['python'],
      labels: [],
    },
    context: { excludes },
    secrets: [],
    ssh: false,
    source: mopyfile,
  };
}

export function run(
  words: readonly string[],
  mounts: readonly Mount[] = [],
  rest: Partial<RunStep> = {},
): RunStep {
  return {
    kind: 'run',
    command: { kind: 'arguments', arguments: words },
    mounts,
    network: 'default',
    title: words.join(' '),
    locations: [],
    ...rest,
  };
}

export function script(text: string, mounts: readonly Mount[] = []): RunStep {
  return run([], mounts, { command: { kind: 'shell', script: text, delimiter: 'EOF' }, title: 'script' });
}

/** From the context when `from` is undefined. */
export function copy(
  from: string | undefined,
  source: string,
  destination: string,
  rest: Partial<CopyStep> = {},
): CopyStep {
  return {
    kind: 'copy',
    from: from === undefined ? { kind: 'context' } : { kind: 'stage', name: from },
    source,
    directory: destination.endsWith('/'),
    destination,
    link: false,
    title: `copy ${source}`,
    locations: [],
    ...rest,
  };
}

export const write = (path: string, content: string, delimiter = 'EOF'): Step => ({
  kind: 'write',
  files: [{ delimiter, content }],
  destination: path,
  title: `write ${path}`,
  locations: [numpy],
});

export const environment = (variables: Readonly<Record<string, string>>): Step => ({
  kind: 'environment',
  variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
});

export const workingDirectory = (path: string): Step => ({ kind: 'working-directory', path });
export const user = (name: string): Step => ({ kind: 'user', user: name });
export const platformArguments: Step = {
  kind: 'platform-arguments',
  names: ['TARGETARCH', 'TARGETVARIANT'],
};

/** Plans that between them have every kind of step and mount, by what they are about. */
export const plans: Readonly<Record<string, Plan>> = {
  'base image configuration': planOf([stageOn('only', distroless, [run(['true'])])]),
  'environment order': planOf([
    stageOn('base', distroless, [
      environment({ A: '1', SSL_CERT_FILE: '/x' }),
      platformArguments,
      environment({ B: 'two words', A: '$HOME "quoted" \\ #', Ä: 'ö' }),
      run(['a']),
    ]),
    stageOn('next', distroless, [
      copy('base', 'etc', '/etc/'),
      run(['b']),
      environment({ PATH: '/opt/bin:/bin' }),
      run(['c']),
    ]),
  ]),
  'folders and users': planOf([
    stageOn('only', distroless, [
      run(['a']),
      workingDirectory('/srv/app'),
      user('1000:0'),
      workingDirectory('/srv/app/b'),
      user('0:0'),
      workingDirectory('/root'),
      run(['b']),
    ]),
  ]),
  'files written': planOf([
    stageOn('files', undefined, [write('/etc/a.conf', '$HOME\n"x" \\\n', 'EOF1'), write('/b', 'b\n')]),
    stageOn('only', distroless, [
      write('/etc/c', 'c\n'),
      copy('files', '.', '/f/'),
      copy('files', 'b', '/g'),
    ]),
  ]),
  copies: planOf(
    [
      stageOn('a', distroless, [
        copy(undefined, 'main.py', '/app/main.py'),
        copy(undefined, 'app', '/app/', { owner: { user: 65532, group: 0 }, mode: 0o775 }),
        copy(undefined, 'we [ird] * na?me $x \\ ^', '/app/', { mode: 0o644 }),
      ]),
      stageOn('b', undefined, [
        copy('a', 'usr/local/lib', '/usr/local/lib/', { link: true }),
        copy(undefined, 'requirements.txt', '/r/requirements.txt', { link: true, locations: [numpy, wheel] }),
        copy('a', 'etc/passwd', '/etc/passwd', { link: true, owner: { user: 0, group: 0 } }),
        copy('a', 'etc', '/etc/', { link: true, mode: 0o755 }),
      ]),
    ],
    ['.git', '!keep', '*.pyc', 'Mopyfile.yaml'],
  ),
  'names that look like something else': planOf([
    stageOn('a', distroless, [
      workingDirectory('/srv/app '),
      workingDirectory('/srv/\u00a0"$x" \'y\' \\\u2003'),
      copy(undefined, '--x.py', '/srv/--x.py'),
      copy(undefined, '--pre.txt', '/mopy/--pre.txt', { mode: 0o755 }),
      copy(undefined, '<<x ', '/srv/<<x /'),
      copy(undefined, '# x', '/srv/# x/'),
      copy(undefined, '[x', '/srv/[x/'),
      run(['a']),
    ]),
  ]),
  'the whole context': planOf([
    stageOn('a', undefined, [copy(undefined, 'a.txt', '/a.txt'), copy(undefined, '.', '/all/')]),
  ]),
  'stages on stages': planOf([
    stageOn('below', distroless, [
      environment({ A: '1', PATH: '/opt/bin:/bin' }),
      workingDirectory('/srv/app'),
      user('1000:0'),
      run(['a']),
    ]),
    stageOn('files', undefined, [copy(undefined, 'main.py', '/app/main.py')]),
    onStage('more-files', 'files', [copy('below', 'proc', '/')]),
    onStage('above', 'below', [
      environment({ A: '2' }),
      copy('more-files', 'app', '/app/', { link: true }),
      run(
        ['b'],
        [
          { kind: 'memory', mountPoint: '/tmp' },
          { kind: 'bind', from: 'below', source: '/home', mountPoint: '/home', writable: false },
        ],
      ),
    ]),
  ]),
  'unreachable stages': planOf([
    stageOn('unused', distroless, [copy(undefined, 'unused.txt', '/x')]),
    stageOn('used', undefined, [copy(undefined, 'used.txt', '/x')]),
    stageOn('last', distroless, [copy('used', 'x', '/y', { link: true })]),
  ]),
  runs: planOf([
    stageOn('only', distroless, [
      run(['printf', '%s', 'a b', "it's", '$HOME', '\\n', '"']),
      script('set -eu\n\n# comment\necho "$HOME" \\\n  x\n'),
      run(['c'], [], { network: 'none', locations: [wheel] }),
    ]),
  ]),
  mounts: planOf([
    stageOn('scripts', undefined, [write('/check', 'x\n')]),
    stageOn('empty', undefined, []),
    stageOn('build', distroless, [
      platformArguments,
      run(
        ['pip'],
        [
          { kind: 'ssh' },
          { kind: 'cache', mountPoint: '/z', id: 'pip', platformSuffix: true, sharing: 'private' },
          { kind: 'bind', from: 'scripts', source: '/', mountPoint: '/mopy/scripts', writable: false },
          { kind: 'secret-file', id: 'pip.conf', mountPoint: '/etc/pip.conf' },
          { kind: 'bind', from: 'scripts', source: '/check', mountPoint: '/mopy/check', writable: true },
          { kind: 'secret-variable', id: 'token', variable: 'TOKEN' },
          { kind: 'cache', mountPoint: '/Z', id: 'apt-3.11', platformSuffix: false, sharing: 'private' },
          { kind: 'bind', from: 'empty', source: '/', mountPoint: '/empty', writable: false },
          { kind: 'secret-file', id: 'netrc', mountPoint: '/root/.netrc' },
          { kind: 'cache', mountPoint: '/a-b', id: 'shared', platformSuffix: false, sharing: 'shared' },
        ],
        { locations: [numpy] },
      ),
      run(['x'], [{ kind: 'bind', from: 'scripts', source: '/', mountPoint: '/s', writable: false }]),
    ]),
    stageOn('final', distroless, [copy('build', 'opt/venv', '/opt/venv/', { link: true })]),
  ]),
};
