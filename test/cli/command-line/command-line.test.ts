import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../src/cli/command-line/command-line.js';
import { FLAGS } from '../../../src/cli/command-line/flags.js';
import type { RunRequest } from '../../../src/cli/command-line/run-request.js';
import { splitCommandLine } from '../../../src/cli/command-line/split-command-line.js';
import { OperationalError } from '../../../src/source/operational-error.js';

function read(words: readonly string[], environment: Readonly<Record<string, string>> = {}): RunRequest {
  const commandLine = readCommandLine(words, environment);
  if (commandLine.kind !== 'run') {
    throw new Error(`it is ${commandLine.kind}`);
  }
  return commandLine.run;
}

function usageError(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): OperationalError {
  try {
    readCommandLine(words, environment);
  } catch (error) {
    if (error instanceof OperationalError) {
      return error;
    }
    throw error;
  }
  throw new Error('no usage error');
}

describe('words of a command line', () => {
  it.each<[string, string[], string[], string[], string[]]>([
    ['nothing', [], [], [], []],
    ['one dash', ['-llb'], ['--llb=true'], [], []],
    ['two dashes', ['--llb'], ['--llb=true'], [], []],
    ['a value after =', ['-filename=a=b'], ['--filename=a=b'], [], []],
    ['a value as next word', ['--filename', 'a'], ['--filename=a'], [], []],
    ['a value that looks like a flag', ['-filename', '-llb'], ['--filename=-llb'], [], []],
    ['a value that is two dashes', ['-filename', '--'], ['--filename=--'], [], []],
    ['an empty value', ['-filename='], ['--filename='], [], []],
    ['no next word for a boolean', ['-llb', 'false'], ['--llb=true'], ['false'], []],
    ['a short name', ['-t', 'a', '-t=b'], ['--tag=a', '--tag=b'], [], []],
    ['standard input', ['-filename', '-', '.'], ['--filename=-'], ['.'], []],
    ['a lone dash', ['-', '-llb'], ['--llb=true'], ['-'], []],
    ['flags after the context', ['.', '-llb', '-t', 'a'], ['--llb=true', '--tag=a'], ['.'], []],
    ['an unknown flag after the context', ['.', '-nope'], [], ['.', '-nope'], []],
    ['a separator after flags', ['-llb', '--', '-x', '--'], ['--llb=true'], [], ['-x', '--']],
    ['a separator after the context', ['.', '--', 'x'], [], ['.'], ['x']],
    ['an unknown flag', ['-nope', 'a'], ['--nope'], ['a'], []],
    ['a missing value', ['-filename'], ['--filename'], [], []],
  ])('%s', (_name, words, flags, positional, engine) => {
    expect(splitCommandLine(words)).toEqual({ flags, positional, engine });
  });
});

describe('booleans', () => {
  it.each(['1', 't', 'T', 'true', 'TRUE', 'True'])('-llb=%s is true', (value) => {
    expect(read([`-llb=${value}`]).mode).toBe('llb');
  });
  it.each(['0', 'f', 'F', 'false', 'FALSE', 'False'])('-llb=%s is false', (value) => {
    expect(read([`-llb=${value}`]).mode).toBe('build');
  });
  it.each(['yes', '', 'tRUE', '2'])('-llb=%s is an error', (value) => {
    expect(usageError([`-llb=${value}`]).message).toMatch(/^option '-llb .*It is true or false\.$/);
  });
});

describe('what runs', () => {
  it.each<[string[], RunRequest['mode']]>([
    [[], 'build'],
    [['-buildkit'], 'build'],
    [['-buildkit=false'], 'silent-check'],
    [['-llb'], 'llb'],
    [['-llb=true', '-buildkit=false'], 'llb'],
    [['-buildkit=false', '-dockerfile=true', '-filename=x'], 'dockerfile'],
    [['-llb', '-dockerfile=false'], 'llb'],
    [['-image-config'], 'image-config'],
    [['-image-config=json'], 'image-config'],
    [['-image-config=false'], 'build'],
    [['-dry-run'], 'dry-run'],
    [['-check'], 'check'],
    [['-check=sarif', 'a', 'b/Mopyfile.yaml'], 'check'],
    [['-check=false'], 'build'],
    [['-graph'], 'graph'],
    [['-graph=dot', '-f', 'x'], 'graph'],
    [['-init'], 'init'],
  ])('%j: %s', (words, mode) => {
    expect(read(words).mode).toBe(mode);
  });

  it('knows the two forms of the image config', () => {
    expect(read(['-image-config']).plainJson).toBe(false);
    expect(read(['-image-config=json']).plainJson).toBe(true);
  });

  it.each<[string, 'help' | 'version']>([
    ['-help', 'help'],
    ['--help', 'help'],
    ['-h', 'help'],
    ['-version', 'version'],
  ])('%s, whatever else is asked for', (word, kind) => {
    expect(readCommandLine([word], {}).kind).toBe(kind);
    expect(readCommandLine(['-llb', '-dockerfile', word, 'a', 'b'], {}).kind).toBe(kind);
  });
});

describe('values', () => {
  it('keeps repeated flags in order and takes the last of the others', () => {
    const { build, filename } = read(['-t', 'a', '-tag=b', '-filename', 'x', '-filename', 'y']);
    expect({ tags: build.tags, filename }).toEqual({ tags: ['a', 'b'], filename: 'y' });
  });

  it('takes everything that a build knows', () => {
    const words =
      '-o type=oci,dest=x -push -t r/a -addr tcp://h:1 -tlsdir d -progress plain -no-cache -pull -ssh default -secret id=a';
    const more = '-cache-from type=a -cache-to type=b -metadata-file m -- --one two';
    expect(read([...words.split(' '), ...more.split(' ')]).build).toEqual({
      outputs: ['type=oci,dest=x'],
      push: true,
      load: false,
      tags: ['r/a'],
      address: 'tcp://h:1',
      tls: { tlsdir: 'd' },
      progress: 'plain',
      noCache: true,
      pull: true,
      ssh: ['default'],
      secrets: ['id=a'],
      cacheFrom: ['type=a'],
      cacheTo: ['type=b'],
      metadataFile: 'm',
      words: ['--one', 'two'],
    });
  });

  it('reads labels, build arguments and platforms', () => {
    const run = read(
      '-label a=b=c -label d -build-arg http_proxy=x=y -build-arg E -platform linux/amd64,linux/arm64/v8'.split(
        ' ',
      ),
    );
    expect([...run.labels]).toEqual([
      ['a', 'b=c'],
      ['d', ''],
    ]);
    expect(run.buildArguments).toEqual([{ name: 'http_proxy', value: 'x=y' }, { name: 'E' }]);
    expect(run.platforms).toEqual([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]);
  });

  it('prefers base images of the command line to those of the environment', () => {
    const environment = {
      MOPY_BUILD_CONTEXTS:
        'python:3.11=docker-image://m/a\n python:3.12=docker-image://m/b,x=docker-image://m/c',
    };
    const digest = `sha256:${'a'.repeat(64)}`;
    const words = ['-build-context', `docker.io/library/python:3.12=docker-image://r:5000/p@${digest}`];
    const run = read(words, environment);
    expect([...run.baseImages]).toEqual([
      ['python:3.11', 'm/a'],
      ['python:3.12', `r:5000/p@${digest}`],
      ['x', 'm/c'],
    ]);
    expect([...run.namedBaseImages]).toEqual(['python:3.12']);
  });
});

describe('usage errors', () => {
  it.each<[string[], RegExp, RegExp | undefined]>([
    [['-dockrfile'], /^unknown option '-dockrfile'$/, /-dockerfile/],
    [['-zzzzzz'], /^unknown option '-zzzzzz'$/, /mopy -help/],
    [['-zzzzzz=1'], /^unknown option '-zzzzzz/, /mopy -help/],
    [['-V'], /^unknown option '-V'$/, /mopy -help/],
    [['--V=1'], /^unknown option '-V=1'$/, /mopy -help/],
    [
      ['-load=a--b'],
      /^option '-load <boolean>' argument 'a--b' is invalid. It is true or false.$/,
      undefined,
    ],
    [['-filename'], /^option '-filename <path>' argument missing$/, undefined],
    [['-filename='], /^-filename is empty$/, /leave the flag out/],
    [['-dockerfile', '-out', ''], /^-out is empty$/, /leave the flag out/],
    [['-llb', '-dockerfile'], /^option '-llb' cannot be used with option '-dockerfile'$/, /once for each/],
    [['-image-config=json', '-dry-run'], /^option '-image-config' cannot be used with .*-dry-run/, undefined],
    [['-dry-run', '-buildkit=false'], /-buildkit=false turns off/, undefined],
    [
      ['-image-config=yaml'],
      /^option '-image-config <word>' .* 'yaml' is invalid. Allowed choices are json, true, false.$/,
      undefined,
    ],
    [['-credentials=plain'], /inline, secret/, undefined],
    [['-progress=fast'], /auto, plain, tty, rawjson, quiet/, undefined],
    [['a', 'b'], /"b" after the context/, /after --/],
    [['a', '-nope'], /"-nope" after the context/, /mopy -help/],
    [['-o', 'image.tar'], /-output: "image.tar" has no type/, /type=oci,dest=image.tar/],
    [['-o', 'files/'], /-output: "files\/" has no type/, /type=local,dest=files\//],
    [['-tlsdir', 'x', '-builder', 'team'], /^option '-tlsdir' cannot be used with .*-builder/, undefined],
    [['-tlskey', 'x', '-builder', 'team'], /^option '-tlskey' cannot be used with .*-builder/, undefined],
    [
      ['-builder', 'team', '-addr', 'tcp://h:1'],
      /'-builder' .*'-addr'|'-addr' .*'-builder'/,
      /leave one of them/,
    ],
    [['-builder', ''], /^-builder is empty$/, /leave the flag out/],
    [['-addr='], /^-addr is empty$/, /leave the flag out/],
    [['-metadata-file='], /^-metadata-file is empty$/, /leave the flag out/],
    [['-target='], /^-target is empty$/, /leave the flag out/],
    [['-builder=--bootstrap'], /^-builder: "--bootstrap" is no name/, /docker buildx ls/],
    [['-builder', 'a\u001b[31m'], /^-builder: "a\\u001b\[31m" is no name/, /docker buildx ls/],
    [['-tlscert', 'x', '-addr', 'tcp://h:1'], /^-tlscert needs -tlskey$/, /alone/],
    [['-tlskey', 'x', '-addr', 'tcp://h:1'], /^-tlskey needs -tlscert$/, /alone/],
    [['-tlsdir', 'x', '-tlscacert', 'y'], /^-tlsdir has the file that -tlscacert names$/, /leave one/],
    [['-o', 'type='], /^-output: "type=" has no type$/, /local, tar, oci, docker and image/],
    [['-o', 'dest=x.tar'], /^-output: "dest=x.tar" has no type$/, /type=oci,dest=image.tar/],
    [['-o', 'type=oci,dest="x'], /^-output: .* has a quote that/, /"key=a,b"/],
    [['-cache-to='], /^-cache-to: "" is no name of an image$/, /type=registry,ref=/],
    [['-cache-to=a b'], /^-cache-to: "a b" is no name of an image$/, /type=registry,ref=/],
    [['-cache-from', 'type='], /^-cache-from: "type=" has no type$/, /type=registry,ref=/],
    [['-cache-from', 'type=local,src="x'], /^-cache-from: .* has a quote that/, /"key=a,b"/],
    [
      ['-o', 'type=oci,dest=x.tar', '-o', 'type=tar,dest=./x.tar'],
      /two of them write to "x.tar"/,
      /dest= of its own/,
    ],
    [['-o', 'type=oci,dest=-', '-o', 'type=tar,dest=-'], /two of them write to standard output/, undefined],
    [
      ['-metadata-file', './x.tar', '-o', 'type=oci,dest=x.tar'],
      /^-metadata-file and -output both write to "\.\/x\.tar"$/,
      /a file of its own/,
    ],
    [['-load', '-o', 'type=tar,dest=-'], /^-load takes the standard output that -output/, /dest= file/],
    [
      ['-o', 'type=docker,dest=d.tar', '-platform', '386,amd64'],
      /^a file of -output type=docker is for one/,
      /type=oci/,
    ],
    [['-check', '-graph'], /'-check' cannot be used with option '-graph'/, /once for each/],
    [['-check=xml'], /option '-check/, undefined],
    [['-check', '-push'], /-push means nothing with -check/, undefined],
    [['-graph', '-push'], /-push means nothing with -graph/, undefined],
    [['-completion', 'csh'], /bash, zsh, fish/, undefined],
    [['-llb', '--', 'x'], /words after -- mean nothing with -llb/, undefined],
    [['-llb', '-push'], /-push means nothing with -llb/, /buildctl/],
    [['-llb', '-label', 'a=b'], /-label means nothing with -llb/, /-image-config/],
    [['-dockerfile', '-t', 'x'], /-tag means nothing with -dockerfile/, /docker build/],
    [['-image-config', '-credentials=inline'], /-credentials means nothing with -image-config/, undefined],
    [['-buildkit=false', '-t', 'x'], /-tag means nothing when nothing is built/, undefined],
    [['-out', 'x'], /-out means nothing for a build/, /-output/],
    [['-t', 'MyApp'], /^-tag: "MyApp" is no name of an image$/, /lower case: myapp/],
    [['-t', 'a b'], /^-tag: "a b" is no name/, /for example app:1.0/],
    [['-t', `a@sha256:${'0'.repeat(64)}`], /^-tag: .* is no name/, /for example app:1.0/],
    [['-t', ''], /^-tag: "" is no name/, undefined],
    [['-output', 'type=image,"name=app,MyApp:1"'], /^-output: "MyApp:1" is no name/, /myapp:1/],
    [['-label', `x=${'a'.repeat(32_000)}`], /^-label: "x" has more than 32,000 bytes$/, undefined],
    [['-push'], /-push needs a -tag/, undefined],
    [['-load', '-platform', 'linux/amd64,linux/386'], /-load takes one platform/, undefined],
    [['-llb', '-platform', 'amd64', '-platform', 'arm64'], /-llb is for one platform/, undefined],
    [['-image-config', '-platform', 'amd64,386'], /-image-config is for one platform/, undefined],
    [['-platform', 'windows/amd64'], /-platform: .*windows/, /linux\/amd64/],
    [['-platform', ''], /-platform/, undefined],
    [['-build-context', 'python:3.12=local:x'], /replaces no base image/, /docker-image:/],
    [['-build-context', 'python:3.12=docker-image://'], /replaces no base image/, undefined],
    [['-build-context', 'python:3.12'], /replaces no base image/, undefined],
    [['-build-context', 'python:3.12=docker-image://x\nRUN evil'], /no image reference/, /lower case/],
    [['-build-context', 'python:3.12=docker-image://x y'], /"x y" is no image reference/, undefined],
    [['-build-context', 'python:3.12=docker-image://$X'], /"\$X" is no image reference/, undefined],
    [['-build-context', 'Python=docker-image://x'], /"Python" is no image reference/, undefined],
    [['-label', '=x'], /has no name/, undefined],
    [['-label', 'a=b\nc'], /control characters/, undefined],
    [['-build-arg', '=x'], /needs a name/, undefined],
  ])('%j', (words, message, hint) => {
    const error = usageError(words);
    expect(error.message).toMatch(message);
    if (hint) {
      expect(error.hint).toMatch(hint);
    }
  });

  it('blames the variable for what stands in it', () => {
    expect(usageError([], { MOPY_BUILD_CONTEXTS: 'nonsense' }).message).toMatch(/^MOPY_BUILD_CONTEXTS: /);
  });

  it('counts what is turned off as not given', () => {
    expect(read(['-llb', '-push=false']).mode).toBe('llb');
  });
});

it('names no flag twice', () => {
  const names = FLAGS.flatMap(({ name, short }) => [name, ...(short === undefined ? [] : [short])]);
  expect(names).toEqual([...new Set(names)]);
});
