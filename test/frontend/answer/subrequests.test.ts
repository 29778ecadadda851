import { expect, test } from 'vitest';
import type { PipelineResult } from '../../../src/compile.js';
import { answerSubrequest } from '../../../src/frontend/answer/subrequests/subrequests.js';
import type { CheckRules } from '../../../src/frontend/check.js';
import type { Diagnostic } from '../../../src/source/diagnostic.js';
import type { Source } from '../../../src/source/source.js';
import { compileSample } from '../../support/samples.js';

const source: Source = {
  kind: 'mopyfile',
  filename: 'Mopyfile.yaml',
  text: 'python: 2\npip: [https://a:b@c/]\n',
};
const error: Diagnostic = {
  code: 'unknown-key',
  severity: 'error',
  message: 'wrong',
  locations: [{ source, span: { start: 0, end: 6 } }],
};
const warning: Diagnostic = {
  code: 'slim-platform',
  severity: 'warning',
  message: 'careful',
  locations: [],
  hint: 'look',
};

const LENIENT: CheckRules = { skip: new Set(), failsOnWarning: false };

function answer(request: string, compilation: PipelineResult, check = LENIENT) {
  const { metadata } = answerSubrequest(request, compilation, { check });
  const text = (key: string) => Buffer.from(metadata?.get(key) ?? '').toString();
  return {
    json: JSON.parse(text('result.json')),
    text: text('result.txt'),
    version: text('version'),
    status: text('result.statuscode'),
  };
}

test('describe lists every question', () => {
  const { json, text, version } = answer('frontend.subrequests.describe', { diagnostics: [] });
  const names = json.map(({ name }: { name: string }) => name);
  expect(names).toEqual([
    'frontend.outline',
    'frontend.targets',
    'frontend.lint',
    'frontend.subrequests.describe',
  ]);
  expect(text.split('\n')[0]).toBe('NAME                 VERSION DESCRIPTION');
  expect(version).toBe('1.0.0');
});

test('lint gives every warning a place', () => {
  const { json, status } = answer('frontend.lint', { diagnostics: [warning, error] });
  expect(json.warnings).toEqual([
    { ruleName: 'slim-platform', detail: 'careful\nlook', location: { sourceIndex: -1, ranges: [] } },
  ]);
  expect(json.buildError).toEqual({
    message: 'Mopyfile.yaml:1: wrong [unknown-key]',
    location: { sourceIndex: 0, ranges: [{ start: { line: 1 }, end: { line: 1 } }] },
  });
  expect(Buffer.from(json.sources[0].data, 'base64').toString()).toContain('https://***@c/');
  expect(status).toBe('1');
});

test('lint has nothing to say about what is right', () => {
  expect(answer('frontend.lint', { diagnostics: [] })).toMatchObject({ text: '', status: '0' });
});

test('lint says why warnings would fail the build, about a file that is there', async () => {
  const plan = await compileSample('slim');
  const strict = { ...LENIENT, failsOnWarning: true };
  const { json } = answer('frontend.lint', { plan, diagnostics: [warning] }, strict);
  expect(json.sources).toHaveLength(1);
  expect(json.buildError).toEqual({
    message: 'BUILDKIT_DOCKERFILE_CHECK makes errors of warnings: slim-platform',
    location: { sourceIndex: 0, ranges: [] },
  });
  expect(answer('frontend.lint', { plan, diagnostics: [] }, strict).json.buildError).toBeUndefined();
});

test('targets and outline tell what a build is made of', async () => {
  const plan = await compileSample('credentials-secret');
  const targets = answer('frontend.targets', { plan, diagnostics: [] });
  const defaults = targets.json.targets.filter((target: { default: boolean }) => target.default);
  expect(defaults).toEqual([expect.objectContaining({ name: 'final' })]);
  const outline = answer('frontend.outline', { plan, diagnostics: [] });
  expect(outline.json).toMatchObject({ name: 'final' });
  expect(outline.json.secrets).toContainEqual({ name: 'pip.conf', required: false });
  expect(outline.json.secrets).toContainEqual({ name: 'mopy-credential-1', required: true });
  expect(outline.text).toMatch(/^SECRET +REQUIRED$/m);
});

test('targets and outline know the stages of commands', async () => {
  const plan = await compileSample('commands');
  const { json, text } = answer('frontend.targets', { plan, diagnostics: [] });
  const bases = new Map(json.targets.map(({ name, base }: Record<string, string>) => [name, base]));
  expect(bases.get('prepare')).toBe('assembled');
  expect(bases.get('checks')).toBe('finished');
  expect(text).toMatch(/^prepare +Runs the commands of `prepare`/m);
  expect(answer('frontend.outline', { plan, diagnostics: [] }).json.secrets).toContainEqual({
    name: 'ca-certificates',
    required: false,
  });
});

test('what is asked about a broken Mopyfile is answered with its errors', () => {
  expect(() => answer('frontend.outline', { diagnostics: [error] })).toThrow('wrong');
});

test("an unknown question is answered in other words than BuildKit's", () => {
  const ask = () =>
    answerSubrequest('frontend.x', { plan: {} as never, diagnostics: [] }, { check: LENIENT });
  expect(ask).toThrow('a Mopyfile has no answer to frontend.x');
});
