import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line/command-line.js';
import { FLAGS } from '../../src/cli/command-line/flags.js';
import { helpText } from '../../src/cli/command-line/help.js';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
const DOCUMENT = read('cli');

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

it.each([
  ['cli', 4],
  ['platforms', 1],
] as const)('%s.md shows command lines that mean something', (name, least) => {
  const blocks = [...read(name).matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('mopy '));
  expect(lines.length).toBeGreaterThanOrEqual(least);
  for (const line of lines) {
    const words = line
      .replace(/ [|>].*$/, '')
      .split(' ')
      .slice(1);
    expect(readCommandLine(words, {}).kind, line).toBe('run');
  }
});
