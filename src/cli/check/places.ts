import { printable } from '../../source/display-width.js';
import { positionAt } from '../../source/position.js';
import type { Location, Position } from '../../source/source.js';
import { VERSION } from '../../version.js';

/** The page that explains every code, as the npm package of this version has it. */
export const DIAGNOSTICS_PAGE = `https://unpkg.com/mopy@${VERSION}/docs/diagnostics.md`;

/** A place of a diagnostic as people count it; the end is behind the last character. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** The file and the two ends of a location. */
export function placeOf({ source, span }: Location): Place {
  return {
    file: source.filename,
    start: positionAt(source, span.start),
    end: positionAt(source, Math.max(span.start, span.end)),
  };
}

/** A text of which a terminal takes nothing but the line breaks for commands. */
export function clean(text: string): string {
  return Array.from(text, (character) => (character === '\n' ? character : printable(character))).join('');
}
