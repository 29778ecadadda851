import type { Flag } from './flag.js';
import { FLAGS } from './flags.js';

/**
 * A script that completes the flags of `mopy` and their values in a shell: bash, zsh or fish. It comes of the same table
 * as the flags.
 */
export function completionScript(shell: string): string {
  switch (shell) {
    case 'fish':
      return `${FLAGS.flatMap(fishLines).join('\n')}\n`;
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

/** Whether the value of a flag is a file or a folder; others have no words to offer. */
function takesFile({ value = '' }: Flag): boolean {
  return ['file', 'folder', 'path'].includes(value);
}

/** The words that a flag is completed to. */
function spellings({ name, kind, choices = [] }: Flag): readonly string[] {
  return [`-${name}`, ...(kind === 'boolean-or-word' ? choices.map((choice) => `-${name}=${choice}`) : [])];
}

/** The script for bash, which takes the `=` of `-flag=value` for a word of its own. */
function bashScript(): string {
  const cases = FLAGS.flatMap((flag) => {
    const { name, short, choices } = flag;
    const spelled = [name, ...(short === undefined ? [] : [short])].flatMap((one) => [`-${one}`, `--${one}`]);
    const withEquals = spelled.map((one) => `${one}=`);
    const words =
      choices === undefined ? '' : `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); `;
    if (flag.kind === 'boolean-or-word') {
      return [`    ${withEquals.join('|')}) ${words}return ;;`];
    }
    return takesWord(flag) && !takesFile(flag)
      ? [`    ${[...spelled, ...withEquals].join('|')}) ${words}return ;;`]
      : [];
  });
  return `# Completion of mopy for bash: eval "$(mopy -completion bash)"
_mopy() {
  local word="\${COMP_WORDS[COMP_CWORD]}" flag="\${COMP_WORDS[COMP_CWORD - 1]}"
  if [[ $word == = ]]; then
    word='' flag="$flag="
  elif [[ $flag == = ]]; then
    flag="\${COMP_WORDS[COMP_CWORD - 2]}="
  fi
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
    const others = takesFile(flag) ? '_files' : ' ';
    const values = choices === undefined ? others : `(${choices.join(' ')})`;
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

function fishLines(flag: Flag): readonly string[] {
  const { name, choices = [], help } = flag;
  const others = takesFile(flag) ? ' -rF' : ' -x';
  const values = choices.length === 0 ? others : ` -xa '${choices.join(' ')}'`;
  const word = takesWord(flag) ? values : '';
  const line = `complete -c mopy -o ${name}${word} -d '${help.replaceAll("'", "\\'")}'`;
  if (flag.kind !== 'boolean-or-word') {
    return [line];
  }
  // Options of this form have no value behind `=` for fish: the two are a word of its own.
  const begun = `string match -q -- '-${name}=*' (commandline -ct)`;
  const joined = choices.map((choice) => `-${name}=${choice}`).join(' ');
  return [line, `complete -c mopy -f -n "${begun}" -a '${joined}'`];
}
