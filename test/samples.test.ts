import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emitDockerfile } from '../src/emit/dockerfile/dockerfile.js';
import { definition } from '../src/emit/llb/emit.js';
import { SCRIPTS } from '../src/plan/scripts.generated.js';
import { definitionJson } from './support/llb-json.js';
import { compileSample, SAMPLES, sampleNames, samplePlatform } from './support/samples.js';

/** Golden files hold `<name>` for the programs of build steps, which are tested by running them. */
function withoutScripts(text: string): string {
  return Object.entries(SCRIPTS).reduce(
    (result, [name, content]) =>
      result
        .replaceAll(content, `<${name}>\n`)
        .replaceAll(Buffer.from(content).toString('base64'), `<${name}>`),
    text,
  );
}

/** Where stages start depends on the length of those programs. */
function withoutLines(text: string): string {
  return text.replaceAll(/^# +\d+ {2}(?=\S+$)/gm, '# <line>  ');
}

/** Paths of files beside a Mopyfile begin with the sample's name, wherever the checkout lies. */
function withoutPlace(text: string): string {
  return text.replaceAll(`${SAMPLES}/`, '');
}

function json(value: unknown): string {
  const replace = (_key: string, entry: unknown): unknown =>
    typeof entry === 'string'
      ? withoutPlace(withoutScripts(entry))
      : typeof entry === 'bigint'
        ? `${entry}`
        : entry;
  return `${JSON.stringify(value, replace, 2)}\n`;
}

function expectGolden(name: string, file: string, actual: string): void {
  const path = join(SAMPLES, name, file);
  if (process.env['UPDATE']) {
    writeFileSync(path, actual);
  }
  expect(existsSync(path), `${path} is missing: run with UPDATE=1`).toBe(true);
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

describe.each(sampleNames())('%s', (name) => {
  test('gives its plan, its Dockerfile and its definition', async () => {
    const plan = await compileSample(name);
    const { source, ...rest } = plan;
    expect(source.filename).toBe('Mopyfile.yaml');
    expectGolden(name, 'plan.json', json({ ...rest, stages: rest.stages.map(withoutLocations) }));
    expectGolden(name, 'Dockerfile', withoutLines(withoutScripts(emitDockerfile(plan))));
    const llb = definition(plan, {
      platform: samplePlatform(plan),
      contextSource: { kind: 'local', name: 'context', unique: 'unique', sharedKeyHint: 'context' },
    });
    expectGolden(name, 'llb.json', json(definitionJson(llb)));
  });

  test('is the same every time, whatever comments and empty lines are added', async () => {
    const [first, second] = [await compileSample(name), await compileSample(name, '\n# a comment\n\n')];
    expect(emitDockerfile(second)).toBe(emitDockerfile(first));
    const options = {
      platform: samplePlatform(first),
      contextSource: { kind: 'local', name: 'context', unique: 'unique', sharedKeyHint: 'context' },
    } as const;
    expect(definition(second, options).def).toEqual(definition(first, options).def);
  });
});

test.each(sampleNames())('the Dockerfile of %s tells where its stages start', async (name) => {
  const lines = emitDockerfile(await compileSample(name)).split('\n');
  const entries = lines.flatMap((line) => {
    const [, number, stage] = /^# +(\d+) {2}(\S+)$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number, stage }];
  });
  expect(entries.length).toBeGreaterThan(1);
  for (const { number, stage } of entries) {
    const start = Number(number) - 1;
    const from = lines.slice(start).find((line) => line.startsWith('FROM '));
    expect([lines[start - 1], lines[start]?.slice(0, 2), from?.split(' AS ')[1]]).toEqual(['', '# ', stage]);
  }
});

test('every sample folder has a Mopyfile', () => {
  for (const name of readdirSync(SAMPLES)) {
    expect(existsSync(join(SAMPLES, name, 'Mopyfile.yaml'))).toBe(true);
  }
});

/** Locations hold the whole source: the definition's source map shows them as lines. */
function withoutLocations(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutLocations);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'locations' && key !== 'location')
      .map(([key, entry]) => [key, withoutLocations(entry)]),
  );
}
