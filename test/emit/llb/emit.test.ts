import { describe, expect, it } from 'vitest';
import { definition, emitLlb } from '../../../src/emit/llb/emit.js';
import type { LlbSettings } from '../../../src/emit/llb/options.js';
import { sourceInfo } from '../../../src/emit/llb/source-map.js';
import type { Plan, Platform } from '../../../src/plan/plan.js';
import { decode } from '../../../src/protobuf/decode.js';
import { digestOf } from '../../../src/protobuf/digest.js';
import type { Definition, Op, OpMetadata } from '../../../src/protobuf/schema.generated.js';
import type { Source } from '../../../src/source/source.js';
import {
  copy,
  distroless,
  environment,
  numpy,
  planOf,
  plans,
  run,
  stageOn,
  wheel,
  workingDirectory,
} from '../../support/plans.js';

const amd64: Platform = { os: 'linux', architecture: 'amd64' };
const local = { kind: 'local', name: 'context', unique: 'u', sharedKeyHint: 'context' } as const;
const plain: LlbSettings = { platform: amd64, contextSource: local };

interface Entry {
  readonly digest: string;
  readonly op: Op;
  readonly metadata: OpMetadata | undefined;
}

/** Every op with what is said about it, the terminal one last. */
function entries({ def = [], metadata }: Definition): readonly Entry[] {
  return def.map((bytes) => {
    const digest = digestOf(bytes);
    return { digest, op: decode('pb.Op', bytes), metadata: metadata?.get(digest) };
  });
}

const emit = (plan: Plan, options: Partial<LlbSettings> = {}) => definition(plan, { ...plain, ...options });

const name = ({ metadata }: Entry): string | undefined => metadata?.description?.get('llb.customname');

const identifiers = (made: Definition): readonly string[] =>
  entries(made).flatMap(({ op }) => (op.source?.identifier ? [op.source.identifier] : []));

/** Lines by file that a failing op shows. */
function blamed(made: Definition, { digest }: Entry): readonly unknown[] {
  const { locations = [] } = made.Source?.locations?.get(digest) ?? {};
  return locations.map(({ sourceIndex = 0, ranges = [] }) => [
    made.Source?.infos?.[sourceIndex]?.filename,
    ...ranges.map(({ start, end }) => `${start?.line}-${end?.line}`),
  ]);
}

const linked = planOf([
  stageOn('build', distroless, [
    workingDirectory('/w'),
    run(['pip'], [], { locations: [wheel, numpy] }),
    run(['check']),
  ]),
  stageOn('final', distroless, [
    copy('build', 'opt', '/opt/', { link: true, title: 'Add it', locations: [wheel] }),
  ]),
]);

describe('every plan', () => {
  it.each(Object.entries(plans))('%s gives a definition that hangs together', (_name, plan) => {
    const all = entries(emit(plan));
    const seen = new Set<string>();
    for (const { digest, op, metadata } of all) {
      expect(op.inputs?.every((input) => seen.has(input.digest ?? '')) ?? true).toBe(true);
      expect(metadata?.caps?.size).toBeGreaterThan(0);
      seen.add(digest);
    }
    expect(seen.size).toBe(all.length);
    expect(Object.keys(all.at(-1)?.op ?? {})).toEqual(['inputs']);
  });

  it.each(Object.entries(plans))('%s gives the same bytes again', (_name, plan) => {
    expect(emitLlb(plan, plain)).toEqual(emitLlb(structuredClone(plan), plain));
  });
});

describe('the source map', () => {
  it('has the lines of the step and nothing of credentials', () => {
    const made = emit(linked);
    const [pip, check] = entries(made).filter(({ op }) => op.exec);
    expect(pip && blamed(made, pip)).toEqual([['Mopyfile.yaml', '3-4']]);
    expect(check && blamed(made, check)).toEqual([]);
    const [info] = made.Source?.infos ?? [];
    expect(new TextDecoder().decode(info?.data)).toBe(
      'python: 3.11\npip:\n  - numpy\n  - https://***@example.org/x.whl\n',
    );
    expect(Buffer.from(emitLlb(linked, plain)).includes('hunter2')).toBe(false);
  });

  it('blames a linked copy and its merge', () => {
    const made = emit(linked);
    const located = entries(made).filter((entry) => name(entry)?.includes('Add it'));
    expect(located.map((entry) => blamed(made, entry))).toEqual([
      [['Mopyfile.yaml', '4-4']],
      [['Mopyfile.yaml', '4-4']],
    ]);
  });

  it('keeps distant lines apart and names other files', () => {
    const other: Source = {
      kind: 'requirements',
      filename: 'base.in',
      text: 'a\nb @ https://x:secret@h/b.whl\n',
    };
    const first = { source: numpy.source, span: { start: 0, end: 6 } };
    const second = { source: other, span: { start: 2, end: 4 } };
    const made = emit(
      planOf([stageOn('only', distroless, [run(['x'], [], { locations: [wheel, second, first] })])]),
    );
    const [entry] = entries(made).filter(({ op }) => op.exec);
    expect(entry && blamed(made, entry)).toEqual([
      ['Mopyfile.yaml', '1-1', '4-4'],
      ['base.in', '2-2'],
    ]);
    expect(new TextDecoder().decode(made.Source?.infos?.[1]?.data)).toBe('a\nb @ https://***@h/b.whl\n');
  });

  it.each([
    ['mopyfile', 'YAML'],
    ['requirements', 'Pip Requirements'],
    ['ignore', 'Ignore List'],
  ] as const)('gives a file of the kind %s the language %s', (kind, language) => {
    expect(sourceInfo({ kind, filename: 'any.name', text: '' }).language).toBe(language);
  });

  it('changes no op', () => {
    const text = `# a comment\n${numpy.source.text}`;
    const moved = { ...linked, source: { ...linked.source, text } };
    expect(emit(moved).def).toEqual(emit(linked).def);
  });
});

describe('progress', () => {
  it('numbers the steps of each stage; the last one names what several have in common', () => {
    expect(entries(emit(linked)).map(name)).toEqual([
      '[build 1/4] FROM gcr.io/distroless/static-debian13:nonroot',
      '[build 2/4] WORKDIR /w',
      '[build 3/4] pip',
      '[build 4/4] check',
      '[final 2/2] Add it',
      '[final 2/2] Add it',
      undefined,
    ]);
  });

  it('names the platform where several are built', () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7' } as const;
    const [first] = entries(emit(linked, { platform, platformInNames: true }));
    expect(first && name(first)).toBe(
      '[linux/arm/v7 build 1/4] FROM gcr.io/distroless/static-debian13:nonroot',
    );
  });

  it('shows a linked copy and its merge as one line', () => {
    const groups = entries(emit(linked)).flatMap(({ metadata }) => metadata?.progressGroup ?? []);
    expect(groups.map(({ id, weak = false }) => [id, weak])).toEqual([
      [groups[0]?.id, true],
      [groups[0]?.id, false],
    ]);
  });
});

describe('what is asked for', () => {
  const targets = [
    { platform: amd64, stage: 'build', foundation: 'distroless' },
    { platform: { os: 'linux', architecture: '386' }, stage: 'final', foundation: 'slim' },
  ] as const;

  it("is the platform's target, or a stage by name", () => {
    const several = { ...linked, targets };
    const execs = (options: Partial<LlbSettings>): number =>
      entries(emit(several, options)).filter(({ op }) => op.merge).length;
    expect([
      execs({}),
      execs({ platform: { os: 'linux', architecture: '386' } }),
      execs({ stage: 'final' }),
    ]).toEqual([0, 1, 1]);
  });

  it.each([
    ['a platform', { platform: { os: 'linux', architecture: 'mips' } }, 'no target for linux/mips'],
    ['a stage', { stage: 'nowhere' }, 'no stage is named nowhere'],
  ] as const)('may not be %s that the plan lacks', (_what, options, message) => {
    expect(() => emit({ ...linked, targets }, options)).toThrow(message);
  });

  it('may not be empty', () => {
    expect(() => emit(planOf([stageOn('a', undefined, [environment({ A: '1' })])]))).toThrow('is empty');
  });
});

describe('the context', () => {
  const sourceAttributes = (made: Definition) =>
    entries(made).find(({ op }) => op.source?.identifier?.startsWith('local:'))?.op.source?.attrs;
  const copies = plans['copies'] as Plan;

  it('differs from build to build in its identity alone', () => {
    const one = sourceAttributes(emit(copies));
    const two = sourceAttributes(emit(copies, { contextSource: { ...local, unique: 'v' } }));
    expect(new Map(one).set('local.unique', 'v')).toEqual(two);
  });

  it('can be of a session', () => {
    const contextSource = { kind: 'local', name: 'ctx', sessionId: 's', sharedKeyHint: 'h' } as const;
    const made = emit(copies, { contextSource });
    expect(identifiers(made)).toContain('local://ctx');
    expect(sourceAttributes(made)?.get('local.session')).toBe('s');
    expect(sourceAttributes(made)?.get('local.sharedkeyhint')).toBe('h');
  });

  it('can be any other graph, whose ops keep their bytes and metadata', () => {
    const other = emit(planOf([stageOn('other', distroless, [run(['make'])])]));
    const made = emit(copies, { contextSource: { kind: 'definition', definition: other } });
    expect(identifiers(made).some((identifier) => identifier.startsWith('local:'))).toBe(false);
    const op = other.def?.[1] ?? new Uint8Array();
    expect(made.def).toContainEqual(op);
    expect(made.metadata?.get(digestOf(op))).toEqual(other.metadata?.get(digestOf(op)));
  });

  it('is left out where no stage reads it', () => {
    expect(identifiers(emit(linked))).toEqual(['docker-image://gcr.io/distroless/static-debian13:nonroot']);
  });
});

describe('base images that were looked up', () => {
  const resolve = (resolved: NonNullable<LlbSettings['resolvedImages']>) =>
    emit(linked, { resolvedImages: resolved });

  it('have their digest, and steps stay those of the plan', () => {
    const reference = `mirror.example/x:1@sha256:${'1'.repeat(64)}`;
    const made = resolve(new Map([[distroless.name, { kind: 'image', reference }]]));
    expect(identifiers(made)).toEqual([`docker-image://${reference}`]);
    const program = (all: Definition) => entries(all).find(({ op }) => op.exec)?.op.exec?.meta;
    expect(program(made)).toEqual(program(emit(linked)));
  });

  it('can be any other graph', () => {
    const other = emit(planOf([stageOn('other', undefined, [copy(undefined, '.', '/')])]));
    const made = resolve(new Map([[distroless.name, { kind: 'definition', definition: other }]]));
    expect(identifiers(made)).toEqual(['local://context']);
  });

  it('that are other graphs show their own lines, once, beside those of the plan', () => {
    const other = emit(
      planOf([stageOn('other', undefined, [copy(undefined, '.', '/', { locations: [numpy] })])]),
    );
    const theirs = entries(other).filter((entry) => blamed(other, entry).length > 0);
    const made = resolve(new Map([[distroless.name, { kind: 'definition', definition: other }]]));
    expect(theirs).toHaveLength(1);
    for (const entry of theirs) {
      expect(blamed(made, entry)).toEqual(blamed(other, entry));
    }
    const program = entries(made).filter(({ op }) => op.exec)[0];
    const own = entries(emit(linked)).filter(({ op }) => op.exec)[0];
    expect(program && blamed(made, program)).toEqual(own && blamed(emit(linked), own));
    const plainInfos = emit(linked).Source?.infos ?? [];
    expect(made.Source?.infos).toEqual([...plainInfos, ...(other.Source?.infos?.slice(-1) ?? [])]);
  });
});

it('writes a stage of more steps than the call stack is deep', () => {
  const steps = Array.from({ length: 12_000 }, (_, index) => run([`${index}`]));
  const { def } = definition(planOf([stageOn('final', distroless, steps)]), plain);
  expect(def).toHaveLength(steps.length + 2);
});
