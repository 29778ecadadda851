/**
 * One argument of a command. Parts in braces are variables that only the run knows: a dry run leaves
 * them to the shell, so that no value is printed.
 */
export type Argument = string | readonly ArgumentPart[];

/** A fixed text, or the name of a variable of the environment. */
export type ArgumentPart = string | { readonly variable: string };

/** A program with its arguments. */
export interface Invocation {
  readonly program: string;
  readonly words: readonly Argument[];
}

/** The argument that the program gets. Every variable that a word names has to be known. */
export function argumentText(
  word: Argument,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  if (typeof word === 'string') {
    return word;
  }
  return word.map((part) => (typeof part === 'string' ? part : (variables[part.variable] ?? ''))).join('');
}

/** The command as a POSIX shell reads it. */
export function shellCommand({ program, words }: Invocation): string {
  return [program, ...words].map(shellWord).join(' ');
}

/** One word as a POSIX shell reads it: quoted only where it has to be. */
export function shellWord(word: Argument): string {
  if (typeof word !== 'string') {
    return `"${word.map(doubleQuotedPart).join('')}"`;
  }
  if (/^[\w@%+=:,./-]+$/.test(word)) {
    return word;
  }
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function doubleQuotedPart(part: ArgumentPart): string {
  return typeof part === 'string' ? part.replaceAll(/[\\"$`]/g, '\\$&') : `\${${part.variable}}`;
}

/** A flag that is given once for each of its values. */
export function flag(name: string, values: readonly string[]): readonly string[] {
  return values.flatMap((value) => [name, value]);
}
