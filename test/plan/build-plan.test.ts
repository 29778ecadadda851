import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { baseImages, CERTIFICATES, foundationFor } from '../../src/plan/base-images.js';
import { credentialSpeller } from '../../src/plan/credentials.js';
import { buildEnvironment, expandEnvironment } from '../../src/plan/environment.js';
import type { Platform, Step } from '../../src/plan/plan.js';

import { aptPackages, aptStep } from '../../src/plan/steps/apt-step.js';
import { delimiterFor } from '../../src/plan/steps/steps.js';
import { compileSample, sampleNames } from '../support/samples.js';
import { validMopyfile } from '../validate/validate-text.js';

const source = { kind: 'mopyfile', filename: 'Mopyfile.yaml', text: '' } as const;
const location = { source, span: { start: 0, end: 0 } };

describe('foundations', () => {
  test.each([
    [undefined, 'distroless'],
    ['amd64', 'distroless'],
    ['arm64', 'distroless'],
    ['arm/v7', 'distroless'],
    ['s390x', 'distroless'],
    ['ppc64le', 'distroless'],
    ['riscv64', 'distroless'],
    ['amd64/v2', 'distroless'],
    ['amd64/v3', 'distroless'],
    ['arm64/v9', 'distroless'],
    ['arm64/v8.2', 'distroless'],
    ['arm/v8', 'distroless'],
    ['386', 'slim'],
    ['arm/v5', 'slim'],
    ['arm/v6', 'slim'],
    ['mips64le', 'slim'],
  ])('%s stands on %s', (name, expected) => {
    const [architecture = '', variant] = name?.split('/') ?? [];
    const platform: Platform | undefined =
      name === undefined
        ? undefined
        : { os: 'linux', architecture, ...(variant !== undefined && { variant }) };
    expect(foundationFor('distroless', platform)).toBe(expected);
    expect(foundationFor('slim', platform)).toBe('slim');
  });
});

describe('base images', () => {
  test.each([
    ['scripts', 'docker.io/library/scripts'],
    ['scratch', 'docker.io/library/scratch'],
    ['scripts:1', 'scripts:1'],
    ['me/scripts', 'me/scripts'],
  ])('a replacement by %s is written %s, which is no stage', (reference, written) => {
    const { build, slim } = baseImages({ version: '3.13' }, new Map([['python:3.13', reference]]));
    expect([build.reference, slim.reference]).toEqual([written, 'python:3.13-slim']);
  });
});

describe('environment', () => {
  const base = [
    { name: 'PATH', value: '/bin' },
    { name: 'LANG', value: 'C.UTF-8' },
  ];
  const literal = (text: string) => ({ kind: 'literal', text }) as const;
  const reference = (name: string) => ({ kind: 'reference', name }) as const;

  test('a known name keeps its place, a new one comes last', () => {
    const expanded = expandEnvironment(base, [
      { name: 'NEW', value: [literal('1')], location },
      { name: 'PATH', value: [literal('/own:'), reference('PATH')], location },
    ]);
    expect(expanded).toEqual([
      { name: 'PATH', value: '/own:/bin' },
      { name: 'LANG', value: 'C.UTF-8' },
      { name: 'NEW', value: '1' },
    ]);
  });

  test('references see earlier variables, and text that looks like one is left alone', () => {
    const expanded = expandEnvironment(base, [
      { name: 'A', value: [literal('${B} $PATH')], location },
      { name: 'B', value: [reference('A'), literal('!')], location },
    ]);
    expect(expanded.at(-1)).toEqual({ name: 'B', value: '${B} $PATH!' });
  });
});

describe('credentials', () => {
  const text = [
    { kind: 'literal', text: 'https://' },
    { kind: 'secret', text: 'user:pw', location },
    { kind: 'literal', text: '@host/' },
  ] as const;

  test('stand in the text inline, and nowhere else', () => {
    const speller = credentialSpeller('inline');
    expect(speller.spell(text)).toBe('https://user:pw@host/');
    expect(speller.secrets()).toEqual([]);
  });

  test('become the names of secrets, one for each value, and references where no URL has them', () => {
    const speller = credentialSpeller('secret');
    expect(speller.spell(text)).toBe('https://mopy-credential-1:@host/');
    expect(speller.spell(text)).toBe('https://mopy-credential-1:@host/');
    expect(speller.spell([{ kind: 'literal', text: 'git+https://' }, ...text.slice(1)])).toBe(
      'git+https://mopy-credential-1@host/',
    );
    expect(speller.spell([{ kind: 'secret', text: 'other', location }])).toBe('${MOPY_CREDENTIAL_2}');
    expect(speller.secrets()).toEqual([
      { id: 'mopy-credential-1', variable: 'MOPY_CREDENTIAL_1', value: 'user:pw', location },
      { id: 'mopy-credential-2', variable: 'MOPY_CREDENTIAL_2', value: 'other', location },
    ]);
  });

  test('are one secret although user name and password stand apart', () => {
    const speller = credentialSpeller('secret');
    const apart = [
      text[0],
      { kind: 'secret', text: 'us%20er', location },
      { kind: 'literal', text: ':' },
      { kind: 'secret', text: 'pw', location },
      text[2],
    ] as const;
    expect(speller.spell(apart)).toBe('https://mopy-credential-1:@host/');
    expect(speller.secrets().map(({ value }) => value)).toEqual(['us%20er:pw']);
  });

  test('stay references beside a user name that is none', () => {
    const speller = credentialSpeller('secret');
    const literal = [{ kind: 'literal', text: 'https://${USER}:' }, ...text.slice(1)] as const;
    expect(speller.spell(literal)).toBe('https://${USER}:${MOPY_CREDENTIAL_1}@host/');
  });
});

test('packages are installed without what is for the final image alone', async () => {
  const { environment } = await validMopyfile(`envs:
  HOME: /data
  HOMES: \${HOME}/s
  REQUESTS_CA_BUNDLE: /data/ca.pem
  SSL_CERT_DIR: /data
  LD_PRELOAD: /data/lib.so
  PYTHONSAFEPATH: 1
  PYTHONOPTIMIZE: 2
`);
  const build = new Map(buildEnvironment(environment).map(({ name, value }) => [name, value]));
  const names = [
    'HOME',
    'HOMES',
    'REQUESTS_CA_BUNDLE',
    'SSL_CERT_DIR',
    'LD_PRELOAD',
    'PYTHONSAFEPATH',
    'PYTHONOPTIMIZE',
  ];
  expect(names.map((name) => build.get(name))).toEqual([
    undefined,
    '/data/s',
    CERTIFICATES,
    undefined,
    undefined,
    undefined,
    '2',
  ]);
});

test('a heredoc delimiter is on no line of its text', () => {
  expect(delimiterFor('a\nb\n')).toBe('EOF');
  expect(delimiterFor('a\nEOF\nEOF1\n')).toBe('EOF2');
  expect(delimiterFor('EOF here\n')).toBe('EOF');
});

test('apt-get knows further architectures, and its own words for those that are there', async () => {
  const packages = [
    'gcc',
    'a1:any',
    'b1:all=1',
    'c1:native/stable',
    'libc6:arm64',
    'libz1:arm64',
    'libc6:i386=2:1',
  ];
  const { stages } = await compileSample(
    'interpreter-only',
    `pip: [six]\nbuild-deps: [${packages.join(', ')}]\n`,
  );
  const steps = stages.flatMap((stage) => stage.steps);
  const apt = steps.find((step) => step.kind === 'run' && step.title.endsWith('with apt'));
  const script = apt?.kind === 'run' && apt.command.kind === 'shell' ? apt.command.script : '';
  expect(script).toMatch(/--add-architecture <<'ARCHITECTURES'\narm64\ni386\nARCHITECTURES\n/);
  expect(script).toContain(`<<'PACKAGES'\n${packages.join('\n')}\nPACKAGES\n`);
});

test('the packages of apt are blamed on what asks for them', async () => {
  const entries = ['numpy', './plain.txt', './git.txt', 'git+https://host/b.git', './plain.txt'];
  const mopyfile = await validMopyfile(`build-deps: [gcc]\npip: [${entries.join(', ')}]\n`, {
    'plain.txt': 'numpy',
    'git.txt': '-r deeper.txt',
    'deeper.txt': 'git+https://host/a.git',
  });
  const { locations } = aptStep(mopyfile, aptPackages(mopyfile));
  const blamed = locations.map(({ source: { text }, span }) => text.slice(span.start, span.end));
  expect(blamed).toEqual(['gcc', './git.txt', 'git+https://host/b.git']);
});

describe.each(sampleNames())('the plan of %s', (name) => {
  test('names stages before they are used, and ends in its targets', async () => {
    const { stages, targets } = await compileSample(name);
    const known = new Set<string>();
    for (const { name: stage, steps } of stages) {
      const used = steps.flatMap(references);
      for (const reference of used) {
        expect(known, `${stage} uses ${reference}`).toContain(reference);
      }
      expect(known).not.toContain(stage);
      known.add(stage);
    }
    for (const { stage } of targets) {
      expect(known).toContain(stage);
    }
  });

  test('hands nothing of the Mopyfile to a shell outside quoted heredocs', async () => {
    const { stages } = await compileSample(name);
    const scripts = stages
      .flatMap(({ steps }) => steps)
      .flatMap((step) => (step.kind === 'run' && step.command.kind === 'shell' ? [step.command.script] : []))
      .map((script) => script.replace(/<<'(\w+)'\n[\s\S]*?\n\1\n/g, ''));
    const { installs, words } = written(name);
    expect(scripts.length > 0).toBe(installs);
    for (const script of scripts) {
      for (const word of words) {
        expect(script).not.toContain(word);
      }
    }
  });
});

/** Texts of a sample that a shell might meet, and its packages. */
function written(name: string): { readonly words: readonly string[]; readonly installs: boolean } {
  const text = readFileSync(new URL(`../samples/${name}/Mopyfile.yaml`, import.meta.url), 'utf8');
  const { pip, indices, project, envs, labels, ...dependencies } = parse(text) ?? {};
  const { 'build-deps': buildDependencies, 'runtime-deps': runtimeDependencies } = dependencies;
  return {
    words: scalars([pip, indices, project, envs, labels, buildDependencies, runtimeDependencies]),
    installs: Boolean(pip?.length || buildDependencies?.length || runtimeDependencies?.length),
  };
}

function scalars(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(scalars);
  }
  return typeof value === 'string' && value.length > 2 ? [value] : [];
}

function references(step: Step): readonly string[] {
  if (step.kind === 'copy') {
    return step.from.kind === 'stage' ? [step.from.name] : [];
  }
  if (step.kind !== 'run') {
    return [];
  }
  return step.mounts.flatMap((mount) => (mount.kind === 'bind' ? [mount.from] : []));
}
