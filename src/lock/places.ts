import type { Span } from '../source/source.js';

/** The beginning of a file: the place of what is nowhere else in it. */
export const START: Span = { start: 0, end: 0 };

/** Comments and strings of TOML, the strings over several lines apart. */
const COMMENT_OR_STRING =
  /("""(?:[^\\]|\\[\s\S])*?"{3,5}|'''[\s\S]*?'{3,5})|#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g;

/** A text of TOML, at the same offsets, without what strings over several lines hold: it may look like a header or a key. */
function withoutLongStrings(text: string): string {
  return text.includes('"""') || text.includes("'''")
    ? text.replaceAll(COMMENT_OR_STRING, (token: string, long: string | undefined) =>
        long === undefined ? token : long.replaceAll(/[^\r\n]/g, ' '),
      )
    : text;
}

/** Places of the headers `[[name]]`, in order: parsers of TOML do not tell where a table stands. */
export function headerSpans(text: string, name: string): readonly Span[] {
  const header = new RegExp(`^\\[\\[${name}\\]\\][^\\n\\r]*(?:\\r?\\n(?:name|version) = [^\\n\\r]*)*`, 'gm');
  return [...withoutLongStrings(text).matchAll(header)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

/**
 * The place of the line that gives a key of TOML or JSON, else the beginning of the text.
 *
 * @param table the header of a table, where packages have keys of that name too
 */
export function keySpan(text: string, key: string, table?: string): Span {
  const plain = withoutLongStrings(text);
  const from = table === undefined ? 0 : Math.max(0, plain.indexOf(`\n${table}`));
  const name = key.replaceAll(/[^\w-]/g, '\\$&');
  const line = new RegExp(`^[ \\t]*"?${name}"?[ \\t]*[=:][^\\n\\r]*`, 'm');
  // A key of JSON may stand anywhere in a line.
  const inLine = new RegExp(`"${name}"[ \\t]*:[^\\n\\r,}]*`);
  const match = line.exec(plain.slice(from)) ?? inLine.exec(plain.slice(from));
  return match === null ? START : { start: from + match.index, end: from + match.index + match[0].length };
}

/**
 * Places of texts in a file of TOML, looked for once for all of them: the first string that is written so. The beginning for
 * what is written in another way.
 */
export function stringPlaces(text: string): (written: string) => Span {
  const places = new Map<string, Span>();
  for (const match of text.matchAll(/"([^"\\\n]*)"|'([^'\n]*)'/g)) {
    const written = match[1] ?? match[2] ?? '';
    const start = match.index + 1;
    if (!places.has(written)) {
      places.set(written, { start, end: start + written.length });
    }
  }
  return (written) => places.get(written) ?? START;
}

/**
 * Places of the lines that give the keys of tables in a file of TOML, looked for once for all of them; those of the headers of
 * keys that are tables of their own. The beginning for what is written in another way.
 *
 * @returns the place of a key, by the header of its table without brackets
 */
export function keyPlaces(text: string): (table: string, key: string) => Span {
  const places = new Map<string, Span>();
  let table = '';
  for (const match of withoutLongStrings(text).matchAll(
    /^[ \t]*(?:\[([^[\]\r\n]*)\]|"?([\w.-]+)"?[ \t]*=)[^\r\n]*/gm,
  )) {
    const [line, header, key] = match;
    table = header ?? table;
    const name = key === undefined ? table : `${table}.${key}`;
    const start = match.index + line.length - line.trimStart().length;
    if (!places.has(name)) {
      places.set(name, { start, end: match.index + line.length });
    }
  }
  return (own, key) => places.get(`${own}.${key}`) ?? START;
}
