import type { Span } from '../source/source.js';
import { isAtEnd, skipBlanks, take } from './cursor.js';
import { readDependencySpecifier, readExtras } from './pep508.js';

/** The parts of a requirement of PEP 508, as they are written, without blanks around them. */
export interface RequirementParts {
  readonly name: string;
  readonly extras: readonly string[];
  /** Version specifiers one by one, each with its operator. */
  readonly versions: readonly string[];
  /** Of `name @ url`. */
  readonly url?: string;
  /** The text behind the `;`; empty where there is none. */
  readonly marker: string;
  /** The text behind all that, which is none of PEP 508's: an option of pip. */
  readonly rest: string;
}

/**
 * Takes a requirement of PEP 508 to parts, for code that asks for one of them: whether it is right, `parseRequirement` says.
 * Undefined for a text that does not begin with a name, such as a path.
 */
export function requirementParts(text: string): RequirementParts | undefined {
  const cursor = { text, at: 0 };
  const { name, extras = [], versions, url, marker } = readDependencySpecifier(cursor);
  if (name === undefined) {
    return undefined;
  }
  const at = (span: Span) => text.slice(span.start, span.end).trim();
  return {
    name,
    extras: extras.map(at),
    versions:
      versions === undefined
        ? []
        : at(versions)
            .split(',')
            .map((one) => one.trim())
            .filter((one) => one !== ''),
    ...(url && { url: at(url) }),
    marker: marker === undefined ? '' : at(marker),
    rest: marker === undefined ? text.slice(cursor.at).trim() : '',
  };
}

/** The words behind the path of a local project. */
export interface PathTail {
  readonly extras: readonly string[];
  /** The text behind the `;`; empty where there is none. */
  readonly marker: string;
}

/** Takes the text behind the path of a requirement to parts, `[extra] ; marker`. Undefined for anything else. */
export function pathTail(text: string): PathTail | undefined {
  const cursor = { text, at: 0 };
  const { extras, problem } = readExtras(cursor);
  skipBlanks(cursor);
  const hasMarker = take(cursor, /;/y) !== undefined;
  return problem !== undefined || !(hasMarker || isAtEnd(cursor))
    ? undefined
    : {
        extras: extras.map(({ start, end }) => text.slice(start, end)),
        marker: hasMarker ? text.slice(cursor.at).trim() : '',
      };
}
