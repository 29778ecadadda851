import { describe, expect, it } from 'vitest';
import { completionScript } from '../../../src/cli/command-line/completion.js';
import { FLAGS } from '../../../src/cli/command-line/flags.js';
import { run } from '../../support/mopy.js';

const fish = await run('fish', ['--version']).then(
  ({ exitCode }) => exitCode === 0,
  () => false,
);

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('knows every flag: %s', (shell) => {
    const script = completionScript(shell);
    for (const { name } of FLAGS) {
      expect(script).toMatch(new RegExp(`(^|[ '*-])-?${name}\\b`, 'm'));
    }
  });

  it.each([
    [['mopy', '-do'], '-dockerfile'],
    [['mopy', '-check=s'], '-check=sarif'],
    [['mopy', '-check', '=', 's'], 'sarif'],
    [['mopy', '-graph', '='], 'mermaid dot'],
    [['mopy', '-progress', '=', 'pl'], 'plain'],
    [['mopy', '-check', 'REA'], 'README.md'],
    [['mopy', '-f', 'REA'], 'README.md'],
    [['mopy', '-tag', 'REA'], ''],
    [['mopy', '-progress', 'pl'], 'plain'],
    [['mopy', '-credentials', ''], 'inline secret'],
  ])('%j in bash: %s', async (words, expected) => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const lines = `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _mopy; echo "\${COMPREPLY[*]}"`;
    const { stdout, stderr } = await run('bash', ['-c', `${completionScript('bash')}\n${lines}`]);
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: expected, stderr: '' });
  });

  it.skipIf(!fish).each([
    ['mopy -do', '-dockerfile'],
    ['mopy -ta', '-tag -target'],
    ['mopy -check=s', '-check=sarif'],
    ['mopy -graph=', '-graph=dot -graph=mermaid'],
    ['mopy -progress pl', 'plain'],
    ['mopy -check REA', 'README.md'],
    ['mopy -f REA', 'README.md'],
    ['mopy -tag REA', ''],
    ['mopy -credentials ', 'inline secret'],
  ])('%j in fish, where it is installed: %s', async (line, expected) => {
    const asked = `${completionScript('fish')}complete -C '${line}'`;
    const { stdout, stderr } = await run('fish', ['--no-config', '-c', asked]);
    const words = stdout.split('\n').map((found) => found.split('\t')[0]);
    expect({ words: words.join(' ').trim(), stderr }).toEqual({ words: expected, stderr: '' });
  });
});
