import { normalizedName } from '../basics/normalized-name.js';
import { unique } from '../basics/unique.js';

/** Name, extras, specifiers and marker of PEP 508, without an address. */
const NAMED =
  /^([a-z\d][\w.-]*)\s*(?:\[([^\]]*)\])?\s*\(?((?:[<>=!~][\s\w.,<>=!~*+-]*)?)\)?\s*(?:;\s*(.*))?$/i;

interface Named {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifiers: readonly string[];
  readonly marker: string;
}

/**
 * Lines of requirements, those of one name and marker joined: pip before 20.3 refuses a name that it is given twice, and
 * projects name what others name too. What each line asks for is asked for still.
 */
export function withoutDoubledNames(lines: readonly string[]): readonly string[] {
  const joined = new Map<string, readonly string[]>();
  for (const line of lines) {
    const named = parse(line);
    const key = named === undefined ? line : `${normalizedName(named.name)};${named.marker}`;
    joined.set(key, [...(joined.get(key) ?? []), line]);
  }
  return [...joined.values()].map((same) => join(same));
}

function parse(line: string): Named | undefined {
  const [, name, extras = '', specifiers = '', marker = ''] = NAMED.exec(line) ?? [];
  const items = (list: string) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return name === undefined
    ? undefined
    : { name, extras: items(extras), specifiers: items(specifiers), marker: marker.trim() };
}

function join(lines: readonly string[]): string {
  const all = lines.flatMap((line) => parse(line) ?? []);
  const [first] = all;
  if (first === undefined || unique(lines).length === 1) {
    return lines[0] ?? '';
  }
  const extras = unique(all.flatMap((one) => one.extras));
  const specifiers = unique(all.flatMap((one) => one.specifiers));
  const marker = first.marker === '' ? '' : ` ; ${first.marker}`;
  return `${first.name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${specifiers.join(',')}${marker}`;
}
