import { maskUrls } from '../source/credentials.js';
import type { Span } from '../source/source.js';
import { characterProblem, optionProblem } from './entry-text.js';
import { isArchiveName, readLocalPath, readLocalRequirement } from './local-path.js';
import { readMarker } from './marker.js';
import { foreignFileHint } from './other-tools.js';
import { readDependencySpecifier } from './pep508.js';
import {
  type ParsedRequirement,
  type RequirementCode,
  type RequirementProblem,
  type RequirementReading,
  refuse,
} from './requirement.js';
import { looksLikeUrl, readUrl } from './url.js';
import { splitSecrets, VARIABLE_REFERENCE } from './url-credentials.js';

/**
 * Reads one `pip` entry of a Mopyfile, whose forms `docs/mopyfile.md` lists. Pure: whether a path exists is asked
 * elsewhere (`checkLocalRequirement` of the context room).
 */
export function parseRequirement(text: string): RequirementReading {
  return masked(readEntry(text));
}

/**
 * Reads what a line of a requirements file says before its options: paths need no `./`, `.txt` has no meaning, and
 * what depends on the environment is left to pip.
 */
export function parseRequirementLine(text: string): RequirementReading {
  const reading = masked(readLine(text));
  const { index } = VARIABLE_REFERENCE.exec(text.trimStart()) ?? {};
  const isOpen = index === 0 || (index !== undefined && reading.problems.every(({ code }) => OPEN.has(code)));
  return isOpen && reading.requirement === undefined ? { problems: [] } : reading;
}

/** Problems that a variable's value may solve. */
const OPEN: ReadonlySet<RequirementCode> = new Set(['pip-syntax', 'pip-malformed-url']);

function masked(reading: RequirementReading): RequirementReading {
  const mask = (problem: RequirementProblem): RequirementProblem => ({
    ...problem,
    message: maskUrls(problem.message),
    hint: maskUrls(problem.hint),
  });
  return reading.problems.length === 0 ? reading : { ...reading, problems: reading.problems.map(mask) };
}

function readEntry(text: string): RequirementReading {
  const span = trimmedSpan(text);
  const problem = characterProblem(text, span) ?? optionProblem(text, span);
  if (problem !== undefined) {
    return { problems: [problem] };
  }
  const head = headSpan(text, span);
  const written = text.slice(head.start, head.end);
  if (looksLikeUrl(written) || DIRECT_REFERENCE.test(written) || !looksLikeEntryPath(written)) {
    return readLine(text);
  }
  if (!/^\.\.?(?:\/|$)|^\.\[|^[/~]|^[a-z]:|^\.\\/i.test(written)) {
    const hint = written.includes('@')
      ? 'a URL begins with `https://`, `git+https://` or `git+ssh://`'
      : REPOSITORY.test(written)
        ? `write \`git+https://${written}\` for a repository`
        : (foreignFileHint(written) ?? `write \`./${written.replaceAll('\\', '/')}\``);
    return refuse('pip-path-prefix', head, 'a path of the build context starts with `./`', hint);
  }
  return /\.txt$/i.test(written) ? requirementsFile(text, head, span) : readLine(text);
}

/** An address of a repository without its scheme. */
const REPOSITORY = /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/]+\/[^/]/i;

function readLine(text: string): RequirementReading {
  const span = trimmedSpan(text);
  const head = headSpan(text, span);
  const written = text.slice(head.start, head.end);
  if (looksLikeUrl(written)) {
    return withMarker(text, head, span, remote(text, head, span, false));
  }
  const isDirect = DIRECT_REFERENCE.test(written);
  if (!isDirect && (isArchiveName(written) || (looksLikePath(written) && !OPERATOR.test(written)))) {
    return withMarker(text, head, span, readLocalRequirement(text, head, text.slice(head.end, span.end)));
  }
  return isDirect ? withMarker(text, head, span, named(text, head, span)) : named(text, span, span);
}

const OPERATOR = /[<>=!~]=|[<>]/;
const DIRECT_REFERENCE = /^[a-z0-9][\w.-]*\s*(?:\[[^\]]*\]\s*)?@/i;

/** Characters of which pip knows a path. */
function looksLikePath(written: string): boolean {
  return /^[./~]|[/\\]|^[a-z]:/i.test(written);
}

/**
 * In a Mopyfile, `requirements.txt`, `uv.lock` and `x.whl` are forgotten `./`, though all are valid names of packages, as
 * `ruamel.yaml` is.
 */
function looksLikeEntryPath(written: string): boolean {
  return (
    (looksLikePath(written) && !OPERATOR.test(written)) ||
    isArchiveName(written) ||
    /^\S+\.(?:txt|lock|toml)$/i.test(written) ||
    (/\.ya?ml$/.test(written) && foreignFileHint(written) !== undefined)
  );
}

function trimmedSpan(text: string): Span {
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.trimEnd().length) };
}

/**
 * The span before a marker. pip (`parse_req_from_line` of pip/_internal/req/constructors.py) splits a line that
 * begins with a URL at `; ` and every other at its first `;`, also behind `name @ url`, where PEP 508 wants a blank.
 */
function headSpan(text: string, span: Span): Span {
  const written = text.slice(span.start, span.end);
  const at = written.search(looksLikeUrl(written) ? /; |;$/ : /;/);
  return at < 0 ? span : { start: span.start, end: span.start + written.slice(0, at).trimEnd().length };
}

function withMarker(text: string, head: Span, span: Span, reading: RequirementReading): RequirementReading {
  if (head.end === span.end) {
    return reading;
  }
  const at = text.indexOf(';', head.end) + 1;
  const { problem } = readMarker({ text: text.slice(0, span.end), at });
  return problem === undefined ? reading : { problems: [...reading.problems, problem] };
}

/** A URL at `url`, alone or behind `name @`, in the requirement at `span`. */
function remote(text: string, url: Span, span: Span, direct: boolean): RequirementReading {
  const read = readUrl(text, url, direct);
  if (read.problems !== undefined) {
    return { problems: read.problems };
  }
  const { credentials, problems: _, ...kind } = read;
  const { hidden = { start: 0, end: 0 }, secrets } = credentials;
  const requirement: ParsedRequirement = {
    ...kind,
    text: splitSecrets(text, span, secrets),
    display: text.slice(0, hidden.start) + text.slice(hidden.end),
  };
  return { requirement, problems: [] };
}

/** A requirement that begins with a name, at `span`; what of it is a specifier of PEP 508 is at `specifier`. */
function named(text: string, specifier: Span, span: Span): RequirementReading {
  const cursor = { text: text.slice(0, specifier.end), at: specifier.start };
  const { name, url, problems } = readDependencySpecifier(cursor);
  if (url !== undefined) {
    const reading = remote(text, url, span, true);
    return problems.length === 0 ? reading : { problems: [...reading.problems, ...problems] };
  }
  if (name === undefined || problems.length > 0) {
    return { problems };
  }
  const line = text.slice(span.start, span.end);
  return {
    requirement: { kind: 'named', name, text: [{ kind: 'literal', text: line }], display: text },
    problems,
  };
}

function requirementsFile(text: string, head: Span, span: Span): RequirementReading {
  const { path, problems } = readLocalPath(text, head);
  const extra: readonly RequirementProblem[] =
    head.end === span.end
      ? []
      : refuse(
          'pip-syntax',
          { start: head.end, end: span.end },
          'a requirements file takes no marker',
          'write the marker behind each requirement in the file',
        ).problems;
  if (path === undefined || extra.length > 0) {
    return { problems: [...(problems ?? []), ...extra] };
  }
  const line = `./${path}`;
  return {
    requirement: {
      kind: 'requirements-file',
      path,
      pathSpan: head,
      text: [{ kind: 'literal', text: line }],
      display: text,
    },
    problems: [],
  };
}
