import { type ParsedScalar, spanOfText } from '../parse/parsed-document.js';
import type { Report } from './report.js';

/** Reports a `${` that no `}` ends. */
export function reportUnclosed(value: ParsedScalar, offset: number | undefined, report: Report): void {
  if (offset !== undefined) {
    report({
      code: 'unclosed-reference',
      message: 'a `${` is not closed',
      hint: `write \`\${NAME}\`, or \`$\${\` for a literal \`\${\``,
      at: spanOfText(value, offset, value.text.length),
    });
  }
}
