import { type ParsedScalar, spanOfText } from '../../../parse/parsed-document.js';
import { isDoubled, NESTED_URL } from '../../../requirement/url-shape.js';
import type { Source } from '../../../source/source.js';
import type { Located, SensitivePart, SensitiveText } from '../../mopyfile.js';
import type { Report } from '../../report.js';

/** Characters that a URL has in percent-encoding alone: blanks, control characters and what delimits URLs in a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const NOT_IN_URLS = /[\s\0-\x1f\x7f-\x9f"<>\\^`{|}]/;

/** The parts of an entry of `indices` that make its URL, as they are written. */
export interface IndexAddress {
  readonly url: ParsedScalar;
  readonly username: ParsedScalar | undefined;
  readonly password: ParsedScalar | undefined;
  /** Of the build, with the credentials. */
  readonly secret: Located<string> | undefined;
  readonly trust: boolean;
}

interface UrlPieces {
  /** `https://` */
  readonly scheme: string;
  /** The part before the `@`, when there is one. */
  readonly userInfo: string | undefined;
  /** `host` or `host:port` */
  readonly host: string;
  readonly rest: string;
}

/**
 * The URL that pip is given, and its host with the port when one is written; undefined when the URL is none.
 * Everything else stays as written.
 */
export function readIndexUrl(
  source: Source,
  index: IndexAddress,
  report: Report,
): { readonly text: SensitiveText; readonly host: string } | undefined {
  const { url, username } = index;
  const pieces = takeApart(url, report);
  if (pieces === undefined) {
    return undefined;
  }
  checkCredentials(index, pieces, report);
  checkSecurity(index, pieces, report);
  const userInfo = username?.text ? keyCredentials(source, index) : urlCredentials(source, url, pieces);
  const address = `${pieces.host}${pieces.rest}`;
  const text: SensitiveText =
    userInfo.length === 0
      ? [{ kind: 'literal', text: `${pieces.scheme}${address}` }]
      : [{ kind: 'literal', text: pieces.scheme }, ...userInfo, { kind: 'literal', text: `@${address}` }];
  return { text, host: pieces.host };
}

function takeApart(url: ParsedScalar, report: Report): UrlPieces | undefined {
  const reason = whyNoUrl(url.text);
  if (reason !== undefined) {
    report({ code: 'index-url', ...reason, at: url.span });
    return undefined;
  }
  const match = /^(https?:\/\/)(?:([^/?#]*)@)?([^/?#]*)(.*)$/i.exec(url.text);
  const [, scheme = '', userInfo, host = '', rest = ''] = match ?? [];
  return { scheme, userInfo, host, rest };
}

/** Messages do not repeat the text: a URL in disorder may show its password in unexpected places. */
function whyNoUrl(text: string): { readonly message: string; readonly hint: string } | undefined {
  const example = 'for example `https://pypi.example.org/simple`';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (text.trim() === '') {
    return { message: '`url` is empty', hint: `write the address of the index, ${example}` };
  }
  if (!/^https?$/i.test(scheme ?? '')) {
    const message =
      scheme === undefined
        ? 'the address of an index starts with `https://`'
        : `an index cannot be reached by \`${scheme}\``;
    return { message, hint: `write an http or https URL, ${example}` };
  }
  const [character] = NOT_IN_URLS.exec(text) ?? [];
  if (character !== undefined) {
    const name = character.trim() === '' ? 'spaces' : `\`${character}\``;
    return {
      message: `a URL cannot hold ${name}`,
      hint: `write it percent-encoded: \`${encodeURIComponent(character)}\``,
    };
  }
  if (isDoubled(text)) {
    return NESTED_URL;
  }
  if (!URL.canParse(text) || !/^https?:\/\/(?:[^/?#]*@)?[^/?#:]/i.test(text)) {
    return {
      message: 'this is not a valid URL',
      hint: `check host and port, and percent-encode \`/\`, \`?\` and \`#\` in a password; ${example}`,
    };
  }
  return undefined;
}

function checkCredentials(
  { url, username, secret }: IndexAddress,
  { scheme, userInfo }: UrlPieces,
  report: Report,
): void {
  if (!userInfo) {
    return;
  }
  const at = spanOfText(url, scheme.length, scheme.length + userInfo.length);
  if (secret !== undefined) {
    report({
      code: 'index-secret',
      message: 'credentials in the URL and `secret` exclude each other',
      hint: 'remove the credentials from the URL',
      at,
    });
    return;
  }
  report({
    code: 'index-credentials',
    severity: 'warning',
    message: 'the URL of this index holds credentials',
    hint: 'write them as `username` and `password`, without percent-encoding',
    at,
  });
  if (username?.text) {
    report({
      code: 'index-credentials-twice',
      severity: 'warning',
      message: '`username` wins over the credentials in the URL',
      hint: 'remove the credentials from the URL',
      at: username.span,
      related: [at],
    });
  }
}

/** pip passes over an index without TLS unless its host is trusted or is this machine. */
function checkSecurity({ url, trust }: IndexAddress, { scheme, host }: UrlPieces, report: Report): void {
  const local = /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d*)?$/i.test(host);
  if (scheme.toLowerCase() === 'http://' && !trust && !local) {
    report({
      code: 'index-insecure',
      severity: 'warning',
      message: 'pip ignores an index without TLS unless it is trusted',
      hint: 'use https, or add `trust: true`',
      at: url.span,
    });
  }
}

/** User name and password of the keys, encoded so that no character of them means anything in a URL. */
function keyCredentials(source: Source, { username, password }: IndexAddress): SensitiveText {
  const secret = (scalar: ParsedScalar): SensitivePart => ({
    kind: 'secret',
    text: percentEncode(scalar.text),
    location: { source, span: scalar.span },
  });
  return [
    ...(username ? [secret(username)] : []),
    ...(username && password?.text ? [{ kind: 'literal' as const, text: ':' }, secret(password)] : []),
  ];
}

function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** User name and password that stand in the URL, which they can since they are encoded already. */
function urlCredentials(source: Source, url: ParsedScalar, { scheme, userInfo }: UrlPieces): SensitiveText {
  if (!userInfo) {
    return [];
  }
  const span = spanOfText(url, scheme.length, scheme.length + userInfo.length);
  return [{ kind: 'secret', text: userInfo, location: { source, span } }];
}
