import type { Span } from '../source/source.js';
import { type RequirementProblem, refuse, type TextPart } from './requirement.js';

/** What a requirement's URL says to pip. */
export type RequirementUrl =
  | { readonly kind: 'file-url'; readonly credentials: UrlCredentials; readonly problems?: undefined }
  | {
      readonly kind: 'git';
      readonly transport: 'http' | 'ssh';
      readonly credentials: UrlCredentials;
      readonly problems?: undefined;
    }
  | { readonly kind?: undefined; readonly problems: readonly RequirementProblem[] };

export interface UrlCredentials {
  /** What `display` leaves out: the secrets with the `@` or `:` that goes with them. */
  readonly hidden?: Span;
  /** Places of the secrets. */
  readonly secrets: readonly Span[];
}

const SUPPORTED = 'Supported are `https://`, `http://`, `git+https://`, `git+http://` and `git+ssh://`';

/** Whether a text is a URL or was meant to be one; `C:\` is a path. */
export function looksLikeUrl(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:\/\/|file:|(?:git|hg|svn|bzr)\+)/i.test(text) || SCP_FORM.test(text);
}

/** `git@host:path`, which ssh and git know and pip does not. */
const SCP_FORM = /^(?:git\+)?(?:ssh:\/*)?([\w.-]+)@(?!file:)([\w.-]+):(?!\/\/|\d+\/)(.*)$/;

/** Judges the URL at a span of a text. `direct`: it stands behind `name @`. */
export function readUrl(text: string, span: Span, direct: boolean): RequirementUrl {
  const url = text.slice(span.start, span.end);
  const scp = SCP_FORM.exec(url);
  if (scp !== null) {
    const hint = `Write \`git+ssh://${scp[1]}@${scp[2]}/${scp[3]}\``;
    return refuse('pip-unsupported-url', span, 'pip does not know this form of a git address', hint);
  }
  if (!looksLikeUrl(url)) {
    return refuse('pip-syntax', span, 'Expected a URL after `@`', addressHint(url));
  }
  const scheme = /^[^:]*/.exec(url)?.[0].toLowerCase() ?? '';
  if (scheme === 'file' || scheme === 'git+file') {
    return refuse(
      'pip-file-url',
      span,
      'A `file:` URL points at a path of this machine',
      fileUrlHint(direct),
    );
  }
  const kind = SCHEMES[scheme];
  return kind === undefined
    ? refuse('pip-unsupported-url', span, `\`${scheme}:\` URLs are not supported`, schemeHint(scheme))
    : readRemote(url, span, kind);
}

const SCHEMES: Readonly<Record<string, 'file' | 'git-http' | 'git-ssh'>> = {
  https: 'file',
  http: 'file',
  'git+https': 'git-http',
  'git+http': 'git-http',
  'git+ssh': 'git-ssh',
};

function fileUrlHint(direct: boolean): string {
  return direct
    ? '`pip freeze` writes this in conda environments: `pip list --format=freeze` writes versions instead'
    : 'Write a path of the build context that starts with `./`';
}

function addressHint(address: string): string {
  return /^\d/.test(address)
    ? `A version is written \`name==${address}\``
    : 'A path of the build context is written on its own, without a name: `./path`';
}

function schemeHint(scheme: string): string {
  if (scheme === 'ssh' || scheme === 'git') {
    return 'Write `git+ssh://…` or `git+https://…`';
  }
  return /^(?:hg|svn|bzr)(?:\+|$)/.test(scheme)
    ? `Of version control systems git is supported. ${SUPPORTED}`
    : SUPPORTED;
}

/** The start of a marker that pip would take for a part of the URL. */
const MARKER = /;\(*(?:python_|os_name|sys_platform|platform_|implementation_|extra\b)/;

const PARTS = /^[^:]*:\/\/([^/?#]*)([^?#]*)/;

function readRemote(url: string, span: Span, kind: 'file' | 'git-http' | 'git-ssh'): RequirementUrl {
  const [, authority = '', path = ''] = PARTS.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const problem = shapeProblem(url, host, path, kind);
  if (problem !== undefined) {
    return refuse(problem.code, span, problem.message, problem.hint);
  }
  const start = span.start + url.indexOf('//') + 2;
  const userInfo = at < 0 ? undefined : authority.slice(0, at);
  const credentials =
    userInfo === undefined ? { secrets: [] } : credentialsOf(userInfo, start, kind === 'git-ssh');
  return kind === 'file'
    ? { kind: 'file-url', credentials }
    : { kind: 'git', transport: kind === 'git-ssh' ? 'ssh' : 'http', credentials };
}

/** Messages say nothing of the URL's text: where its parts are in doubt, so is where its password ends. */
function shapeProblem(
  url: string,
  host: string,
  path: string,
  kind: 'file' | 'git-http' | 'git-ssh',
): Pick<RequirementProblem, 'code' | 'message' | 'hint'> | undefined {
  const malformed = 'pip-malformed-url';
  if (/\s/.test(url)) {
    return {
      code: malformed,
      message: 'A URL cannot hold blanks',
      hint: 'Write `%20` for a blank, and ` ; ` before a marker',
    };
  }
  if (MARKER.test(url)) {
    return {
      code: malformed,
      message: 'Behind a URL a marker needs a blank before its `;`',
      hint: 'Write ` ; `',
    };
  }
  if (!PARTS.test(url) || host === '') {
    return { code: malformed, message: 'The URL names no host', hint: SHAPE[kind] };
  }
  if (!/^(?:\[[\da-f:.%]+\]|[^:[\]]+)(?::(?:\d*|\$\{[A-Z0-9_]+\}))?$/i.test(host)) {
    return { code: malformed, message: 'The URL has no valid host and port', hint: hostHint(kind) };
  }
  if (path.replaceAll('/', '') === '') {
    return {
      code: malformed,
      message: `The URL names no ${kind === 'file' ? 'file' : 'repository'}`,
      hint: SHAPE[kind],
    };
  }
  if (kind === 'file' && path.endsWith('.git')) {
    return {
      code: 'pip-unsupported-url',
      message: 'This looks like a git repository',
      hint: 'Write `git+` before the URL',
    };
  }
  if (kind === 'file' && path.endsWith('.txt')) {
    const hint =
      'Write `-r` with the URL into a requirements file of the build context, and name that file here';
    return {
      code: 'pip-unsupported-url',
      message: 'A requirements file behind a URL cannot be named here',
      hint,
    };
  }
  return undefined;
}

const SHAPE = {
  file: 'Write `https://host/path/file.whl`',
  'git-http': 'Write `git+https://host/path/repository.git`',
  'git-ssh': 'Write `git+ssh://git@host/path/repository.git`',
} as const;

function hostHint(kind: 'file' | 'git-http' | 'git-ssh'): string {
  return kind === 'git-ssh'
    ? 'Between host and path comes a `/`, not a `:`: `git+ssh://git@host/path`'
    : 'A `/`, `?`, `#` or `@` in a user name or password is written `%2F`, `%3F`, `%23` or `%40`';
}

/**
 * Over SSH the user is part of the address and only a password is secret. Over HTTP user and password are one
 * secret. A `${NAME}` that pip fills in from the environment is none.
 */
function credentialsOf(userInfo: string, start: number, ssh: boolean): UrlCredentials {
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
  return { hidden, secrets: secretsIn(userInfo, REFERENCE.test(userInfo) ? colon + 1 : 0, start) };
}

const REFERENCE = /\$\{[A-Z0-9_]+\}/;

/** Places of what is no reference, from an index of the user info on. */
function secretsIn(userInfo: string, from: number, start: number): readonly Span[] {
  const spans: Span[] = [];
  let at = from;
  for (const piece of userInfo.slice(from).split(/(\$\{[A-Z0-9_]+\})/)) {
    if (piece !== '' && !REFERENCE.test(piece)) {
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
