import { normalizedName } from '../basics/normalized-name.js';
import { unique } from '../basics/unique.js';
import { type RequirementParts, requirementParts } from '../requirement/requirement-parts.js';

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

/** A requirement of an index; of one that has an address, or more than PEP 508 knows, there is one line only. */
function parse(line: string): RequirementParts | undefined {
  const parts = requirementParts(line);
  return parts?.url === undefined && parts?.rest === '' ? parts : undefined;
}

function join(lines: readonly string[]): string {
  const all = lines.flatMap((line) => parse(line) ?? []);
  const [first] = all;
  if (first === undefined || unique(lines).length === 1) {
    return lines[0] ?? '';
  }
  const extras = unique(all.flatMap((one) => one.extras));
  const versions = unique(all.flatMap((one) => one.versions));
  const marker = first.marker === '' ? '' : ` ; ${first.marker}`;
  return `${first.name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${versions.join(',')}${marker}`;
}
