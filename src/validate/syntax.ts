import type { ParsedDocument } from '../parse/parsed-document.js';
import { FRONTEND_IMAGE } from '../source/frontend-image.js';
import type { Report } from './report.js';

/** Warns when BuildKit would not start this project's frontend for the file. */
export function checkSyntax(document: ParsedDocument, report: Report): void {
  const { syntax, source } = document;
  const line = `\`#syntax=${FRONTEND_IMAGE}\``;
  if (syntax === undefined) {
    const late = /^[ \t]*#[ \t]*syntax[ \t]*=.*$/im.exec(source.text);
    const at = late ? { start: late.index, end: late.index + late[0].length } : { start: 0, end: 0 };
    report({
      code: 'missing-syntax',
      severity: 'warning',
      message: late
        ? '`#syntax=` is not in the first line, so that BuildKit does not see it'
        : 'the first line is not `#syntax=`',
      hint: late
        ? 'move it to the top of the file'
        : `start the file with ${line}, so that \`docker build\` can read it`,
      at,
    });
  } else if (/^(?:docker\.io\/|index\.docker\.io\/)?cmdjulian\/mopy(?:[:@]|$)/.test(syntax.image)) {
    report({
      code: 'original-frontend',
      severity: 'warning',
      message: `\`docker build\` would run the original program, ${syntax.image}`,
      hint: `start the file with ${line}`,
      at: syntax.span,
    });
  }
}
