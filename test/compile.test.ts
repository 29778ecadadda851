import { describe, expect, test } from 'vitest';
import { check } from '../src/compile.js';
import { contextOf } from './context/memory.js';
import { NOW } from './validate/validate-text.js';

async function checkText(text: string) {
  const input = { bytes: new TextEncoder().encode(`#syntax=x\n${text}`), filename: 'Mopyfile.yaml' };
  return check(input, contextOf({}), { now: NOW, contextPath: 'Mopyfile.yaml' });
}

describe('what YAML allows and the format does not is reported with everything else', () => {
  test.each<[string, readonly string[]]>([
    [
      'pip: [numpy]\npython: 2.7\npip: [scipy]\nbase: slimm\n',
      ['python-version', 'duplicate-key', 'unknown-base'],
    ],
    [
      'python: 3.13\nenvs: {A: !vault x, 1B: y}\nprojct: .\n',
      ['yaml-tag', 'environment-name', 'unknown-key'],
    ],
    [
      'python: 3.13\npip: [-e ., *name, "", "a b"]\n',
      ['pip-editable', 'yaml-syntax', 'pip-empty', 'pip-syntax'],
    ],
    ['python: 3.13\nbuild-deps: &a [*a, gcc-]\n', ['alias-expansion', 'build-dependency']],
    ['%YAML 1.1\n---\npython: 2.7\n', ['yaml-version', 'python-version']],
    ['!x\npython: 2.7\n', ['yaml-tag', 'python-version']],
    ['python: 3.13\nproject: /app\nproject: missing\n', ['project-absolute', 'duplicate-key']],
  ])('%j', async (text, codes) => {
    const { mopyfile, diagnostics } = await checkText(text);
    expect(mopyfile).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    'apiVersion: *v',
    'python: !env VERSION',
    'python: !x {a: b}',
    'base: !x none',
    'base: *b',
    'build-deps: !x {}',
    'build-deps: [*b]',
    'envs: !x []',
    'envs: {A: *a, B: "${A}"}',
    'envs: {PATH: !x none}',
    'indices: !x {}',
    'indices: [*i]',
    'indices: [!x {}]',
    'indices: [{url: *u}]',
    'indices: [{url: "https://h/simple", username: !x u, password: p}]',
    'pip: *p',
    'pip: [!x ""]',
    'sbom: !x 1',
    'labels: {a: *b, c: "${a}"}',
    'project: !join [a, b]',
    '? *k\n: v',
    '? [k]\n: v',
  ])('nothing follows from what was refused: %s', async (text) => {
    const { diagnostics } = await checkText(text);
    const codes = diagnostics.map(({ code }) => code).filter((code) => code !== 'missing-python');
    expect(codes).toEqual([expect.stringMatching(/^yaml-(?:tag|syntax)$/)]);
  });
});
