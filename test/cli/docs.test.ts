import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line/command-line.js';
import { FLAGS } from '../../src/cli/command-line/flags.js';
import { helpText } from '../../src/cli/command-line/help.js';

const DOCUMENT = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

it.each([...FLAGS, { name: 'frontend', short: undefined }])('-$name is documented', ({ name, short }) => {
  expect(DOCUMENT).toMatch(new RegExp(`\`-${name}[ \`]`));
  if (short !== undefined) {
    expect(DOCUMENT).toContain(`\`-${short}\``);
  }
});

it.each([0, 1, 2, 129, 130, 143])('the exit code %i is documented, also in the help', (code) => {
  expect(DOCUMENT).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
  expect(helpText()).toMatch(new RegExp(`Exit codes:[^]*\\b${code} `));
});

it('shows command lines that mean something', () => {
  const blocks = [...DOCUMENT.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('mopy '));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const words = line
      .replace(/ [|>].*$/, '')
      .split(' ')
      .slice(1);
    expect(readCommandLine(words, {}).kind, line).toBe('run');
  }
});
