import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import type { BuildRequest } from '../../src/solve/build-request.js';
import { defaultTag, outputsOf, withDefaultName, withImageConfig } from '../../src/solve/destination.js';
import { dryRunCommand, inFolder } from '../../src/solve/dry-run.js';
import type { Engine } from '../../src/solve/engine.js';
import { argumentText } from '../../src/solve/invocation.js';
import { FOLDER_VARIABLE, type RecipeInput, recipeFor } from '../../src/solve/recipe.js';
import { AMD64, planFor, REQUEST } from './inputs.js';

const BUILDCTL: Engine = { kind: 'buildctl', connection: { tls: {} } };
const DOCKER: Engine = { kind: 'docker' };
const CONFIG = expect.stringMatching(/"containerimage\.config=\{""architecture"":""amd64"".*\}"$/);

/** The words of the command, with the values of variables in place. */
function wordsOf(input: Partial<RecipeInput> & { readonly more?: Partial<BuildRequest> }): readonly string[] {
  const { more, plan = planFor([AMD64]), engine = BUILDCTL, loader } = input;
  const { command } = recipeFor({
    plan,
    engine,
    request: { ...REQUEST, ...more },
    ...(loader && { loader }),
  });
  const variables = { [FOLDER_VARIABLE]: '/tmp/f', http_proxy: 'http://u:p@proxy' };
  return [command.program, ...command.words.map((word) => argumentText(word, variables))];
}

function secretPlan(): Plan {
  const location = {
    source: { kind: 'mopyfile' as const, filename: 'Mopyfile.yaml', text: 'x' },
    span: { start: 0, end: 1 },
  };
  return planFor([AMD64], {
    ssh: true,
    secrets: [{ id: 'mopy-credential-1', variable: 'MOPY_CREDENTIAL_1', value: 'hush', location }],
  });
}

describe('LLB on the standard input of buildctl', () => {
  it.each<[string, Partial<BuildRequest>, readonly unknown[]]>([
    ['nothing more', {}, []],
    [
      'outputs',
      { outputs: ['type=local,dest=x', 'type=oci,dest=y'] },
      ['--output', 'type=local,dest=x', '--output', CONFIG],
    ],
    [
      'caches',
      { cacheFrom: ['r/c'], cacheTo: ['type=local,dest=c'] },
      ['--import-cache', 'type=registry,ref=r/c', '--export-cache', 'type=local,dest=c'],
    ],
    ['secrets', { secrets: ['id=a,src=b'] }, ['--secret', 'id=a,src=b']],
    ['keys', { ssh: ['other=/key'] }, ['--ssh', 'other=/key']],
    [
      'how it runs',
      { progress: 'plain', noCache: true, metadataFile: 'm.json' },
      ['--metadata-file', 'm.json', '--progress', 'plain', '--no-cache'],
    ],
    ['proxies and pulling are in the LLB', { proxies: ['http_proxy'], pull: true }, []],
    ['words of the user', { words: ['--trace', 'x'] }, ['--trace', 'x']],
  ])('%s', (_name, more, words) => {
    expect(wordsOf({ more })).toEqual(['buildctl', 'build', '--local', 'context=.', ...words]);
  });

  it('makes way for a Dockerfile where there is a date, which younger files are given as well', () => {
    const outputs = [
      'type=oci,dest=y',
      'type=image,unpack=true',
      'type=oci,rewrite-timestamp=false',
      'type=tar',
    ];
    expect(wordsOf({ more: { sourceDateEpoch: '1', outputs } })).toEqual([
      ...['buildctl', 'build', '--frontend', 'dockerfile.v0', '--local', 'dockerfile=/tmp/f'],
      ...['--local', 'context=.', '--opt', 'build-arg:SOURCE_DATE_EPOCH=1'],
      ...['--output', 'type=oci,dest=y,rewrite-timestamp=true', '--output', 'type=image,unpack=true'],
      ...['--output', 'type=oci,rewrite-timestamp=false', '--output', 'type=tar'],
    ]);
  });

  it('names the daemon before the command', () => {
    const connection = { address: 'tcp://h:1', tls: { tlskey: 'k', tlsdir: 'd' } };
    expect(wordsOf({ engine: { kind: 'buildctl', connection } }).slice(0, 8)).toEqual(
      'buildctl --addr tcp://h:1 --tlsdir d --tlskey k build'.split(' '),
    );
  });

  it('hands over what the plan needs, and no value', () => {
    const words = wordsOf({ plan: secretPlan() });
    expect(words.slice(4)).toEqual([
      '--ssh',
      'default',
      '--secret',
      'id=mopy-credential-1,env=MOPY_CREDENTIAL_1',
    ]);
    expect(words.join(' ')).not.toContain('hush');
  });

  it.each([
    [['default'], ['default']],
    [['default=/key'], ['default=/key']],
    [['other'], ['default', 'other']],
  ])('gives the agent unless it is given: %j', (ssh, given) => {
    const words = wordsOf({ plan: secretPlan(), more: { ssh } });
    expect(words.filter((_, index) => words[index - 1] === '--ssh')).toEqual(given);
  });

  it('pipes the image into a loader', () => {
    const recipe = recipeFor({
      plan: planFor([AMD64]),
      engine: BUILDCTL,
      request: { ...REQUEST, tags: ['a', 'b'] },
      loader: 'podman',
    });
    expect(recipe.reader).toEqual({ program: 'podman', words: ['load'] });
    expect(recipe.command.words.at(-1)).toMatch(/^type=docker,"name=a,b",dest=-,"containerimage\.config=/);
  });
});

describe('the emitted Dockerfile', () => {
  const several = planFor([AMD64, { os: 'linux', architecture: '386' }]);

  it('goes to buildctl for several platforms', () => {
    const more = {
      platforms: ['linux/amd64', 'linux/386'],
      outputs: ['type=oci,dest=x'],
      proxies: ['http_proxy'],
      pull: true,
    };
    expect(wordsOf({ plan: several, more })).toEqual([
      ...['buildctl', 'build', '--frontend', 'dockerfile.v0', '--local', 'dockerfile=/tmp/f'],
      ...['--opt', 'platform=linux/amd64,linux/386', '--opt', 'image-resolve-mode=pull'],
      ...[
        '--opt',
        'build-arg:http_proxy=http://u:p@proxy',
        '--local',
        'context=.',
        '--output',
        'type=oci,dest=x',
      ],
    ]);
  });

  it('goes to docker, flags translated', () => {
    const more: Partial<BuildRequest> = {
      context: 'app',
      tags: ['a', 'b'],
      push: true,
      platforms: ['linux/amd64'],
      proxies: ['http_proxy'],
      sourceDateEpoch: '1',
      cacheFrom: ['r/c'],
      cacheTo: ['type=inline'],
      metadataFile: 'm',
      progress: 'plain',
      noCache: true,
      pull: true,
      words: ['--quiet'],
    };
    expect(wordsOf({ engine: DOCKER, plan: secretPlan(), more, loader: 'docker' })).toEqual([
      ...['docker', 'buildx', 'build', '--file', '/tmp/f/Dockerfile', '--tag', 'a', '--tag', 'b'],
      ...['--platform', 'linux/amd64', '--load', '--push', '--ssh', 'default'],
      ...['--secret', 'id=mopy-credential-1,env=MOPY_CREDENTIAL_1'],
      ...[
        '--build-arg',
        'http_proxy',
        '--build-arg',
        'SOURCE_DATE_EPOCH=1',
        '--cache-from',
        'r/c',
        '--cache-to',
        'type=inline',
      ],
      ...['--metadata-file', 'm', '--progress', 'plain', '--no-cache', '--pull', '--quiet', 'app'],
    ]);
  });

  it('comes with the ignore rules of the plan', () => {
    const { definition } = recipeFor({ plan: several, engine: DOCKER, request: REQUEST });
    expect(definition).toEqual({
      kind: 'files',
      files: { Dockerfile: expect.stringContaining('FROM'), 'Dockerfile.dockerignore': ".git\nit's\n" },
    });
  });
});

describe('destinations', () => {
  it('are all kept', () => {
    expect(outputsOf({ outputs: ['type=tar,dest=x'], push: true, tags: ['r/a'], loader: 'docker' })).toEqual([
      'type=tar,dest=x',
      'type=image,name=r/a,push=true',
      'type=docker,name=r/a,dest=-',
    ]);
  });

  it.each([
    ['type=oci,dest=x', 'type=oci,dest=x,"name=a,b"'],
    ['type=oci,name=own', 'type=oci,name=own'],
    ['type=local,dest=x', 'type=local,dest=x'],
  ])('%s is named by tags as docker does it', (output, named) => {
    expect(outputsOf({ outputs: [output], push: false, tags: ['a', 'b'] })).toEqual([named]);
  });

  it.each([
    ['type=docker,dest=x', 'type=docker,dest=x,name=app'],
    ['type=image', 'type=image,name=app'],
    ['type=image,push=false', 'type=image,push=false,name=app'],
    ['type=image,push=true', 'type=image,push=true'],
    ['type=registry', 'type=registry'],
    ['type=oci,name=own', 'type=oci,name=own'],
    ['type=tar,dest=x', 'type=tar,dest=x'],
    ['x', 'x'],
  ])('%s is named by default as %s', (output, named) => {
    expect(withDefaultName(output, 'app')).toBe(named);
  });

  it.each([
    ['type=image,push=true', 'type=image,push=true,"containerimage.config={""a"":1}"'],
    ['type=local,dest=x', 'type=local,dest=x'],
    ['type=oci,containerimage.config=x', 'type=oci,containerimage.config=x'],
  ])('%s gets an image config where it is an image', (output, complete) => {
    expect(withImageConfig(output, { a: 1 })).toBe(complete);
  });

  it.each([
    ['hello-world', 'hello-world'],
    ['My App!', 'my-app'],
    ['requirements.txt', 'requirements-txt'],
    ['--a__b--', 'a-b'],
    ['日本', 'app'],
  ])('%j becomes the tag %j', (folder, tag) => {
    expect(defaultTag(folder)).toBe(tag);
  });
});

describe('a dry run', () => {
  const emitter = { program: 'mopy', words: ['-llb', 'it is'] };

  it('is a pipe for LLB', () => {
    const recipe = recipeFor({ plan: planFor([AMD64]), engine: BUILDCTL, request: REQUEST });
    expect(dryRunCommand(recipe, emitter)).toBe("mopy -llb 'it is' | buildctl build --local context=.\n");
  });

  it('makes and removes a folder for a Dockerfile', () => {
    const recipe = recipeFor({
      plan: planFor([]),
      engine: DOCKER,
      request: { ...REQUEST, proxies: ['http_proxy'] },
    });
    const line = dryRunCommand(recipe, {
      program: 'mopy',
      words: ['-dockerfile', '-out', inFolder('/Dockerfile')],
    });
    expect(line).toBe(
      `(mopy_folder=$(mktemp -d) && trap 'rm -rf "$mopy_folder"' EXIT && mopy -dockerfile -out "\${mopy_folder}/Dockerfile"` +
        ` && printf '%s\\n' .git 'it'\\''s' > "\${mopy_folder}/Dockerfile.dockerignore"` +
        ' && docker buildx build --file "${mopy_folder}/Dockerfile" --build-arg http_proxy .)\n',
    );
  });
});
