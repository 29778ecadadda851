import type { ParsedDocument } from '../parse/parsed-document.js';
import { FRONTEND_IMAGE } from '../source/frontend-image.js';
import type { Report } from './report.js';

/** Warns when BuildKit would not start this project's frontend for the file. */
export function checkSyntax(document: ParsedDocument, report: Report): void {
  const { syntax, source } = document;
  const line = `\`#syntax=${FRONTEND_IMAGE}\``;
  if (syntax === undefined) {
    const written = /^[ \t]*#[ \t]*syntax[ \t]*=(.*)$/im.exec(source.text);
    const start = written?.index ?? 0;
    report({
      code: 'missing-syntax',
      severity: 'warning',
      ...whyMissing(written?.[1], line),
      at: { start, end: start + (written?.[0].trimEnd().length ?? 0) },
    });
  } else if (
    /^(?:docker\.io\/|index\.docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax.image)
  ) {
    report({
      code: 'missing-syntax',
      severity: 'warning',
      message: '`docker build` would read this file as a Dockerfile',
      hint: `start the file with ${line}`,
      at: syntax.span,
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

/** @param value what stands behind the first `#syntax=` of the file, if there is one */
function whyMissing(value: string | undefined, line: string): { message: string; hint: string } {
  if (value === undefined) {
    return {
      message: 'the first line is not `#syntax=`',
      hint: `start the file with ${line}, so that \`docker build\` can read it`,
    };
  }
  return value.trim() === ''
    ? {
        message: '`#syntax=` names no image',
        hint: `write ${line}, so that \`docker build\` can read the file`,
      }
    : {
        message: '`#syntax=` is not in the first line, so that BuildKit does not see it',
        hint: 'move it to the top of the file',
      };
}
