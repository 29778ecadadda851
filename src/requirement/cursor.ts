import type { Span } from '../source/source.js';

/** A place in a text that moves forward while the text is read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** Moves over what a sticky expression matches and returns it; undefined and unmoved when nothing matches. */
export function take(cursor: Cursor, expression: RegExp): string | undefined {
  expression.lastIndex = cursor.at;
  const match = expression.exec(cursor.text);
  if (match === null) {
    return undefined;
  }
  cursor.at += match[0].length;
  return match[0];
}

/** Moves over blanks and tabs, the white space of PEP 508. */
export function skipBlanks(cursor: Cursor): void {
  take(cursor, /[ \t]*/y);
}

/** Whether all of the text was read. */
export function isAtEnd(cursor: Cursor): boolean {
  return cursor.at >= cursor.text.length;
}

/** The next word for a message: what is wrong begins with it. */
export function wordAt(cursor: Cursor): string {
  return /^[\w.]+|^[^\s;,()[\]]+|^\S/.exec(cursor.text.slice(cursor.at))?.[0] ?? '';
}

/** The place of the next word; at the end of the text its last character. */
export function wordSpan(cursor: Cursor): Span {
  const start = Math.max(Math.min(cursor.at, cursor.text.length - 1), 0);
  return { start, end: start + Math.max(wordAt(cursor).length, 1) };
}
