import type { Span } from '../source/source.js';
import { relativeFileUrl } from './file-url.js';
import { type RequirementProblem, refuse } from './requirement.js';
import { credentialsOf, type UrlCredentials } from './url-credentials.js';
import { type RemoteKind, shapeFault } from './url-shape.js';

/** A requirement's URL as pip understands it. */
export type RequirementUrl =
  | { readonly kind: 'file-url'; readonly credentials: UrlCredentials; readonly problems?: undefined }
  | {
      readonly kind: 'git';
      readonly transport: 'http' | 'ssh';
      readonly credentials: UrlCredentials;
      readonly problems?: undefined;
    }
  | { readonly kind?: undefined; readonly problems: readonly RequirementProblem[] };

const SUPPORTED = 'Supported are `https://`, `http://`, `git+https://`, `git+http://` and `git+ssh://`';

/** True for a text that is a URL or was meant to be one; `C:\` is a path. */
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
    const hint = `write \`git+ssh://${scp[1]}@${scp[2]}/${scp[3]}\``;
    return refuse('pip-unsupported-url', span, 'pip does not know this form of a git address', hint);
  }
  if (!looksLikeUrl(url)) {
    return refuse('pip-syntax', span, 'expected a URL after `@`', addressHint(url));
  }
  const scheme = /^[^:]*/.exec(url)?.[0].toLowerCase() ?? '';
  if (scheme === 'file' || scheme === 'git+file') {
    return refuse(
      'pip-file-url',
      span,
      'a `file:` URL points at a path of this machine',
      fileUrlHint(url, direct),
    );
  }
  const kind = SCHEMES.get(scheme);
  return kind === undefined
    ? refuse('pip-unsupported-url', span, `\`${scheme}:\` URLs are not supported`, schemeHint(scheme))
    : readRemote(url, span, kind);
}

const SCHEMES: ReadonlyMap<string, RemoteKind> = new Map([
  ['https', 'file'],
  ['http', 'file'],
  ['git+https', 'git-http'],
  ['git+http', 'git-http'],
  ['git+ssh', 'git-ssh'],
]);

function fileUrlHint(url: string, direct: boolean): string {
  const path = relativeFileUrl(url);
  if (path !== undefined) {
    return `write the path alone: \`${path}\``;
  }
  return direct
    ? '`pip freeze` writes this in conda environments: `pip list --format=freeze` writes versions instead'
    : 'write a path of the build context that starts with `./`';
}

function addressHint(address: string): string {
  return /^\d/.test(address)
    ? `a version is written \`name==${address}\``
    : 'a path of the build context is written on its own, without a name: `./path`';
}

function schemeHint(scheme: string): string {
  if (scheme === 'ssh' || scheme === 'git') {
    return 'write `git+ssh://…` or `git+https://…`';
  }
  return /^(?:hg|svn|bzr)(?:\+|$)/.test(scheme)
    ? `of version control systems git is supported. ${SUPPORTED}`
    : SUPPORTED;
}

/** Authority and path. */
const PARTS = /^[^:]*:\/\/([^/?#]*)([^?#]*)/;

function readRemote(url: string, span: Span, kind: RemoteKind): RequirementUrl {
  const [, authority = '', path = ''] = PARTS.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const fault = shapeFault({ url, host, path, kind });
  if (fault !== undefined) {
    return refuse(fault.code, span, fault.message, fault.hint);
  }
  const start = span.start + url.indexOf('//') + 2;
  const userInfo = at < 0 ? undefined : authority.slice(0, at);
  const credentials =
    userInfo === undefined ? { secrets: [] } : credentialsOf(userInfo, start, kind === 'git-ssh');
  return kind === 'file'
    ? { kind: 'file-url', credentials }
    : { kind: 'git', transport: kind === 'git-ssh' ? 'ssh' : 'http', credentials };
}
