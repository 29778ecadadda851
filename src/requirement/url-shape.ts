import type { RequirementProblem } from './requirement.js';

/** The kind of resource behind a URL, and of its transport. */
export type RemoteKind = 'file' | 'git-http' | 'git-ssh';

interface UrlParts {
  readonly url: string;
  /** With its port. */
  readonly host: string;
  readonly path: string;
  readonly kind: RemoteKind;
}

type UrlFault = Pick<RequirementProblem, 'code' | 'message' | 'hint'>;

/**
 * The fault in the form of a URL whose scheme is supported. Messages say nothing of its text: where its parts
 * are in doubt, so is where its password ends.
 */
export function shapeFault({ url, host, path, kind }: UrlParts): UrlFault | undefined {
  if (/\s/.test(url)) {
    return malformed('a URL cannot hold blanks', 'write `%20` for a blank, and ` ; ` before a marker');
  }
  if (MARKER.test(url)) {
    return malformed('behind a URL the `;` of a marker needs a blank on its right', 'write ` ; `');
  }
  if (host === '') {
    return malformed('the URL names no host', EXAMPLE[kind]);
  }
  if (!HOST.test(host)) {
    return malformed('the URL has no valid host and port', hostHint(kind));
  }
  if (Number(/:(\d+)$/.exec(host)?.[1] ?? 0) > MAXIMUM_PORT) {
    return malformed('the URL has no valid host and port', `ports go up to ${MAXIMUM_PORT}`);
  }
  if (isDoubled(url)) {
    return malformed(NESTED_URL.message, NESTED_URL.hint);
  }
  if (path.replaceAll('/', '') === '') {
    return malformed(`the URL names no ${kind === 'file' ? 'file' : 'repository'}`, EXAMPLE[kind]);
  }
  return kind === 'file' ? fileFault(path) : undefined;
}

/**
 * Whether a URL begins with two schemes, or has another URL or a user with a password in its path, spelled with escapes or
 * not. Nobody could tell which of its parts are secret: a label or a Dockerfile would hold them.
 */
export function isDoubled(url: string): boolean {
  if (/^[^:]*:\/\/[^/?#]*:\/\/|^[^:]*:\/\/.*:\/\/[^\s/?#]*@/s.test(url)) {
    return true;
  }
  const path = /^[^:]*:\/\/[^/?#]*([^?#]*)/s.exec(url)?.[1] ?? '';
  return withoutEscapes(path)
    .split('/')
    .some((segment) => /^[^:]+:[^@]*@/s.test(segment));
}

/** Escapes of ASCII alone, which is all that a URL's structure is made of. */
function withoutEscapes(text: string): string {
  return text.replaceAll(/%([0-7][\da-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** The words for a doubled URL; they say nothing of its text. */
export const NESTED_URL = {
  message: 'there is a second URL in this one, or a user with a password in its path',
  hint: 'write one scheme, and put user and password between it and the host, with an `@` behind them',
} as const;

/** The start of a marker that pip would take for a part of the URL. */
const MARKER = /;\(*(?:python_|os_name|sys_platform|platform_|implementation_|extra\b)/;

const HOST = /^(?:\[[\da-f:.%]+\]|[^:[\]]+)(?::(?:\d*|\$\{[A-Z0-9_]+\}))?$/i;

const MAXIMUM_PORT = 65_535;

const EXAMPLE = {
  file: 'write `https://host/path/file.whl`',
  'git-http': 'write `git+https://host/path/repository.git`',
  'git-ssh': 'write `git+ssh://git@host/path/repository.git`',
} as const;

function malformed(message: string, hint: string): UrlFault {
  return { code: 'pip-malformed-url', message, hint };
}

function hostHint(kind: RemoteKind): string {
  return kind === 'git-ssh'
    ? 'Between host and path comes a `/`, not a `:`: `git+ssh://git@host/path`'
    : 'a `/`, `?`, `#` or `@` in a user name or password is written `%2F`, `%3F`, `%23` or `%40`';
}

/** Files that pip would fetch and not know what to do with. */
function fileFault(path: string): UrlFault | undefined {
  const code = 'pip-unsupported-url';
  if (path.endsWith('.git')) {
    return { code, message: 'this looks like a git repository', hint: 'write `git+` before the URL' };
  }
  return path.endsWith('.txt')
    ? {
        code,
        message: 'a requirements file behind a URL cannot be named here',
        hint: 'write `-r` with the URL into a requirements file of the build context, and name that file here',
      }
    : undefined;
}
