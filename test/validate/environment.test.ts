import { describe, expect, test } from 'vitest';
import { blamed, codesOf, validateText, validMopyfile } from './validate-text.js';

describe('envs', () => {
  test('values are what was written', async () => {
    const { environment } = await validMopyfile(
      'envs: {A: 1, B: yes, C: 0x10, D: 1.10, E: true, F: "", G: "a$b", H: "#", I: "$${X}", J: "$$"}\n',
    );
    const values = environment.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      A: [{ kind: 'literal', text: '1' }],
      B: [{ kind: 'literal', text: 'yes' }],
      C: [{ kind: 'literal', text: '0x10' }],
      D: [{ kind: 'literal', text: '1.10' }],
      E: [{ kind: 'literal', text: 'true' }],
      F: [],
      G: [{ kind: 'literal', text: 'a$b' }],
      H: [{ kind: 'literal', text: '#' }],
      I: [{ kind: 'literal', text: '${X}' }],
      J: [{ kind: 'literal', text: '$$' }],
    });
  });

  test('references reach earlier keys and PATH', async () => {
    const { environment } = await validMopyfile(
      'envs:\n  A: 1\n  B: x${A}$${A}${PATH}\n  PATH: ${B}:${PATH}\n',
    );
    expect(environment.map(({ value }) => value)).toEqual([
      [{ kind: 'literal', text: '1' }],
      [
        { kind: 'literal', text: 'x' },
        { kind: 'reference', name: 'A' },
        { kind: 'literal', text: '${A}' },
        { kind: 'reference', name: 'PATH' },
      ],
      [
        { kind: 'reference', name: 'B' },
        { kind: 'literal', text: ':' },
        { kind: 'reference', name: 'PATH' },
      ],
    ]);
  });

  test.each([
    ['A: ${B}\n  B: 1', ['unknown-reference'], ['${B}']],
    ['A: ${A}', ['unknown-reference'], ['${A}']],
    ['A: ${}', ['unknown-reference'], ['${}']],
    ['A: x${HOME}', ['unknown-reference'], ['${HOME}']],
    ['A: "x${"', ['unclosed-reference'], ['${']],
    ['A: "${B} ${"', ['unknown-reference', 'unclosed-reference'], ['${B}', '${']],
    ['A: ${B ${PATH}', ['unclosed-reference'], ['${B ${PATH}']],
    ['PATH: /bin', ['path-replaced'], ['/bin']],
    ['PATH: $${PATH}:/bin', ['path-replaced'], ['$${PATH}:/bin']],
    ['A: "x\\ty"', ['control-character'], ['"x\\ty"']],
    ['A: >\n    x', ['control-character'], ['>\n    x\n']],
    ['A: ~', ['empty-value'], ['~']],
    ['A:', ['empty-value'], ['A']],
    ['A: [x]', ['wrong-type'], ['[x]']],
    ['1A: x', ['environment-name'], ['1A']],
    ['"A=B": x', ['environment-name'], ['"A=B"']],
  ])('%j', async (line, codes, texts) => {
    const { diagnostics } = await validateText(`#syntax=x\npython: 3\nenvs:\n  ${line}\n`);
    expect(codesOf(diagnostics)).toEqual(codes);
    expect(blamed(diagnostics)).toEqual(texts);
  });
});
