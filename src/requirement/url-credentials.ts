import type { Span } from '../source/source.js';
import type { TextPart } from './requirement.js';

/** A reference that pip replaces by an environment variable: its text is not known before. */
export const VARIABLE_REFERENCE = /\$\{[A-Z0-9_]+\}/;

/** Places of what in a URL is not to be shown. */
export interface UrlCredentials {
  /** Spans that `display` leaves out: the secrets with the `@` or `:` that goes with them. */
  readonly hidden?: Span;
  /** Places of the secrets. */
  readonly secrets: readonly Span[];
}

/**
 * Over SSH the user is part of the address and only a password is secret. Over HTTP user and password are one
 * secret. A `${NAME}` that pip fills in from the environment is none.
 */
export function credentialsOf(userInfo: string, start: number, ssh: boolean): UrlCredentials {
  const end = start + userInfo.length;
  const colon = userInfo.indexOf(':');
  if (ssh) {
    const hidden = { start: start + colon, end };
    return colon < 0 ? { secrets: [] } : { hidden, secrets: secretsIn(userInfo, colon + 1, start) };
  }
  const hidden = { start, end: end + 1 };
  if (userInfo === '' || userInfo === 'git') {
    return { hidden, secrets: [] };
  }
  return { hidden, secrets: secretsIn(userInfo, VARIABLE_REFERENCE.test(userInfo) ? colon + 1 : 0, start) };
}

/** Places of what is no reference, from an index of the user info on. */
function secretsIn(userInfo: string, from: number, start: number): readonly Span[] {
  const spans: Span[] = [];
  let at = from;
  for (const piece of userInfo.slice(from).split(/(\$\{[A-Z0-9_]+\})/)) {
    if (piece !== '' && !VARIABLE_REFERENCE.test(piece)) {
      spans.push({ start: start + at, end: start + at + piece.length });
    }
    at += piece.length;
  }
  return spans;
}

/** The part of a text between two offsets, its secrets apart. */
export function splitSecrets(text: string, span: Span, secrets: readonly Span[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = span.start;
  for (const secret of secrets) {
    parts.push({ kind: 'literal', text: text.slice(at, secret.start) });
    parts.push({ kind: 'secret', text: text.slice(secret.start, secret.end), span: secret });
    at = secret.end;
  }
  parts.push({ kind: 'literal', text: text.slice(at, span.end) });
  return parts.filter((part) => part.text !== '');
}
