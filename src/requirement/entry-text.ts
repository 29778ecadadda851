import { codePointName } from '../basics/code-point.js';
import type { Span } from '../source/source.js';
import { relativeFileUrl } from './file-url.js';
import { isFileOption } from './options.js';
import { groupHint } from './other-tools.js';
import type { RequirementProblem } from './requirement.js';

/** Control characters but the tab, other line breaks that Python knows, halves of surrogate pairs. */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\0-\x08\n-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Characters that would make something else of a Mopyfile entry once it is a line of a requirements file. */
export function characterProblem(text: string, span: Span): RequirementProblem | undefined {
  if (span.start === span.end) {
    return {
      code: 'pip-empty',
      message: 'a requirement cannot be empty',
      hint: 'leave the entry out',
      span: { start: 0, end: text.length },
    };
  }
  const control = CONTROL.exec(text);
  if (control !== null) {
    return {
      code: 'pip-characters',
      message: `a requirement cannot hold the control character ${codePointName(control[0])}`,
      hint: backslashHint(text) ?? 'write one requirement in one entry, on one line',
      span: { start: control.index, end: control.index + 1 },
    };
  }
  if (text.slice(0, span.end).endsWith('\\')) {
    return {
      code: 'pip-characters',
      message: 'a `\\` at the end would join this requirement with the next',
      hint: 'leave it out',
      span: { start: span.end - 1, end: span.end },
    };
  }
  return commentProblem(text, span);
}

/** Letters of the escapes in double quotes, by the characters that the escapes stand for. */
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\x1b', 'e'],
  ['\f', 'f'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
  ['\v', 'v'],
  ['\x85', 'N'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
]);

/** The remedy for a Windows path in double quotes, in which `\\r` is a control character. */
function backslashHint(text: string): string | undefined {
  const path = Array.from(text, (character) => {
    const letter = ESCAPED.get(character);
    return letter === undefined ? character : `/${letter}`;
  }).join('');
  return /^\.{1,2}\/\S+$/.test(path)
    ? `a backslash in double quotes starts an escape sequence: write \`${path}\``
    : undefined;
}

function commentProblem(text: string, span: Span): RequirementProblem | undefined {
  const comment = /(?:^|\s)#/.exec(text);
  return comment === null
    ? undefined
    : {
        code: 'pip-comment',
        message: 'pip would take the rest of this requirement for a comment',
        hint: 'write the comment outside of the quotes',
        span: { start: comment.index + comment[0].length - 1, end: span.end },
      };
}

/** An option, at the start or behind a requirement: pip ends a requirement at the first word that begins with `-`. */
export function optionProblem(text: string, span: Span): RequirementProblem | undefined {
  const option = /(?:^| )(--[\w-]*|-[^\s-]?)[\s=]?(.*)/.exec(text.slice(span.start, span.end));
  if (option === null) {
    return undefined;
  }
  const [whole, name = '', rest = ''] = option;
  const start = span.start + option.index + (whole.startsWith(' ') ? 1 : 0);
  if (name === '-' && start > span.start) {
    return {
      code: 'pip-syntax',
      message: `\`- ${rest.trim()}\` has become a part of the entry above it`,
      hint: 'give all entries of the list the same indentation',
      span: { start, end: span.end },
    };
  }
  return /^(?:-e|--editable)$/.test(name)
    ? editableProblem(rest.trim(), { start, end: span.end })
    : {
        code: 'pip-option',
        message: `\`${name}\` is an option of pip, not a requirement`,
        hint: optionHint(name, rest.trim()),
        span: { start, end: start + name.length },
      };
}

function optionHint(name: string, value: string): string {
  if (/^(?:-r|--requirement)$/.test(name)) {
    return `write \`${relative(value, 'requirements.txt')}\` alone`;
  }
  if (/^(?:-i|--index-url|--extra-index-url|--trusted-host)$/.test(name)) {
    return 'indices go under `indices`';
  }
  if (name === '--group') {
    return groupHint(value);
  }
  if (!isFileOption(name)) {
    return 'leave it out: pip knows it on its command line alone, which mopy writes';
  }
  return 'options can stand in a requirements file: name it here as `./requirements.txt`';
}

/** An editable install: of a folder it cannot work, of a repository nobody edits it. */
export function editableProblem(target: string, span: Span): RequirementProblem {
  const isRemote = /^[a-z+]+:\/\//i.test(target) && !/^file:/i.test(target);
  return {
    code: 'pip-editable',
    message: isRemote
      ? 'an editable install makes no sense in an image'
      : 'an editable install points at a folder that the image does not have',
    hint: isRemote ? 'write the URL without `-e`' : `write \`${relative(target, 'path/')}\``,
    span,
  };
}

/** A path with its `./`, or an example when it cannot be made from what was written. */
function relative(path: string, example: string): string {
  const local = relativeFileUrl(path) ?? path;
  if (local === '' || /^[/~]|^[a-z]+:|\.\./i.test(local)) {
    return `./${example}`;
  }
  return local.startsWith('.') ? local : `./${local}`;
}
