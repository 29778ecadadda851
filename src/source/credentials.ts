import type { Source, Span } from './source.js';
import { mergeSpans } from './spans.js';

/** The text in place of a credential. */
export const MASK = '***';

/**
 * Scheme and user info of a URL: up to the last `@` before the path. A password with an unencoded `/`, `?` or
 * `#` makes no valid URL, but must not be shown for that: then it reaches to the next `@`. Lengths are bounded
 * so that no text takes long.
 */
const USER_INFO =
  /([a-z][a-z0-9+.-]{0,30}):\/\/(?:((?:[^\s/?#"']|["'](?![\s,\]}]))*)|([^\s/?#@:[]*:(?!\d*(?:[/?#]|\s|$))[^\s@]{0,1000}))@/gi;

/** User info that no `://` announces, because the scheme is missing or misspelt. It holds no `/`. */
const BARE_USER_INFO = /(?<![^\s/"'`([{,=])(?<!:\/\/)[^\s/:@"'`([{,=]{1,200}:[^\s/@]{0,1000}(?=@)/g;

/** Places of user names, passwords and tokens in the URLs of a text. The user of an SSH URL is no secret. */
export function urlCredentialSpans(text: string): readonly Span[] {
  if (!text.includes('@')) {
    return [];
  }
  const spans: Span[] = [];
  for (const match of text.matchAll(USER_INFO)) {
    const [whole, scheme = '', userInfo = match[3] ?? ''] = match;
    const end = match.index + whole.length - 1;
    const colon = userInfo.indexOf(':');
    const shown = scheme.toLowerCase().endsWith('ssh') ? (colon < 0 ? userInfo.length : colon + 1) : 0;
    if (shown < userInfo.length) {
      spans.push({ start: end - userInfo.length + shown, end });
    }
  }
  return spans;
}

/** Places of `user:password` before an `@` where no whole URL was written. */
function bareCredentialSpans(text: string): readonly Span[] {
  if (!text.includes('@')) {
    return [];
  }
  return [...text.matchAll(BARE_USER_INFO)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

/**
 * Places of what follows certain keys by the look of the lines: to the end of the line, and the lines below that
 * are indented deeper. Rather too much than too little.
 *
 * @param names keys whose values are credentials, made of letters, digits and `-`
 */
export function keyedCredentialSpans(text: string, names: ReadonlySet<string>): readonly Span[] {
  if (names.size === 0) {
    return [];
  }
  const spans: Span[] = [];
  for (const match of text.matchAll(secretKey(names))) {
    const start = match.index + match[0].length;
    // Below a key that is hidden whole, deeper ones are hidden already.
    if (start < (spans.at(-1)?.end ?? 0)) {
      continue;
    }
    const indentation = (/^[ \t]*(?:-[ \t]+)*/.exec(match[0])?.[0] ?? '').length;
    const deeper = new RegExp(
      `[^\\n]*(?:\\n(?:[ \\t]{${indentation + 1},}[^\\n]*|[ \\t]*\\r?(?=\\n)))*`,
      'y',
    );
    deeper.lastIndex = start;
    const value = deeper.exec(text)?.[0].trimEnd() ?? '';
    if (value !== '') {
      spans.push({ start, end: start + value.length });
    }
  }
  return spans;
}

/** A key whose value is a credential, up to where the value starts; the blank that YAML wants may be missing. */
function secretKey(names: ReadonlySet<string>): RegExp {
  return new RegExp(`^(.*?[\\s{,"'#]|)(?:${[...names].join('|')})["']?[ \\t]*:[ \\t]*`, 'gm');
}

/** Places of sources that do not say them, found once: each place of a source that is shown asks. */
const FOUND_SPANS = new WeakMap<Source, readonly Span[]>();

/** The places of a source that must not be shown, sorted and apart. */
export function secretSpansOf(source: Source): readonly Span[] {
  const known = source.secretSpans ?? FOUND_SPANS.get(source);
  if (known !== undefined) {
    return known;
  }
  const found = addressCredentialSpans(source.text);
  FOUND_SPANS.set(source, found);
  return found;
}

/** The text with `***` for each line's part of each span; line breaks stay as they are. */
export function maskSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let copied = 0;
  for (const span of mergeSpans(spans)) {
    result += text.slice(copied, span.start);
    result += text.slice(span.start, span.end).replace(/[^\s](?:[^\r\n]*[^\s])?/g, MASK);
    copied = span.end;
  }
  return result + text.slice(copied);
}

/** A source's text without its credentials, line for line. */
export function maskedText(source: Source): string {
  return maskSpans(source.text, secretSpansOf(source));
}

/** A message without the credentials of the URLs in it, right or wrong as they may be. */
export function maskUrls(text: string): string {
  return maskSpans(text, addressCredentialSpans(text));
}

/** Places of user names, passwords and tokens in addresses, whole URLs or not. */
export function addressCredentialSpans(text: string): readonly Span[] {
  return mergeSpans([...urlCredentialSpans(text), ...bareCredentialSpans(text)]);
}
