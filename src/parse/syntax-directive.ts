import { lineEnd } from '../source/position.js';
import type { SyntaxDirective } from './parsed-document.js';

/** The directives that BuildKit knows (`frontend/dockerfile/parser/directives.go`); any other line ends them. */
const DIRECTIVE = /^#\s*(syntax|escape|check)\s*=\s*(\S.*?)\s*$/i;

/**
 * The `#syntax=` directive as BuildKit finds it: among the leading comment lines that are directives, below a
 * `#!` line if there is one. BuildKit's other spellings (`//`, JSON) are no YAML comments.
 */
export function findSyntaxDirective(text: string): SyntaxDirective | undefined {
  let start = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  if (start === 0 && text.startsWith('#!')) {
    return undefined;
  }
  while (start < text.length) {
    const line = text.slice(start, lineEnd(text, start));
    const [, name = '', value = ''] = DIRECTIVE.exec(line) ?? [];
    if (name.toLowerCase() === 'syntax') {
      const image = value.split(' ', 1)[0] ?? '';
      const imageStart = start + line.indexOf(image, line.indexOf('=') + 1);
      return { image, span: { start: imageStart, end: imageStart + image.length } };
    }
    const next = text.indexOf('\n', start) + 1;
    if (name === '' || next === 0) {
      return undefined;
    }
    start = next;
  }
  return undefined;
}
