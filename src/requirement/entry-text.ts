import { codePointName } from '../basics/code-point.js';
import type { Span } from '../source/source.js';
import type { RequirementProblem } from './requirement.js';

/** Control characters but the tab, other line breaks that Python knows, halves of surrogate pairs. */
const CONTROL = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

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
      hint: 'write one requirement in one entry, on one line',
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
  if (path === '' || /^[/~]|^[a-z]+:|\.\./i.test(path)) {
    return `./${example}`;
  }
  return path.startsWith('.') ? path : `./${path}`;
}
