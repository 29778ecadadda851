import { describe, expect, it } from 'vitest';
import { check, parseMopyfile } from '../../src/compile.js';
import { maskedText } from '../../src/source/credentials.js';
import { formatDiagnostic } from '../../src/source/format-diagnostic.js';
import { contextOf } from '../context/memory.js';
import { NOW, validateText } from './validate-text.js';

const INDEX = 'indices:\n  - url: https://h/simple\n    username: u\n';

/** Mopyfiles, right and wrong, that hold a password somewhere. */
const mopyfiles: Readonly<Record<string, string>> = {
  'written twice': `${INDEX}    password: S3CR3T\n    password: S3CR3T\n`,
  'without a blank': `${INDEX}    password:S3CR3T\n`,
  'as a tag': `${INDEX}    password: !S3CR3T\n`,
  'as an anchor': `${INDEX}    password: &S3CR3T\n`,
  'as a mapping': `${INDEX}    password: {S3CR3T}\n`,
  'in a comment line': `${INDEX}#    password: S3CR3T\n`,
  'in a comment line of a free name': `labels:\n  a: b\n  # password: S3CR3T\n  c: d\n`,
  'in a comment beside': 'indices:\n  - url: https://h/simple\n    username: u # old pw: S3CR3T\n',
  'in an address without a scheme': 'indices:\n  - url: u:S3CR3T@h/simple\n',
  'in an address with half a scheme': 'indices:\n  - url: https:/u:S3CR3T@h/simple\n',
  'in an address with no scheme but its slashes': 'indices:\n  - url: //u:S3CR3T@h/simple\n',
  'in a wheel with a blank': 'pip: ["https://u:S3CR3T w@h/x.whl"]\n',
  'in a wheel without a scheme': 'pip: ["u:S3CR3T@h/x.whl"]\n',
  'in indices below labels':
    'labels:\n  indices:\n    - url: https://h\n      username: S3CR3T\n      passwd: S3CR3T\n',
  'in indices below envs': 'envs:\n  indices:\n    - {url: "u:S3CR3T w@h", password: S3CR3T}\n',
  'in a file that is no YAML': 'pip: [\nu:S3CR3T@h/x.whl\nindices:\n  - password: S3CR3T\n',
};

describe('a password', () => {
  it.each(Object.entries(mopyfiles))('%s is in no message and no frame', async (_, rest) => {
    const text = `python: 3.13\n${rest}`;
    const input = { bytes: new TextEncoder().encode(text), filename: 'Mopyfile.yaml' };
    const { diagnostics } = await check(input, contextOf({}), { now: NOW });
    const { source } = parseMopyfile(input);
    const shown = [...diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)), maskedText(source)];
    expect(shown.join('\n')).not.toContain('S3CR3T');
  });

  it('in a requirements file that is no URL is in no message and no frame', async () => {
    const files = { 'r.txt': '-r ftp://u:S3CR3T@h/r.txt\n-r ./https://u:S3CR3T@h\nu:S3CR3T@h/x.whl\n' };
    const { diagnostics } = await validateText('python: 3.13\npip: [./r.txt]\n', files);
    expect(diagnostics.length).toBeGreaterThan(2);
    expect(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n')).not.toContain('S3CR3T');
  });
});

it('is looked for in a long text, too', () => {
  const text = `pip:\n  - "${'a: '.repeat(300_000)}"\n`;
  const { source } = parseMopyfile({ bytes: new TextEncoder().encode(text), filename: 'Mopyfile.yaml' });
  expect(maskedText(source)).toBe(text);
});

it('leaves alone what is named freely', () => {
  const text = 'python: 3.13\nenvs:\n  password: shown\nlabels:\n  maintainer: "Ann: ann@example.org"\n';
  const { source } = parseMopyfile({ bytes: new TextEncoder().encode(text), filename: 'Mopyfile.yaml' });
  expect(maskedText(source)).toBe(text);
});
