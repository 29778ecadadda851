/** Variables that Docker sets to the architecture and the variant of the platform being built. */
export const PLATFORM_VARIABLES = '$' + '{TARGETARCH}$' + '{TARGETVARIANT}';

/** A word of ENV, LABEL or WORKDIR. Inside double quotes only `"`, `\` and `$` mean something (dockerfile/shell/lex.go). */
export function quote(value: string): string {
  return /^[\w./:@%+,-]+$/.test(value) ? value : `"${value.replace(/["\\$]/g, '\\$&')}"`;
}

/** Paths of COPY, in JSON form where the plain form would not keep one whole, or take it for a flag. */
export function paths(sources: readonly string[]): string {
  const spelled = sources.map((path) => path.replace(/["'\\$]/g, '\\$&'));
  return spelled.every((path) => /^(?!--)[\w./@+-]+$/.test(path)) ? spelled.join(' ') : words(spelled);
}

/** Arguments in JSON form, which no shell sees. */
export function words(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

/** An instruction over several lines, one for each part. */
export function instruction(name: string, parts: readonly string[]): string {
  return `${name} ${parts.join(' \\\n    ')}\n`;
}

/** Blanks and control characters. */
const BETWEEN_WORDS = /[\0-\x20\x7f-\x9f]+/;

/** Comment lines of at most 100 characters. A line break in the text, as file names can have, is a blank. */
export function comment(text: string): string {
  const lines = [''];
  for (const word of text.split(BETWEEN_WORDS)) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > 97 && line !== '') {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  return lines.map((line) => `# ${line}\n`).join('');
}
