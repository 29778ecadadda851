import type { Flag } from './flag.js';
import { FLAGS } from './flags.js';

/**
 * A script that completes the flags of `mopy` and their values in a shell: bash, zsh or fish. It comes of the same table
 * as the flags.
 */
export function completionScript(shell: string): string {
  switch (shell) {
    case 'fish':
      return `${FLAGS.map(fishLine).join('\n')}\n`;
    case 'zsh':
      return zshScript();
    default:
      return bashScript();
  }
}

/** Flags that are followed by a word; the others take a value after `=` alone. */
function takesWord({ kind }: Flag): boolean {
  return kind === 'text' || kind === 'list';
}

/** The words that a flag is completed to. */
function spellings({ name, kind, choices = [] }: Flag): readonly string[] {
  return [`-${name}`, ...(kind === 'boolean-or-word' ? choices.map((choice) => `-${name}=${choice}`) : [])];
}

function bashScript(): string {
  const cases = FLAGS.filter((flag) => takesWord(flag) && flag.choices !== undefined).map(
    ({ name, choices = [] }) =>
      `    -${name}|--${name}) COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`,
  );
  return `# Completion of mopy for bash: eval "$(mopy -completion bash)"
_mopy() {
  local word="\${COMP_WORDS[COMP_CWORD]}" flag="\${COMP_WORDS[COMP_CWORD - 1]}"
  case "$flag" in
${cases.join('\n')}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W '${FLAGS.flatMap(spellings).join(' ')}' -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _mopy mopy
`;
}

function zshScript(): string {
  const lines = FLAGS.map((flag) => {
    const { name, kind, choices, help } = flag;
    const described = `[${help.replaceAll(/[[\]:']/g, ' ')}]`;
    const values = choices === undefined ? '_files' : `(${choices.join(' ')})`;
    if (kind === 'boolean-or-word') {
      return `  '-${name}=-${described}::value:${values}' \\`;
    }
    return takesWord(flag) ? `  '*-${name}${described}:value:${values}' \\` : `  '-${name}${described}' \\`;
  });
  return `#compdef mopy
# Completion of mopy for zsh: mopy -completion zsh > "\${fpath[1]}/_mopy"
_arguments \\
${lines.join('\n')}
  '*:context:_files'
`;
}

function fishLine({ name, kind, choices, help }: Flag): string {
  const values = choices === undefined ? '' : ` -xa '${choices.join(' ')}'`;
  const word = kind === 'text' || kind === 'list' ? values || ' -r' : '';
  return `complete -c mopy -o ${name}${word} -d '${help.replaceAll("'", "\\'")}'`;
}
